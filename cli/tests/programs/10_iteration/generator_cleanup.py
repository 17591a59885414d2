import gc


def g(name):
    try:
        yield 1
        yield 2
    finally:
        print("cleanup", name)


it = g("deleted")
next(it)
del it
print("after del")
it = g("never started")
del it
print("never started is silent")
it = g("exhausted")
list(it)
print("exhausted once")
it = g("rebound")
next(it)
it = None
print("after rebind")


def caller():
    local = g("local")
    next(local)
    return "leaving"


print(caller())
for x in g("loop break"):
    break
print("after break")


def raising():
    for x in g("raised"):
        raise ValueError("from loop")


try:
    raising()
except ValueError as e:
    print("handler before cleanup of traceback's frame", e)
print("after handler")


def outer():
    yield from g("inner of delegate")


o = outer()
next(o)
del o
print("delegate gone")


def with_handler():
    try:
        yield
    except GeneratorExit:
        print("GeneratorExit seen")
        raise


w = with_handler()
next(w)
del w


def prints_local():
    data = ["kept"]
    try:
        yield
    finally:
        print(data)


p = prints_local()
next(p)
p.close()


class CM:
    def __enter__(self):
        print("enter")

    def __exit__(self, t, v, tb):
        print("exit", t.__name__ if t else None)


def managed():
    with CM():
        yield 1


m = managed()
next(m)
del m
m = managed()
list(m)
m = managed()
next(m)
try:
    m.throw(KeyError("k"))
except KeyError as e:
    print("threw", e)


class Node:
    def __init__(self):
        self.gen = self.run()

    def run(self):
        try:
            yield self
        finally:
            print("cycle collected")


n = Node()
next(n.gen)
del n
print("cycle alive")
gc.collect()
print("collected")


def order():
    try:
        try:
            yield
        finally:
            print("inner")
    finally:
        print("outer")


x = order()
next(x)
x.close()
x.close()


def yields_in_finally():
    try:
        yield 1
    finally:
        yield "in finally"


y = yields_in_finally()
next(y)
try:
    y.close()
except RuntimeError as e:
    print(e)
try:
    print(list(y))
except GeneratorExit:
    print("the pending GeneratorExit goes on")


def raises_when_dropped():
    try:
        yield 1
    finally:
        raise ValueError("cannot propagate")


import sys

sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.exc_value, u.err_msg.partition(" at 0x")[0])
r = raises_when_dropped()
next(r)
del r
y = yields_in_finally()
next(y)
del y
it = g("at exit of function scope")


def scope():
    inner = it
    next(inner)


scope()
print("still alive")
del it
print("now gone")
keep = g("interpreter exit")
next(keep)
