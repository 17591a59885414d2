def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class K:
    def __init__(self, v, tag=""):
        self.v, self.tag = v, tag

    def __lt__(self, other):
        return self.v < other.v

    def __repr__(self):
        return f"{self.v}{self.tag}"


items = [K(2, "a"), K(1, "a"), K(2, "b"), K(1, "b")]
print(sorted(items), sorted(items, reverse=True), sorted(items, key=lambda k: -k.v), sorted(items, key=lambda k: k.v, reverse=True), sorted(items, key=lambda k: k.tag))
print([3, 1, 2].sort(), sorted((3, 1, 2)), sorted("cab"), sorted({2: "a", 1: "b"}), sorted(x for x in (2, 1)), sorted([], key=len), sorted([5], reverse=1), sorted([2, 1], reverse=0), sorted([1, 2], key=None))
attempt(sorted, [1], reverse="x")
attempt(sorted, [1], reverse=[])
attempt(sorted, [1], reverse=1.5)
attempt(sorted, [1], nosuch=1)
attempt(sorted, iterable=[1])
attempt([1].sort, None)
attempt([1].sort, key=1)
attempt([1, 2].sort, key=1)
attempt(sorted, [3, "a", 1])
attempt(sorted, ["a", None])
attempt(sorted, [(1, "a"), (1, 2)])
attempt(sorted, [[1, 2], [1, "x"]])
attempt(sorted, [1, 2.5, "x"])
attempt(sorted, [b"a", "a"])
attempt(sorted, [object(), object()])
attempt(sorted, [1 + 1j, 2j])
attempt(sorted, [None, None])
print(sorted([(1, 2), (1, 1), (0, 5)]), sorted([(2**70, 1), (5, 2)]), sorted([(1.5, "b"), (1.5, "a")]), sorted([("a", 2), ("a", 1), ("", 9)]), sorted([(), (1,), (0, 0)]), sorted([True, 0, 2.5, -1]), sorted([[], [0], [-1, 5]]), sorted([frozenset([1, 2]), frozenset([1])]))
log = []


class Loud:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        log.append((self.v, other.v))
        return self.v < other.v


for case in ([2, 1], [1, 2], [1, 2, 3], [3, 2, 1], [1, 3, 2], [2, 3, 1], [3, 1, 2], [5, 4, 3, 2, 1], [1, 1, 1], [2, 2, 1, 1], [1, 2, 3, 2, 1], [4, 1, 3, 2, 5]):
    log.clear()
    sorted(map(Loud, case))
    print(case, log)
log.clear()
print(max(map(Loud, [1, 3, 2])).v, min(map(Loud, [2, 1, 3])).v, log)
state = 7


def rnd(n):
    global state
    state = (state * 48271) % 2147483647
    return state % n


def run(values):
    log.clear()
    wrapped = [Loud(v) for v in values]
    wrapped.sort()
    result = [w.v for w in wrapped]
    assert result == sorted(values)
    digest = 0
    for a, b in log:
        digest = (digest * 1000003 + hash((a, b))) % (2**61 - 1)
    print(len(values), len(log), digest)


run([rnd(100) for _ in range(50)])
run([rnd(1000000) for _ in range(500)])
run([rnd(3) for _ in range(500)])
run(list(range(100)) + [rnd(100) for _ in range(10)])
run([*range(0, 200, 2), *range(1, 200, 2)])
run([*range(300), *range(150, 0, -1), *range(400)])
run([i if rnd(20) else rnd(1000) for i in range(1000)])
run([i % 50 for i in range(1000)])
run(sorted([rnd(10) for _ in range(300)], reverse=True))
run([*range(64), 5, *range(64, 0, -1)] * 8)
run([rnd(2**40) for _ in range(3000)])


class Gt:
    def __init__(self, v):
        self.v = v

    def __gt__(self, other):
        return self.v > other.v


print([g.v for g in sorted([Gt(3), Gt(1), Gt(2)])])


class Weird:
    def __lt__(self, other):
        return "truthy"


class NoBool:
    def __bool__(self):
        raise ValueError("no truth")


class Weird2:
    def __lt__(self, other):
        return NoBool()


print(len(sorted([Weird(), Weird(), Weird()])))
attempt(sorted, [Weird2(), Weird2()])


class Sub(int):
    def __lt__(self, other):
        return int(self) > int(other)


print(sorted([Sub(1), Sub(3), Sub(2)]), sorted([1, Sub(3), 2]), sorted([Sub(1), 3, 2]))
a = [3, 1, 2]


def key(v):
    a.clear()
    return v


attempt(a.sort, key=key)
print(a)
a = [3, 2, 1]


def key2(v):
    if v == 1:
        raise KeyError("stop")
    return v


attempt(a.sort, key=key2)
print(a)
a = [K(3), K(1), K(2), 5, K(0)]
attempt(a.sort)
print(len(a))
nan = float("nan")
print(sorted([2, nan, 1]), sorted([nan, 2, 1, 3]), [1, nan] < [1, nan], sorted([(nan, 1), (nan, 0)]) != 0)
