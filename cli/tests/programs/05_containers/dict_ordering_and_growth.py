d = {}
for i in range(10):
    d[i * 7 % 10] = i
print(d)
del d[0]
d[0] = "back"
print(d)
d[7] = "updated in place"
print(list(d))
d.pop(4)
d.setdefault(4, "again")
print(list(d), d.popitem(), list(d))
x = {"b": 1, "a": 2}
y = {"a": 2, "b": 1}
print(x == y, list(x), list(y), list(x | y), list({**y, **x}))
big = {}
for i in range(20000):
    big[i ^ 0x5555] = i
print(len(big), list(big)[:5], list(big)[-5:], sum(big.values()))
for i in range(0, 20000, 3):
    del big[i ^ 0x5555]
print(len(big), list(big)[:5], list(big)[-5:])
for i in range(0, 20000, 3):
    big[i ^ 0x5555] = -i
print(len(big), list(big)[:5], list(big)[-5:], list(big.items())[-1])
while len(big) > 3:
    big.popitem()
print(big)


class Collide:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 42

    def __eq__(self, other):
        Collide.compared += 1
        return isinstance(other, Collide) and self.n == other.n

    def __repr__(self):
        return f"C{self.n}"


Collide.compared = 0
c = {Collide(i): i for i in range(8)}
print(c, Collide.compared)
Collide.compared = 0
print(c[Collide(5)], c.get(Collide(99)), Collide.compared)
del c[Collide(3)]
c[Collide(3)] = "re"
print(c)
print({1: "int", 1.0: "float", True: "bool"}, {"a": 1, "a": 2}, {0: 1, False: 2, 0.0: 3, -0.0: 4})
k1, k2 = "key", "".join(["k", "ey"])
print({k1: 1}[k2], {k1: 1, k2: 2})


class BadHash:
    def __hash__(self):
        raise ValueError("unhashable today")


class NoHash:
    __hash__ = None


class EqOnly:
    def __eq__(self, other):
        return True


class BadEq:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no comparing")


class HashText:
    def __hash__(self):
        return "text"


for key in (BadHash(), NoHash(), EqOnly(), HashText(), [], {}, set(), bytearray(), slice(1, [], 2), (1, [])):
    for action in (lambda: {key: 1}, lambda: {}[key], lambda: key in {1: 1}, lambda: {}.get(key)):
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)
bad = {BadEq(): 1}
for action in (lambda: bad[1], lambda: bad.get(1), lambda: 1 in bad, lambda: bad.__setitem__(1, 2), lambda: bad.pop(1, None), lambda: bad == {1: 1}):
    try:
        print(action())
    except ValueError as error:
        print(error)
print(len(bad))


class Mutator:
    def __init__(self, target):
        self.target = target

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.target.clear()
        return False


m = {}
m[Mutator(m)] = "x"
print(m.get(1, "default"), m)
m[Mutator(m)] = "x"
m[1] = "one"
print(m)
attrs = type("A", (), {})()
for i in range(40):
    setattr(attrs, f"a{i}", i)
print(len(attrs.__dict__), list(attrs.__dict__)[:3], attrs.a39)
for i in range(0, 40, 2):
    delattr(attrs, f"a{i}")
attrs.a0 = "back"
print(list(vars(attrs))[:4], list(vars(attrs))[-2:])
keys = [0, -1, -2, 2**61 - 1, 2**61 - 2, 1e300, 0.5, 2**100, None, (), "", b"", frozenset()]
table = {k: i for i, k in enumerate(keys)}
print(len(table), [table[k] for k in keys], table.get(-1), table.get(-2), table.get(2**61))
nest = {}
cur = nest
for i in range(50):
    cur[i] = {}
    cur = cur[i]
print(str(nest)[:60], nest == nest, len(repr(nest)))
w = dict.fromkeys(range(5))
for key in list(w):
    w[key + 100] = w.pop(key)
print(w)
print({k: v for k, v in sorted({"z": 1, "y": 2}.items())}, dict(reversed({"a": 1, "b": 2}.items())), dict(sorted(zip("cab", range(3)))))
