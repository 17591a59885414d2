def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


print(list(zip()), list(zip([1, 2])), list(zip("abc", [1, 2])), list(zip("ab", [1, 2], (3, 4))), list(zip("ab", strict=True)), list(zip(range(3), range(3), strict=True)))
attempt(lambda: list(zip("abc", [1, 2], strict=True)))
attempt(lambda: list(zip("ab", [1, 2, 3], strict=True)))
attempt(lambda: list(zip("ab", [1, 2], [1], strict=True)))
attempt(lambda: list(zip("a", [1, 2], [1, 2], strict=True)))
attempt(lambda: list(zip([], [1], strict=True)))
attempt(lambda: list(zip([1], [], [], strict=True)))
attempt(zip, 5)
attempt(zip, "a", 5)
attempt(zip, "a", bad=1)
attempt(lambda: list(zip("ab", strict="truthy")))


def noisy(name, n):
    for i in range(n):
        print(f"{name}{i}", end=" ")
        yield i
    print(f"{name}end", end=" ")


print(list(zip(noisy("a", 2), noisy("b", 3))))
print(list(zip(noisy("a", 3), noisy("b", 2))))
attempt(lambda: list(zip(noisy("a", 2), noisy("b", 3), strict=True)))


def failing():
    yield 1
    raise ValueError("in iterator")


attempt(lambda: list(zip("ab", failing())))
attempt(lambda: list(map(str, failing())))
attempt(lambda: list(filter(None, failing())))
z = zip("abc", [1, 2, 3])
print(next(z), list(z), list(z), next(z, "end"))
z = zip([1, 2], [3, 4])
pairs = [t for t in z]
print(pairs, pairs[0] is not pairs[1], [id(a) == id(b) for a, b in [(pairs[0], pairs[1])]])
print(list(map(abs, [-1, 2])), list(map(lambda *a: a, "ab", [1, 2], (x for x in range(9)))), list(map(pow, [2, 3], [3, 2])), list(map(str.upper, "ab")), list(map(int, ["1", "2"])), list(map(None.__class__, [])), list(map(max, [1, 5], [3, 2])))
attempt(map)
attempt(map, str)
attempt(map, str, 5)
attempt(lambda: list(map(5, [1])))
attempt(lambda: list(map(None, [1])))
attempt(lambda: list(map(lambda x: x, [1], [2])))
attempt(lambda: list(map(lambda x: 1 / x, [1, 0])))
print(list(map(lambda a, b: a + b, [1, 2], [10, 20], strict=True)))
attempt(lambda: list(map(lambda a, b: a + b, [1, 2], [10], strict=True)))
attempt(lambda: list(map(lambda a, b: a + b, [1], [10, 20], strict=True)))
attempt(lambda: list(map(lambda a, b, c: a, [1], [1], [], strict=True)))
attempt(map, str, [1], bad=1)
attempt(map, func=str)
print(list(filter(None, [0, 1, "", "a", [], None, 2.0])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isalpha, "a1b2")), list(filter(bool, [0, 5])), list(filter(lambda x: "truthy", [0])), list(filter(lambda x: [], [1])))
attempt(filter)
attempt(filter, None)
attempt(filter, None, 5)
attempt(lambda: list(filter(5, [1])))
attempt(lambda: list(filter(lambda: 1, [1])))
attempt(lambda: list(filter(lambda x: 1 / x, [1, 0])))
attempt(lambda: filter(None, [1], [2]))
attempt(lambda: filter(function=None, iterable=[]))


class NoBool:
    def __bool__(self):
        raise ValueError("bool")


attempt(lambda: list(filter(None, [NoBool()])))
attempt(lambda: list(filter(lambda x: NoBool(), [1])))
m = map(str, noisy("m", 3))
print("lazy", next(m), list(m))
f = filter(lambda x: x % 2, noisy("f", 4))
print("lazy", next(f), list(f))


class StopEarly:
    def __init__(self):
        self.n = 0

    def __call__(self, x):
        self.n += 1
        if self.n == 3:
            raise StopIteration("from function")
        return x


print(list(map(StopEarly(), range(10))), list(filter(StopEarly(), range(1, 10))))
i = iter([1, 2, 3, 4, 5])
print(list(zip(i, i)), list(i))
print(dict(zip("ab", range(9))), [*zip(*[(1, 2), (3, 4)])], max(zip([1, 2], "ab")), sum(map(len, ["a", "bb"])), sorted(map(lambda x: -x, range(3))), "".join(map(chr, [65, 66])), list(map(lambda p: p[0] * p[1], zip(range(3), range(3)))))
print(zip.__reduce__(zip("ab"))[0].__name__, type(map(str, "a").__reduce__()[1][1]).__name__, filter(None, [1]).__reduce__()[0].__name__, zip("a", strict=True).__reduce__()[2:], map(str, "a", strict=True).__reduce__()[2:])
z = zip("ab")
z.__setstate__(True)
attempt(list, z)
z = zip("ab", "c")
z.__setstate__(True)
attempt(list, z)
