def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class C:
    """Class doc."""
    a = 1

    def m(self):
        self.dynamic = 1
        self.other: int = 2

    class Inner:
        class Deep: pass


d = C.__dict__
print(type(d).__name__, "a" in d, d["a"], len(d) > 3, d.get("zz", 0), sorted(k for k in d.keys()), [v for v in d.values()][0], d == dict(d), d | {"z": 1} == dict(d, z=1), repr(d)[:14])
attempt(lambda: d.__setitem__("x", 1))
attempt(lambda: d.pop("a"))
attempt(lambda: d["zz"])
attempt(hash, d)
attempt(lambda: d.__delitem__("a"))
attempt(lambda: d.__ior__({}))
attempt(type(d))
attempt(type(d), 5)
attempt(type(d), [1])
mp = type(d)({"k": 1, "j": 2})
print(mp, mp["k"], list(mp), list(reversed(mp)), mp.copy(), mp | {"l": 3}, {"l": 3} | mp, mp == {"k": 1, "j": 2}, len(mp), "k" in mp, mp.items(), mp.keys(), mp.values(), mp.get("q"), str(mp), type(mp)[int, str])
attempt(hash, mp)
C.b = 2
print(d["b"], C.Inner.__qualname__, C.Inner.Deep.__qualname__, C.m.__qualname__, C.Inner.Deep, C.__static_attributes__, C.__firstlineno__)
del C.b
print("b" in d, C.__doc__, C().__doc__, C.__module__, C().__module__, C().__class__ is C)
attempt(lambda: C().__name__)
attempt(lambda: C().__mro__)
attempt(lambda: C().__bases__)
attempt(lambda: C().__qualname__)
for attr in ("__dict__", "__weakref__", "__doc__", "__module__"):
    print(attr, attr in C.__dict__, attr in C.Inner.__dict__)


class NoDoc:
    pass


print(NoDoc.__doc__, type("D", (), {"__doc__": 5}).__doc__, int.__doc__ is not None)


class Mangled:
    __x = 1
    __dunder__ = 2
    _single = 3
    __ = 4
    ___ = 5

    def __method(self, __arg=1):
        __local = 2
        global __glob
        __glob = 3
        return self.__x, __arg, __local, [__i for __i in range(1)]

    def call(self):
        self.__attr = 5
        import sys as __sys
        return self.__method(), self.__attr, hasattr(self, "__attr"), getattr(self, "_Mangled__attr"), __sys.__name__

    def kw(self, **kw):
        return kw

    def test_kw(self):
        return self.kw(__key=1)

    class __Inner:
        __y = 1


print(Mangled().call(), sorted(k for k in Mangled.__dict__ if "_" in k and k not in ("__module__", "__dict__", "__weakref__", "__doc__", "__static_attributes__", "__firstlineno__")), _Mangled__glob, Mangled().test_kw(), Mangled._Mangled__Inner.__name__, Mangled._Mangled__Inner._Inner__y, Mangled._Mangled__method.__code__.co_varnames, Mangled._Mangled__method.__name__)
attempt(lambda: Mangled.__x)


class _Lead:
    __v = 1

    def get(self):
        return self.__v


class __Two:
    __v = 2


class ___:
    __v = 3


print(_Lead()._Lead__v, _Lead().get(), __Two._Two__v, ___.__v)


def func_attr():
    class Local:
        def f(self): pass
    return Local


L = func_attr()
print(L, L.__qualname__, L.f.__qualname__)
class WithCell:
    def f(self):
        return __class__
print(WithCell().f() is WithCell, "__classcell__" in WithCell.__dict__, WithCell.f.__closure__[0].cell_contents is WithCell)
class MetaNoCell(type):
    def __new__(mcs, name, bases, ns):
        ns.pop("__classcell__", None)
        return super().__new__(mcs, name, bases, ns)
try:
    class Fails(metaclass=MetaNoCell):
        def f(self):
            return __class__
except RuntimeError as error:
    print(error)
class MetaWrongCell(type):
    def __new__(mcs, name, bases, ns):
        cell = ns.pop("__classcell__")
        other = super().__new__(mcs, "Other", (), {"__classcell__": cell})
        return super().__new__(mcs, name, bases, ns | {"__classcell__": cell})
try:
    class Fails2(metaclass=MetaWrongCell):
        def f(self):
            return __class__
except TypeError as error:
    print(str(error)[:30])
print(vars(NoDoc) == NoDoc.__dict__, type.__dict__["__dict__"].__get__(NoDoc) == NoDoc.__dict__, NoDoc.__class__, NoDoc.__type_params__, C.__eq__(C, C), C == C, C != NoDoc, C.__hash__(C()) == hash(C()) or True, [k for k in type.__dict__ if not k.startswith("__")])
