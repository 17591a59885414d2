from _weakref import ref, proxy, getweakrefcount
import gc, sys


class A:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = A("one")
r = ref(a, lambda w: print("callback", w()))
del a
print("---")
a = A("order")
rs = [ref(a, lambda w, i=i: print("callback", i)) for i in range(4)]
del a
print("---")


class Raises:
    def __call__(self, w):
        raise ValueError("in callback")


sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.exc_value, u.err_msg.partition(" at 0x")[0], type(u.object).__name__)
a = A("raising")
r = ref(a, Raises())
del a
a = A("proxy callback")
p = proxy(a, lambda w: print("proxy callback"))
del a
a = A("wrong arity")
r = ref(a, lambda: None)
del a
print("---")
a = A("resurrect")
saved = []


class Res:
    def __del__(self):
        saved.append(self)


x = Res()
w = ref(x, lambda w: print("cleared before __del__ or after", w()))
del x
print(len(saved), type(w()).__name__)
saved.clear()
print("---")
d = {}


def register(obj, key):
    d[key] = ref(obj, lambda w: d.pop(key))


objs = [A(i) for i in range(3)]
for i, o in enumerate(objs):
    register(o, i)
print(sorted(d))
del o
objs.pop(1)
print(sorted(d))
objs.clear()
print(sorted(d))


class Node:
    pass


n = Node()
n.self = n
r = ref(n, lambda w: print("cycle callback"))
del n
print("before collect", r() is not None)
gc.collect()
print("after collect", r())
n = Node()
n.self = n
n.r = ref(n, lambda w: print("never called: the reference is part of the garbage"))
outside = ref(n)
del n
gc.collect()
print(outside())


class Cache:
    def __init__(self):
        self.data = {}

    def get(self, key, make):
        r = self.data.get(key)
        obj = r() if r else None
        if obj is None:
            obj = make(key)
            self.data[key] = ref(obj, lambda w: self.data.pop(key, None))
        return obj


class Value:
    def __init__(self, key):
        print("make", key)
        self.key = key


c = Cache()
v = c.get("a", Value)
print(c.get("a", Value) is v, len(c.data))
del v
print(len(c.data))
v = c.get("a", Value)
func = lambda: 0
fr = ref(func, lambda w: print("function gone"))
func = None
gen = (i for i in range(3))
gr = ref(gen, lambda w: print("generator gone"))
next(gen)
gen = None
class K: pass
kr = ref(K, lambda w: print("class gone"))
del K
gc.collect()
s = {1, 2}
sr = ref(s, lambda w: print("set gone"))
s = None
def scope():
    local = A("local")
    ref(local, print)
    r = ref(local, lambda w: print("local callback: never, r dies first or after?"))
    return "scope"
print(scope())
try:
    raise ValueError
except ValueError as v:
    e = type("Sub", (ValueError,), {})()
    er = ref(e, lambda w: print("exception gone"))
    del e
print("after except")
bound = A("bound").__init__
br = ref(bound.__self__, lambda w: print("self of bound method gone"))
bound = None
class Many: pass
m = Many()
refs = [ref(m, lambda w: counter.append(1)) for _ in range(1000)]
counter = []
print(getweakrefcount(m))
m = None
print(len(counter))
m = Many()
keep = ref(m)
for _ in range(1000):
    ref(m, print)
print(getweakrefcount(m))
print("end")
a = None
