def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import _weakref
from _weakref import ref, proxy, getweakrefcount, getweakrefs


class A:
    def __init__(self, name="a"):
        self.name = name

    def __repr__(self):
        return f"A({self.name})"

    def m(self):
        return "method"


a = A()
r = ref(a)
print(r() is a, type(r).__name__, r.__callback__, getweakrefcount(a), getweakrefs(a) == [r], ref(a) is r, repr(r)[:9], hash(r) == hash(a), r == ref(a), r != ref(A()))
del a
print(r(), repr(r).endswith("; dead>"), r == r)
a = A("cb")
log = []
r1 = ref(a, lambda w: log.append(("r1", w() is None, w is r1)))
r2 = ref(a, lambda w: log.append(("r2", w())))
r3 = ref(a)
print(getweakrefcount(a), r1 is r2, r1 == r2, r1.__callback__ is not None)
del a
print(log, r1.__callback__, r1(), r3())
log.clear()
a = A()
r = ref(a, log.append)
del r
del a
print(log)
for bad in (5, "s", None, (), [], {}, 1.5, b"", object(), range(3), slice(1), True, ..., int.__add__):
    try:
        ref(bad)
        print(type(bad).__name__, "fine")
    except TypeError as e:
        print(e)
for good in (set(), frozenset(), lambda: 0, A, A().m, len, (x for x in ()), type, int, __builtins__, ValueError(), (lambda: 0).__code__, type("L", (list,), {})(), type("I", (int,), {})(5), type("T", (), {"__slots__": ("__weakref__",)})(), memoryview(b""), property()):
    try:
        print(type(good).__name__, ref(good)() is good)
    except TypeError as e:
        print(e)
class Tup(tuple): pass
attempt(lambda: ref(Tup()))
class Slots: __slots__ = ("x",)
attempt(ref, Slots())
attempt(ref)
attempt(ref, A(), 1, 2)
attempt(ref, A(), None, x=1)
attempt(lambda: r(1))
x = A()
r = ref(x)
attempt(setattr, r, "x", 1)
attempt(lambda: r < r)
attempt(lambda: r.nosuch)
y = A()
dead = ref(y)
h = hash(dead)
del y
print(hash(dead) == h)
dead2 = ref(A())
attempt(hash, dead2)
print(dead == dead, dead == dead2, dead != dead2)


class Sub(ref):
    __slots__ = ("key",)

    def __new__(cls, o, cb=None, key=None):
        self = super().__new__(cls, o, cb)
        self.key = key
        return self

    def __init__(self, o, cb=None, key=None):
        super().__init__(o, cb)


s = Sub(x, None, "k")
print(s() is x, s.key, s is ref(x), isinstance(s, ref), getweakrefcount(x), s == ref(x))
p = proxy(x)
print(type(p).__name__, p.name, p.m(), str(p), p == x, bool(p), proxy(x) is p, isinstance(p, A), p.__class__.__name__)
p.name = "via proxy"
p.new = 5
del p.new
print(x.name, hasattr(p, "new"), repr(p)[:12])
attempt(hash, p)
attempt(lambda: p + 1)
attempt(len, p)
attempt(lambda: p())
cp = proxy(lambda *a: a)
attempt(lambda: cp(1))
f = lambda *a: ("called", a)
cp = proxy(f)
print(type(cp).__name__, cp(1, 2))
class N:
    def __add__(self, o): return ("add", o)
    def __radd__(self, o): return ("radd", o)
    def __len__(self): return 3
    def __getitem__(self, k): return ("item", k)
    def __contains__(self, k): return k == 1
    def __iter__(self): return iter("ab")
    def __neg__(self): return "neg"
    def __int__(self): return 5
    def __index__(self): return 2
    def __call__(self, *a): return ("call", a)
    def __eq__(self, o): return "eq"
    def __lt__(self, o): return "lt"
    def __bool__(self): return False
    def __iadd__(self, o): return "iadd"
    def __bytes__(self): return b"bytes"
    def __reversed__(self): return "rev"
    def __str__(self): return "str of N"
n = N()
p = proxy(n)
print(p + 1, 1 + p, len(p), p[5], 1 in p, list(p), -p, int(p), "abc"[p], p(1), p == 2, p < 3, bool(p), bytes(p), str(p), f"{p}")
p += 1
print(p)
p = proxy(n)
del n
for f in (lambda: p.x, lambda: p + 1, lambda: str(p), lambda: len(p), lambda: p == 1, lambda: setattr(p, "x", 1), lambda: bool(p), lambda: p(), lambda: list(p)):
    attempt(f)
print(_weakref.CallableProxyType.__name__, _weakref.ProxyType.__name__, _weakref.ReferenceType is ref, ref[int], getweakrefcount(5), getweakrefs(5))
m = A()
w = ref(m.m)
print(w())
