def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class A: pass
class B(A): pass


print(isinstance(B(), A), isinstance(A(), B), isinstance(B(), (int, A)), isinstance(5, (str, (float, (int,)))), isinstance(5, ()), issubclass(B, (int, A)), issubclass(A, A), isinstance(A, type), isinstance(type, type), isinstance(5, int | str), issubclass(bool, int | None), isinstance(None, int | None), isinstance(None, type(None)))
attempt(isinstance, 5, 5)
attempt(isinstance, 5, "int")
attempt(isinstance, 5, (int, 5))
attempt(isinstance, 5, (str, 5))
attempt(isinstance, 5, list[int])
attempt(isinstance, 5, int | list[int])
attempt(isinstance, [], list[int] | int)
attempt(isinstance, 5, [int])
attempt(isinstance, 5, None)
attempt(isinstance, 5)
attempt(issubclass, 5, int)
attempt(issubclass, int, 5)
attempt(issubclass, "x", "y")
attempt(issubclass, int, (5,))
attempt(issubclass, list, list[int])
attempt(issubclass, list[int], list)
attempt(issubclass, int, (str, int))


class Liar:
    @property
    def __class__(self):
        return A


class LiarRaises:
    @property
    def __class__(self):
        raise AttributeError("no class")


class LiarBad:
    __class__ = 5


print(isinstance(Liar(), A), isinstance(Liar(), Liar), type(Liar()).__name__, Liar().__class__)
attempt(isinstance, LiarRaises(), A)
attempt(isinstance, LiarBad(), A)


class Meta(type):
    def __instancecheck__(cls, obj):
        print("instancecheck", cls.__name__)
        return "truthy"

    def __subclasscheck__(cls, sub):
        print("subclasscheck", cls.__name__, sub)
        return []


class M(metaclass=Meta): pass


print(isinstance(5, M), isinstance(M(), M), issubclass(int, M), issubclass(M, M), isinstance(5, (str, M)))


class RaisesCheck(type):
    def __instancecheck__(cls, obj):
        raise ValueError("check")


class N(metaclass=RaisesCheck): pass


attempt(isinstance, 5, N)
attempt(isinstance, 5, (int, N))
attempt(isinstance, 5, (N, int))
attempt(lambda: isinstance(N.__new__(N), N))


class Duck:
    __bases__ = (A,)


class FakeClass:
    def __init__(self, bases):
        self.__bases__ = bases


fake = FakeClass((A,))
attempt(issubclass, fake, A)
attempt(issubclass, FakeClass(()), A)
attempt(issubclass, FakeClass((5,)), A)
attempt(issubclass, FakeClass(5), A)
attempt(isinstance, 5, fake)
attempt(isinstance, B(), FakeClass(()))
try:
    try:
        raise ValueError("x")
    except (KeyError, (TypeError, ValueError)) as error:
        print("nested tuple", error)
except TypeError as error:
    print(error)


class InstCheckOnInstance:
    def __instancecheck__(self, obj):
        return obj == 42

    def __subclasscheck__(self, sub):
        return sub is int


checker = InstCheckOnInstance()
print(isinstance(42, checker), isinstance(1, checker), issubclass(int, checker), issubclass(str, checker))
x = A()
x.__class__ = B
print(type(x), isinstance(x, B))
attempt(setattr, x, "__class__", int)
attempt(setattr, x, "__class__", "B")
attempt(setattr, 5, "__class__", bool)
attempt(setattr, [], "__class__", B)
attempt(setattr, A, "__class__", Meta)
attempt(setattr, lambda: 0, "__class__", A)


class C1:
    def who(self):
        return "C1"


class C2:
    def who(self):
        return "C2"


c = C1()
f = c.who
c.__class__ = C2
print(c.who(), f(), type(c).__name__)


class Module(type(__builtins__)):
    extra = property(lambda self: "module property")


m = type(__builtins__)("m")
m.__class__ = Module
print(m.extra, type(m).__name__)
print(type.__instancecheck__(int, 5), type.__subclasscheck__(int, bool), int.__instancecheck__(True), int.__subclasscheck__(str), A.__subclasses__(), type.__subclasses__(A))
attempt(type.__subclasses__)
attempt(type.__subclasses__, 5)
attempt(type.__instancecheck__, 5, 5)
