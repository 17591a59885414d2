def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class A:
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs)
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        print("init", args, kwargs)


A()
A(1, k=2)


class ReturnsOther:
    def __new__(cls):
        return "a string"

    def __init__(self):
        print("never")


class ReturnsSub:
    def __new__(cls):
        return object.__new__(Sub)

    def __init__(self):
        print("init of", type(self).__name__)


class Sub(ReturnsSub):
    pass


print(ReturnsOther(), type(ReturnsSub()).__name__)


class InitReturns:
    def __init__(self, v):
        return v


attempt(lambda: type(InitReturns(None)).__name__)
attempt(InitReturns, 5)
attempt(InitReturns, "x")


class NewOnly:
    def __new__(cls, x):
        self = super().__new__(cls)
        self.x = x
        return self


class InitOnly:
    def __init__(self, x):
        self.x = x


class Neither:
    pass


class NewPasses:
    def __new__(cls, *args):
        return super().__new__(cls, *args)


class InitPasses:
    def __init__(self, *args):
        super().__init__(*args)


class BothPass:
    def __new__(cls, *args):
        return super().__new__(cls, *args)

    def __init__(self, *args):
        super().__init__(*args)


for cls in (NewOnly, InitOnly, Neither, NewPasses, InitPasses, BothPass, object, int, str, list, type(None)):
    for args in ((), (1,), (1, 2)):
        print(cls.__name__, args, end=": ")
        attempt(lambda: type(cls(*args)).__name__)
attempt(object.__new__)
attempt(object.__new__, 5)
attempt(object.__new__, int)
attempt(object.__new__, list)
attempt(int.__new__, str)
attempt(list.__new__, int)
attempt(dict.__new__, object)
attempt(object.__init__)
attempt(object.__init__, 5)
attempt(object.__init__, 5, 1)
attempt(object.__init__, Neither(), 1)
attempt(object.__init__, InitOnly(1), 1)
attempt(object.__init__, NewOnly(1), 1)
attempt(lambda: object.__new__(Neither).__class__.__name__)
attempt(lambda: Neither.__new__(Neither, 1))
attempt(lambda: type(A.__new__(int)).__name__)
attempt(list.__init__, 5)
attempt(list.__init__, (), [])
attempt(int.__init__, 5, 6, 7)


class I(int):
    def __new__(cls, value, unit):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __repr__(self):
        return f"{int(self)}{self.unit}"


print(I(5, "m"), I(5, "m") + 1, I(7, "s").unit)


class T(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    a = property(lambda self: self[0])
    b = property(lambda self: self[1])


print(T(1, 2), T(1, 2).b, T(1, 2) == (1, 2))


class L(list):
    def __init__(self, *items):
        super().__init__(items)


class D(dict):
    def __init__(self, **kw):
        super().__init__({k.upper(): v for k, v in kw.items()})


print(L(1, 2), D(a=1))


class Static:
    __new__ = staticmethod(lambda cls, *a: ("lambda new", a))


class ClassM:
    @classmethod
    def __new__(cls, *args):
        return "classmethod new", [a.__name__ for a in args]


class Builtin:
    __new__ = len


class NoneNew:
    __new__ = None


class NoneInit:
    __init__ = None


print(Static(1), ClassM(), type(A.__dict__["__new__"]).__name__, type(Static.__dict__["__new__"]).__name__)
attempt(Builtin)
attempt(NoneNew)
attempt(NoneInit)
A.__new__ = lambda cls, *a: object.__new__(cls)
A(7)
del A.__new__
attempt(lambda: type(A(8)).__name__)


class Singleton:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self):
        self.count = getattr(self, "count", 0) + 1


print(Singleton() is Singleton(), Singleton().count)


class InstanceHooks:
    pass


h = InstanceHooks()
h.__init__ = lambda: print("instance init")
h.__init__()
class Patched: pass
Patched.__init__ = lambda self, v: setattr(self, "v", v)
print(Patched(3).v)
Patched.__new__ = lambda cls, v: object.__new__(cls)
print(Patched(4).v)


class Abstract:
    __abstractmethods__ = frozenset(["b", "a"])


attempt(lambda: type(Abstract()).__name__)
Abstract.__abstractmethods__ = frozenset(["only"])
attempt(Abstract)
Abstract.__abstractmethods__ = {"x"}
attempt(lambda: Abstract(1))
Abstract.__abstractmethods__ = ()
print(type(Abstract()).__name__)
attempt(lambda: InstanceHooks.__abstractmethods__)
