print([x for x in range(5)])
print([x + y for x in range(3) for y in range(x)])
print([[y for y in range(x)] for x in range(4)])
print({x: x * x for x in range(4)}, {x % 2 for x in range(10)})
print([x if x % 2 else -x for x in range(6) if x != 3 if x != 4])
x = "outer"
print([x for x in range(2)], x)
print([(i, j) for i, j in [(1, 2), (3, 4)]], [a for a, *b in ["abc", "de"]])
n = 10
print([n * i for i in range(3)])


def f():
    k = 3
    return [k * i for i in range(3)], [[k + i + j for i in range(2)] for j in range(2)]


print(f())
print([y := 5, y * 2], [last := i for i in range(4)], last)
print([(lambda: i)() for i in range(3)], [g() for g in [lambda: i for i in range(3)]])


class C:
    base = 3
    items = [i for i in range(base)]
    try:
        bad = [base for i in range(2)]
    except NameError as error:
        print(error)


print(C.items, hasattr(C, "i"))
it = iter(range(6))
print([(a, next(it)) for a in it])
try:
    print([1 // (2 - i) for i in range(4)])
except ZeroDivisionError as error:
    print(error)
print(dict((k, v) for k, v in zip("ab", [1, 2])))
print([*(i for i in range(3)), *[4]], {**{i: i for i in "ab"}})
print([c for line in ["ab", "cd"] for c in line if c != "c"])
print(sum([len(w) for w in "the quick brown fox".split()]))
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(zip(*matrix)))
print([i for i in range(20) if all(i % d for d in range(2, i)) and i > 1])
print({i: {j for j in range(i)} for i in range(3)})


def order():
    def p(v):
        print("eval", v)
        return v

    return {p(k): p(v) for k, v in [(1, 2), (3, 4)]}


print(order())
def gen():
    yield [(yield_value, 1) for yield_value in range(2)]


print(next(gen()))
print([i for i in range(3) if (lambda j: j > 0)(i)])
try:
    [i for i in 5]
except TypeError as error:
    print(error)
try:
    [a for a, b in [(1, 2, 3)]]
except ValueError as error:
    print(error)
try:
    print(i)
except NameError as error:
    print(error)
