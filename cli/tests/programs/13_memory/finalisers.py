import sys, gc


class A:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


A("temporary")
a = A("rebound")
a = 5
a = A("deleted")
del a
a = A("two names")
b = a
del a
print("one name left")
del b


def f():
    local = A("local")
    print("in f")


f()
print("after f")


def g():
    return A("returned")


g()
x = g()
print("kept")
x = None
lst = [A("item 0"), A("item 1"), A("item 2")]
lst[1] = None
print("replaced")
lst.pop()
print("popped")
lst.clear()
print("cleared")
d = {"k": A("value")}
d["k"] = 1
d[A("key")] = 2
d.clear()
t = (A("tuple a"), A("tuple b"))
del t
s = {A("in set")}
s.pop()
print("set popped")


class Holder:
    def __init__(self, inner):
        self.inner = inner

    def __del__(self):
        print("del holder")


h = Holder(A("inner"))
del h
print("attributes after holder")
h = Holder(A("replaced attribute"))
h.inner = None
print("before holder")
del h
print([A("comprehension") and 1 for _ in range(2)])
A("expression") and print("evaluated while alive")
print(A("argument").name)
for i in (A("loop a"), A("loop b")):
    print("loop body", i.name)
print("after loop")
del i


def gen():
    local = A("generator local")
    yield 1


g2 = gen()
next(g2)
del g2
print("generator dropped")
try:
    raise ValueError(A("in exception"))
except ValueError as e:
    print("handling")
print("handled")


def closure():
    v = A("closed over")
    return lambda: v


c = closure()
print("closure alive")
del c


class Raises:
    def __del__(self):
        raise ValueError("from del")


sys.unraisablehook = lambda u: print("unraisable:", u.exc_type.__name__, u.exc_value, u.err_msg.partition(" at 0x")[0], type(u.object).__name__)
Raises()
print("survived")


class Resurrects:
    saved = None

    def __del__(self):
        print("resurrecting")
        Resurrects.saved = self


Resurrects()
print(type(Resurrects.saved).__name__)
Resurrects.saved = None
print("second death is silent")


class DelInstance:
    pass


o = DelInstance()
o.__del__ = lambda: print("never")
del o


class Base:
    def __del__(self):
        print("base del")


class Derived(Base):
    def __del__(self):
        print("derived del")
        super().__del__()


Derived()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("node", self.name)


n1, n2 = Node("n1"), Node("n2")
n1.other, n2.other = n2, n1
del n1, n2
print("cycle waits")
print("collected", gc.collect() > 0)
chain = None
for i in range(5):
    new = Node(f"chain {i}")
    new.next = chain
    chain = new
del new
chain = None
print("chain is gone")


class Creates:
    def __del__(self):
        A("created in del")


Creates()


class Global:
    def __del__(self):
        print("global at exit", self.tag)


def ordering():
    a = A("first")
    b = A("second")
    c = A("third")


ordering()
def early():
    a = A("deleted early")
    del a
    print("still in function")
early()
def reassign_in_loop():
    for i in range(3):
        v = A(f"iteration {i}")
reassign_in_loop()
def starred(*args, **kwargs):
    print("in starred")
starred(A("positional"), k=A("keyword"))
def exception_path():
    v = A("unwound")
    raise KeyError("k")
try:
    exception_path()
except KeyError:
    print("caught")
print("done")
keep = Global()
keep.tag = "kept"
