def first(items):
    return next(iter(items))


def firsts(*lists):
    for items in lists:
        yield first(items)


print(list(firsts([1], [2, 3])))
print(list(firsts([1], [])))
