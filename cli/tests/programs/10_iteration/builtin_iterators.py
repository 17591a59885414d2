def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def types(*its):
    print(*(type(i).__name__ for i in its))


types(iter([]), iter(()), iter(""), iter("é"), iter(b""), iter(bytearray()), iter({}), iter({}.values()), iter({}.items()), iter(set()), iter(range(0)), iter(range(2**70)), reversed([]), reversed(()), reversed({}), reversed({}.values()), reversed({}.items()), reversed(range(3)), reversed("ab"), iter(int, 1), enumerate([]), zip(), map(str, []), filter(None, []), iter(memoryview(b"")), iter(t""), iter(list[int]))


class Seq:
    def __getitem__(self, i):
        if i < 3:
            return i
        raise IndexError

    def __len__(self):
        return 3


types(iter(Seq()), reversed(Seq()))
for make in (lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: iter("abc"), lambda: iter("aéc"), lambda: iter(b"abc"), lambda: iter(bytearray(b"abc")), lambda: iter({1: 0, 2: 0, 3: 0}), lambda: iter({1: 4, 2: 5, 3: 6}.values()), lambda: iter({1: 2, 3: 4}.items()), lambda: iter({7}), lambda: iter(range(3)), lambda: reversed([1, 2, 3]), lambda: reversed((1, 2, 3)), lambda: reversed({1: 0, 2: 0}), lambda: reversed(range(3)), lambda: iter(Seq()), lambda: reversed(Seq()), lambda: enumerate("ab"), lambda: zip("ab", [1, 2]), lambda: map(str, [1, 2]), lambda: filter(None, [0, 1]), lambda: iter([1, 2].pop, 9)):
    i = make()
    hints = []
    out = []
    while True:
        hints.append(i.__length_hint__() if hasattr(i, "__length_hint__") else "-")
        try:
            out.append(next(i))
        except StopIteration:
            break
        except IndexError as e:
            out.append(repr(e))
            break
    print(type(i).__name__, out, hints, next(i, "exhausted") if out and "Error" not in str(out[-1]) else "", iter(i) is i, hasattr(i, "__reduce__"), hasattr(i, "__setstate__"))


def state(i):
    try:
        r = i.__reduce__()
        f, args = r[0], r[1]
        return f.__name__, [list(a) if hasattr(a, "__next__") else a.__name__ if callable(a) else a for a in args], r[2:]
    except Exception as e:
        return type(e).__name__, str(e)


for make in (lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: iter("abc"), lambda: iter(b"abc"), lambda: iter(range(1, 9, 3)), lambda: reversed([1, 2, 3]), lambda: iter({1: 0, 2: 0}), lambda: iter({5}), lambda: enumerate("ab", 5), lambda: iter("aé")):
    i = make()
    print(type(i).__name__, state(i), end=" ")
    i = make()
    next(i)
    print(state(i), end=" ")
    list(i)
    print(state(i))
for make, values in ((lambda: iter([1, 2, 3]), (0, 1, 2, 3, 10, -1)), (lambda: iter("abc"), (1, 5, -1)), (lambda: iter((1, 2)), (1, 9)), (lambda: iter(range(5)), (2, 7, -3)), (lambda: reversed([1, 2, 3]), (0, 1, 2, 5, -1, -2)), (lambda: iter(b"ab"), (1,)), (lambda: iter(Seq()), (2,)), (lambda: reversed(range(5)), (3,))):
    for v in values:
        i = make()
        i.__setstate__(v)
        print(type(i).__name__, v, list(i), end="; ")
    print()
attempt(iter([]).__setstate__, "x")
attempt(iter([]).__setstate__)
attempt(iter(range(3)).__setstate__, 1.5)
attempt(type(iter([])))
attempt(type(iter({})))
attempt(type(reversed([])))
attempt(lambda: type("X", (type(iter([])),), {}))
attempt(iter([]).__next__, 1)
attempt(setattr, iter([]), "x", 1)


class Base(enumerate):
    pass


print(list(Base("ab")), type(Base("a")).__name__, list(type("Z", (zip,), {})("ab", "cd")), list(type("M", (map,), {})(str, [1])), list(type("F", (filter,), {})(None, [1, 0])), list(type("R", (reversed,), {})([1, 2])))
e = enumerate("abc", 2**62 * 2)
print(next(e), list(enumerate("ab", -5)), next(enumerate("a", 2**100)), list(enumerate("ab", start=2**63 - 1)), enumerate[int], list(enumerate(iterable=[1], start=True)))
attempt(enumerate, "a", 1.5)
attempt(enumerate, "a", "b")
attempt(enumerate, 5)
attempt(enumerate, start=1)
attempt(enumerate, iterable="a", bad=1)
c = iter(lambda: 1, 1)
print(list(c), next(c, "gone"))
count = [0]


def up():
    count[0] += 1
    if count[0] > 4:
        raise StopIteration
    return count[0]


print(list(iter(up, 100)), count)
attempt(list, iter(lambda: 1 / 0, 1))


class Eq:
    def __eq__(self, other):
        print("eq", other)
        return other == 3


count[0] = 0
print(list(iter(up, Eq())))
