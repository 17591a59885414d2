def numbers():
    for text in ("1", "2", "three"):
        yield int(text)


def doubled():
    for n in numbers():
        yield n * 2


print(sum(doubled()))
