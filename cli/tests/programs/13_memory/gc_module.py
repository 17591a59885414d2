def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import gc

gc.collect()
print(gc.isenabled(), gc.get_debug(), len(gc.get_threshold()), len(gc.get_count()), gc.garbage)
gc.disable()
print(gc.isenabled())


class N:
    pass


def cycle(n):
    nodes = [N() for _ in range(n)]
    for i, x in enumerate(nodes):
        x.next = nodes[(i + 1) % n]
    return nodes[0]


gc.collect()
x = cycle(10)
del x
print(gc.collect() >= 10, gc.collect())
l = []
l.append(l)
del l
print(gc.collect() >= 1)
d = {}
d["d"] = d
t = (d,)
d["t"] = t
s = N()
s.s = {s} if hasattr(s, "__hash__") else None
del d, t, s
print(gc.collect() >= 3)


def f():
    def g():
        return g
    return g


f()
print(gc.collect() >= 1)


class Self:
    def __init__(self):
        self.m = self.method

    def method(self):
        pass


Self()
print(gc.collect() >= 1)
type("Dyn", (), {})
print(gc.collect() >= 1)
try:
    raise ValueError
except ValueError as e:
    keep = e
    keep.me = keep
del keep
print(gc.collect() >= 1)


def gen():
    me = yield
    yield me


g = gen()
next(g)
g.send(g)
del g
print(gc.collect() >= 1)
for o in (1, 1.5, "s", b"b", None, True, 1j, (), (1, []), [], {}, {"a": []}, {1}, N(), N, lambda: 0, object(), iter([]), bytearray()):
    print(type(o).__name__, gc.is_tracked(o), end="; ")
print()
a, b = [], []
a.append(b)
c = N()
c.b = b
refs = gc.get_referrers(b)
print(any(r is a for r in refs), any(r is c or r is c.__dict__ for r in refs), any(x is b for x in gc.get_referents(a)), gc.get_referents(1, "s"), len(gc.get_referents([1, 2], (3,))))
print(any(o is a for o in gc.get_objects()), isinstance(gc.get_objects(), list), all(isinstance(gc.get_objects(generation=i), list) for i in range(3)))
attempt(gc.get_objects, 5)
attempt(lambda: type(gc.get_objects(-1)))
attempt(gc.get_objects, "x")
attempt(gc.collect, 5)
attempt(gc.collect, -1)
attempt(gc.collect, "x")
print(isinstance(gc.collect(0), int), isinstance(gc.collect(generation=1), int))
attempt(gc.set_threshold)
attempt(gc.set_threshold, "x")
saved = gc.get_threshold()
gc.set_threshold(100, 5, 7)
print(gc.get_threshold()[:2])
gc.set_threshold(*saved)
attempt(gc.set_debug, "x")
gc.set_debug(0)
attempt(gc.is_tracked)
attempt(gc.is_finalized)
print(gc.is_finalized(a), len(gc.get_stats()), sorted(k for k in gc.get_stats()[0] if k in ("collections", "collected", "uncollectable")))


class Fin:
    saved = None

    def __del__(self):
        Fin.saved = self


x = Fin()
x.me = x
del x
gc.collect()
print(type(Fin.saved).__name__, gc.is_finalized(Fin.saved), Fin.saved.me is Fin.saved)
Fin.saved = None
print(gc.collect() >= 1, Fin.saved)
log = []


def callback(phase, info):
    log.append((phase, sorted(info)))


gc.callbacks.append(callback)
gc.collect()
gc.callbacks.remove(callback)
print([p for p, _ in log], log[0][1])
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
gc.set_debug(gc.DEBUG_SAVEALL)
y = cycle(3)
del y
gc.collect()
print(len(gc.garbage) >= 3, sum(isinstance(o, N) for o in gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
gc.collect()
gc.enable()
print(gc.isenabled(), [n for n in dir(gc) if n[0] != "_"])
count = 0


class Counted:
    def __del__(self):
        global count
        count += 1


for i in range(20000):
    c = Counted()
    c.self = c
del c
gc.collect()
print(count)
