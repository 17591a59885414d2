def mro(cls):
    return " ".join(c.__name__ for c in cls.__mro__)


class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B, A): pass
print(mro(C), "|", mro(D))
try:
    class E(C, D): pass
except TypeError as error:
    print(error)
class F(O): pass
class K1(A, B, F): pass
class K2(D.__bases__[0], F): pass
class K3(A, F): pass
class Z(K1, K2, K3): pass
print(mro(Z))
try:
    class X(O, A): pass
except TypeError as error:
    print(error)
try:
    class Y(A, A): pass
except TypeError as error:
    print(error)
class Base:
    def who(self): return ["Base"]
class Left(Base):
    def who(self): return ["Left"] + super().who()
class Right(Base):
    def who(self): return ["Right"] + super().who()
class Bottom(Left, Right):
    def who(self): return ["Bottom"] + super().who()
print(Bottom().who(), mro(Bottom), Bottom.mro() == list(Bottom.__mro__))
class Attr1: x = "1"
class Attr2: x = "2"; y = "2y"
class Both(Attr1, Attr2): pass
print(Both.x, Both.y, Both().x)
del Attr1.x
print(Both.x)
Attr1.y = "1y"
print(Both.y)
Both.y = "own"
print(Both.y, Both().y)
Left.__bases__ = (Attr1, Base)
print(mro(Bottom), Bottom.y)
class P: pass
class Q(P): pass
class R(Q): pass
try:
    P.__bases__ = (R,)
except TypeError as error:
    print(error)
R.__bases__ = (P,)
print(mro(R), issubclass(R, Q), P.__subclasses__(), Q.__subclasses__())
try:
    R.__bases__ = (P, int)
except TypeError as error:
    print(error)
try:
    R.__bases__ = (P, P)
except TypeError as error:
    print(error)
try:
    del R.__bases__
except TypeError as error:
    print(error)


class Meta(type):
    def mro(cls):
        default = super().mro()
        print("mro of", cls.__name__, [c.__name__ for c in default])
        return default


class M1(metaclass=Meta): pass
class M2(M1): pass
M2.__bases__ = (M1,)


class Custom(type):
    def mro(cls):
        return cls.result(super().mro())

    result = staticmethod(lambda m: m)


class C1(metaclass=Custom):
    tag = "C1"


class Foreign:
    tag = "Foreign"


for result in (lambda m: [m[0], Foreign, *m[1:]], lambda m: [Foreign, object], lambda m: 5, lambda m: [], lambda m: [5], lambda m: (m[0], object), lambda m: [int], lambda m: m[:1]):
    Custom.result = staticmethod(result)
    try:
        N = Custom("N", (), {})
        print([c.__name__ for c in N.__mro__], getattr(N, "tag", "no tag"))
    except Exception as error:
        print(type(error).__name__, error)
print(int.__mro__, bool.mro(), type.__mro__, type.mro(int), object.__mro__, LookupError.__mro__)
print(issubclass(Z, O), issubclass(O, Z), issubclass(int, object), isinstance(Z(), K2), O.__subclasses__(), Base.__subclasses__())
class G1(int): pass
class G2(int): x = 1
class G(G1, G2): pass
print(mro(G), G(5) + 1, G.x, G.__base__, C.__base__)
deep = object
for i in range(50):
    deep = type(f"L{i}", (deep,), {f"a{i}": i})
print(len(deep.__mro__), deep.a0, deep().a49, deep.__mro__[1].__name__)
wide = type("Wide", tuple(type(f"W{i}", (), {"v": i, f"w{i}": i}) for i in range(50)), {})
print(len(wide.__mro__), wide.v, wide.w49)
