import sys

def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
range(5), range(1, 5), range(1, 10, 2), range(10, 0, -3), range(0), range(5, 0), range(-3, 3), repr(range(0, 5, 1)), range(True)
list(range(5)), list(range(5, 0, -1)), list(range(0, 10, 3)), list(range(10, -1, -5)), list(range(3, 3))
len(range(10)), len(range(0, 10, 3)), len(range(10, 0, -3)), len(range(0)), len(range(5, 1)), bool(range(0)), bool(range(1))
range(10)[3], range(10)[-1], range(0, 10, 3)[1], range(10)[2:5], range(10)[::-1], range(10)[::2][1:], range(10)[20:], range(0, 100, 7)[-3:], range(10)[5:2:-1], range(10, 0, -2)[1:3], range(5)[:], range(5)[3:1]
range(10)[10]
range(10)[-11]
range(0)[0]
range(10)["a"]
range(10)[1.0]
range(10)[::0]
range(10)[10**30]
3 in range(10), 10 in range(10), 3.0 in range(5), 3.5 in range(5), "a" in range(5), 4 in range(0, 10, 2), 5 in range(0, 10, 2), 10 in range(10, 0, -1), 0 in range(10, 0, -1), True in range(2), None in range(3)
range(10).index(3), range(0, 10, 2).index(4), range(10).count(3), range(10).count(99), range(0, 10, 2).count(3), range(3).count(1.0), range(3).index(1.0), range(3).count("a")
range(10).index(10)
range(0, 10, 2).index(3)
range(10).index("a")
range(10).index()
range(5).start, range(5).stop, range(5).step, range(1, 9, 3).start, range(1, 9, 3).stop, range(1, 9, 3).step
range(3) == range(0, 3), range(0) == range(5, 1), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(1, 2) == range(1, 3, 5), range(3) != range(4), hash(range(3)) == hash(range(0, 3, 1)), hash(range(0)) == hash(range(5, 1))
range(3) < range(4)
range(3) + range(3)
range(3) * 2
range()
range("a")
range(1.0)
range(1, 2, 0)
range(1, 2, "x")
range(1, 2, 3, 4)
range(stop=5)
range(None)
range(5).start = 1
range(10**30), len(range(10**18)), range(10**30)[10**29], 10**29 in range(10**30), 10**30 in range(10**30), range(10**30)[-1], range(10**30, 0, -10**29)[3], list(range(10**20, 10**20 + 3)), range(10**30).index(10**25), range(-10**20, 10**20, 10**19).count(0)
len(range(10**30))
len(range(2**63))
len(range(2**63 - 1))
range(2**62)[2**61], range(-(2**63), 2**63)[0], range(-(2**63), 2**63)[-1], range(2**63 - 1, 2**63 + 2)[1], list(range(2**63 - 2, 2**63 + 2)), list(range(-(2**63) - 1, -(2**63) + 2)), list(range(2**64, 2**64 + 3, 2)), list(range(2**50 - 2, 2**50 + 2)), list(range(-(2**49) - 2, -(2**49) + 2))
range(10**30)[5:10], range(10**30)[::10**29], range(10**30)[-3:], range(10**30)[10**40:], range(0, 10**30, 7)[10**20:10**20 + 2]
bool(range(10**30)), hash(range(10**30)) == hash(range(0, 10**30)), range(10**30) == range(10**30), max(range(10**6)), min(range(5, 0, -2)), sum(range(1001)), sorted(range(5, 0, -1)), list(reversed(range(5))), list(reversed(range(0, 10, 3))), list(reversed(range(0))), list(reversed(range(10**20, 10**20 + 3)))
iter(range(3)).__length_hint__(), type(iter(range(3))).__name__, type(iter(range(10**30))).__name__, iter(range(10**30)).__next__(), iter(range(5)).__reduce__()[1:], type(reversed(range(3))).__name__, iter(range(10**30)).__reduce__()[1:], iter(range(10**18)).__length_hint__()
range(5).__reduce__(), range(5).__len__(), range(5).__getitem__(2), range(5).__contains__(3), range(5).__eq__(5), range(5).__hash__() == hash(range(5)), range(5).__bool__()
type("R", (range,), {})
[n for n in dir(range) if n not in dir(object)]
[x for x in range(3) for y in range(x)], tuple(range(3)), set(range(3)), {i: None for i in range(2)}, [*range(3)], dict(enumerate(range(2))), dict.fromkeys(range(2))
""".strip().splitlines():
    show(line)


class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


print(range(I(5)), range(I(1), I(10), I(3)), range(5)[I(2)], I(2) in range(5), list(range(I(2**64), I(2**64 + 2))))
it = iter(range(10))
next(it)
it.__setstate__(5)
print(list(it))
it = iter(range(10))
it.__setstate__(-5)
print(next(it))
it = iter(range(10))
it.__setstate__(50)
print(list(it), list(it))
it = iter(range(2**70, 2**70 + 10))
it.__setstate__(3)
print(next(it) - 2**70, it.__length_hint__())
for n in range(sys.maxsize - 1, sys.maxsize + 3):
    print(n)
for n in range(-sys.maxsize, -sys.maxsize - 4, -1):
    print(n)
total = 0
for i in range(10**5):
    total += i
print(total)
try:
    range(5).start = 1
except AttributeError as error:
    print(error)
