# Corners of classes: what a class may become, whose __dict__ is read, orders that are being computed, docs of properties, names in messages.
import sys, gc, _weakref


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Plain:
    __slots__ = ["a"]


class Weak(Plain):
    __slots__ = ["__weakref__"]


class Base:
    pass


class Meta(Base, type):
    pass


class OfMeta(metaclass=Meta):
    pass


attempt(setattr, Weak(), "__class__", Plain)
attempt(Base.__dict__["__dict__"].__set__, OfMeta, {})
print(type(OfMeta.__dict__).__name__)
attempt(lambda: Plain().a)
attempt(type, "X", (Base, Base), {})
attempt(type, "X", (), {"__doc__": "\udcdc"})
print(complex.real.__qualname__, Plain.a.__qualname__, float.real.__qualname__)


class HasDict:
    __dict__ = property(lambda self: {"a": 2})


print(vars(HasDict()))


class Order(type):
    def mro(cls):
        if cls.__name__ == "Ordered":
            print("mro", cls.__mro__)
            attempt(Order, "Sub", (cls,), {})
        return type.mro(cls)


class Ordered(metaclass=Order):
    pass


class Sub(property):
    """class doc"""


class Slotted(property):
    __slots__ = ()


def getter(self):
    """getter doc"""


def bare(self):
    pass


print(Sub(getter).__doc__, Sub(bare).__doc__, Sub(bare, doc="given").__doc__, Slotted(bare, doc="given").__doc__)
attempt(Slotted, getter)
attempt(property().__set_name__, 1)
p = property(getter)
p.__doc__ = "user"
print(p.getter(bare).__doc__, p.setter(bare).__doc__)


class Native:
    __new__ = list.__new__


class Restored(list):
    __new__ = object.__new__


print(type(Native()).__name__, Restored())


class Parent:
    def __new__(cls, *args):
        raise AssertionError


class Child(Parent):
    __new__ = object.__new__

    def __init__(self, foo):
        pass


attempt(Child, 3)


class Cycle(bytes):
    pass


c = Cycle(b"abc")
c.view, c.other = memoryview(c), Base()
r = _weakref.ref(c.other)
del c
gc.collect()
print(r())


class Text(str):
    pass


t = Text("x")
t.me, t.other = t, Base()
r = _weakref.ref(t.other)
del t
gc.collect()
print(r())

attempt(sys)


def frame_locals():
    x = 1
    sys._getframe().f_locals["y"] = 2

    class Key(str):
        pass

    sys._getframe().f_locals[Key("x")] = 3
    print(x, sorted(locals()), list(reversed(sys._getframe().f_locals))[-1])


frame_locals()
namespace = {}
code = compile("y = 5", "f", "exec")
type(frame_locals)(code, namespace)()
print(namespace["y"])
print(sum([1.0, 10**100, 1.0, -10**100]))
sys.breakpointhook = lambda *args, **kws: (args, kws)
print(breakpoint(1, a=2))
del sys.breakpointhook
attempt(breakpoint)
print(dir(type(sys._getframe()).f_back) != [], sorted(dir((lambda: 0).__code__))[-1])
