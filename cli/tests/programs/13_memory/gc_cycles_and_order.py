import gc, sys

gc.disable()


class N:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sorted(k for k in self.__dict__ if k != "name"))


def link(*nodes):
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.next = b


a = N("a")
a.me = a
del a
gc.collect()
print("--- reachable from outside stays")
a, b, c = N("a"), N("b"), N("c")
link(a, b, c)
keep = b
del a, b, c
print(gc.collect(), keep.next.next.name)
keep.next.next.next = None
keep = None
print("--- freed by counts")


class Res:
    instances = []

    def __del__(self):
        print("resurrect")
        Res.instances.append(self)


r = Res()
r.me = r
r.payload = N("payload of resurrected")
del r
gc.collect()
print(len(Res.instances), Res.instances[0].payload.name)
Res.instances[0].me = None
Res.instances.clear()
print("--- gone without a second finaliser")


class PartlyRes:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        global rescued
        print("finalise", self.name)
        if self.name == "rescuer":
            rescued = self.other


x, y = PartlyRes("rescuer"), PartlyRes("rescued")
x.other, y.other = y, x
del x, y
gc.collect()
print(rescued.name, rescued.other.name)
rescued.other.other = None
del rescued
print("--- containers")
lst = [N("in list")]
lst.append(lst)
del lst
gc.collect()
d = {"n": N("in dict")}
d["d"] = d
del d
gc.collect()


def closure():
    n = N("in closure")

    def f():
        return f, n

    return f


closure()
gc.collect()


def generator():
    n = N("in generator")
    g = yield
    yield


g = generator()
next(g)
g.send(g)
del g
gc.collect()
print("--- class cycle")


def make():
    class K:
        n = N("in class")

    K.self = K


make()
gc.collect()
print("--- exception cycle")


def raiser():
    n = N("in frame")
    try:
        raise ValueError
    except ValueError as e:
        saved = e


raiser()
print("frame cycle alive")
gc.collect()
print("--- unraisable")
sys.unraisablehook = lambda u: print("unraisable", u.exc_value)


class Bad:
    def __del__(self):
        raise ValueError("in cycle")


b = Bad()
b.me = b
del b
gc.collect()
print("--- big ring")
nodes = [type("Plain", (), {})() for _ in range(10000)]
for i, n in enumerate(nodes):
    n.next = nodes[i - 1]
del nodes, n
print(gc.collect() >= 10000)
deep = None
for _ in range(100000):
    deep = [deep]
deep_cycle = [deep]
deep_cycle.append(deep_cycle)
del deep, deep_cycle
print(gc.collect() >= 1)
print("--- mutated during finalisation")


class Mut:
    def __del__(self):
        for k in list(self.__dict__):
            del self.__dict__[k]
        print("cleared itself")


m, o = Mut(), Mut()
m.o, o.m = o, m
del m, o
gc.collect()
print("--- collect inside del")
class Col:
    def __del__(self):
        print("inner collect", gc.collect())
c = Col()
c.me = c
del c
gc.collect()
gc.enable()
print("--- automatic")
class Auto:
    seen = 0
    def __del__(self):
        Auto.seen += 1
for _ in range(200000):
    x = Auto()
    x.x = x
    if Auto.seen:
        break
print(Auto.seen > 0)
