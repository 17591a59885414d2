"""Slices of ranges whose parts fit machine integers or not; native types called with arguments that they refuse."""

ENDS = [None, 0, 1, 2, 3, 5, -1, -2, -3, -5, 7, -7, 2**40, -2**40, 2**62, -2**62, 2**70, -2**70, 2**49 - 1, -2**49, 2**63 - 1, -2**63]
STEPS = [None, 1, 2, 3, -1, -2, -3, 7, -7, 2**40, -2**40, 2**49 - 1, 2**63, -2**63, -2**63 - 1]
RANGES = [
    range(0), range(5), range(3, 20, 4), range(20, 3, -4), range(2**49), range(-2**48, 2**48, 3), range(2**48, -2**48, -7),
    range(2**60), range(2**49 - 1, 0, -2**40), range(0, 2**49 - 1, 2**48), range(-2**49, 2**49 - 1, 2**49 - 1),
]
for r in RANGES:
    digest = 0
    for start in ENDS:
        for stop in ENDS:
            for step in STEPS:
                s = r[start:stop:step]
                for n in (s.start, s.stop, s.step, bool(s), s and s[0], s and s[-1]):
                    digest = (digest * 1000003 + (n if isinstance(n, int) else -1)) % (2**89 - 1)
    print(r, digest)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(range(10)[Index(2):Index(8):Index(2)], range(10)[True:5], range(10)[::-1], range(0)[::-1])


def shown(f):
    try:
        return f()
    except Exception as error:
        return type(error).__name__, str(error)


for parts in ((1, 2, 0), ("a", 2, 1), (1, "b", 1), (1, 2, "c"), (1.5, None, None)):
    print(shown(lambda: range(10)[slice(*parts)]))
CALLS = [
    lambda: range(10)["a"], lambda: range(10)[10], lambda: min(), lambda: min(1), lambda: max([]), lambda: min(3, 2, 1),
    lambda: max("a", 1), lambda: [][1], lambda: dict(1), lambda: set(1, 2), lambda: range(), lambda: slice(),
    lambda: bool(1, 2), lambda: object(1), lambda: type(1, 2), lambda: float("q", 1), lambda: object.__init__(1, 2),
    lambda: int.__init__(1, 2), lambda: range.__init__(range(1), 2), lambda: list.__init__([], 1, 2),
    lambda: object.__init__(range(3), 4), lambda: object.__init__([], 4), lambda: object.__init__(object(), 4),
    lambda: object.__new__(int, 4),
]
for f in CALLS:
    print([shown(f) for _ in range(4)][-1])


def extremes(a, b):
    return min(a, b), max(a, b), min(a, b, a), max([a, b])


for i in range(40):
    last = extremes(i, 20)
print(last, extremes("a", "b"), extremes(1.5, 2**80))
