def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def show(tag, v):
    print(tag, v)
    return v


g = (show("body", x) for x in show("iterable", [1, 2, 3]) if show("cond", x) > 1)
print("created")
print(next(g))
print(list(g))
attempt(lambda: (x for x in undefined))
attempt(lambda: list(x for x in [1] for y in undefined))
attempt(lambda: list(x.y for x in [1]))
n = 3
h = (n * i for i in range(3))
n = 10
print(list(h))
print(sum(i for i in range(10)), max((i % 7 for i in range(20)), default=0), dict((k, v) for k, v in zip("ab", (1, 2))), sorted(-i for i in range(3)), tuple(i for i in "ab"), set(i % 2 for i in range(5)), "".join(c for c in "hello" if c != "l"), any(i > 3 for i in range(10)), all(i < 3 for i in range(10)))
print(list((i, j) for i in range(3) for j in range(i)), list([*(k for k in range(i))] for i in range(3)), list(x for (x, y) in [(1, 2)]), list(a for a, *b in ["xyz"]))
it = iter(range(10))
print(list(zip(it, it)), list(next(it, "end") for _ in range(2)))


def consume_partially():
    g = (i for i in range(5))
    for i in g:
        if i == 2:
            break
    return list(g)


print(consume_partially())


class C:
    items = [1, 2, 3]
    gen = list(i * 2 for i in items)
    k = 2
    try:
        bad = list(i * k for i in items)
    except NameError as e:
        print(e)


print(C.gen)
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]], list(f() for f in (lambda: i for i in range(3))))
print([x := 5, *(x + i for i in range(2))], [y for i in range(3) if (y := i) > 0], y)
g = (i for i in [1, 2])
print(g.gi_code.co_name, g.gi_code.co_varnames, g.gi_code.co_argcount, type(g).__name__)
attempt(g.send, 1)
print(next(g), g.send("ignored"))


def primes():
    sieve = []
    n = 2
    while True:
        if all(n % p for p in sieve):
            sieve.append(n)
            yield n
        n += 1


def take(n, it):
    return [x for x, _ in zip(it, range(n))]


print(take(15, primes()))
squares = (x * x for x in range(10**9))
print(take(5, squares))
pipeline = (x for x in range(100))
pipeline = (x * 2 for x in pipeline)
pipeline = (x for x in pipeline if x % 3 == 0)
print(take(5, pipeline))
deep = iter([0])
for _ in range(50):
    deep = (x + 1 for x in deep)
print(list(deep))
data = [1, 2, 3]
lazy = (x for x in data)
data.append(4)
print(list(lazy))
lazy = (x for x in data)
data = ["rebound"]
print(list(lazy))
lazy = (x for x in [1, 2] if x in data)
data = [2]
print(list(lazy))
m = [[1, 2], [3, 4]]
print([[r[i] for r in m] for i in range(2)], {i: {j: i * j for j in range(2)} for i in range(2)}, [x for row in m for x in row if x > 1 if x < 4])
def outer():
    v = 1
    def inner():
        return [v + i + j for i in range(2) for j in (lambda: range(v + 1))()]
    return inner()
print(outer())
print([(lambda x: (x, i))(9) for i in range(2)], [[(i, j, k) for k in range(1)] for i in range(2) for j in range(1)])
print([i for i in range(5) if i % 2 if i > 1], [i if i else "zero" for i in range(2)], [not i for i in range(2)], [*range(2), *[i for i in "a"]])
