def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class A:
    attr = "A.attr"

    def m(self, *args):
        return ("A.m", args)

    @classmethod
    def c(cls):
        return ("A.c", cls.__name__)

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"

    def __getitem__(self, k):
        return ("A[]", k)

    def __init__(self):
        self.inst = 1


class B(A):
    attr = "B.attr"

    def m(self, *args):
        return ("B.m", super().m(*args), super(B, self).m(1), super().attr, super().__init__())

    @classmethod
    def c(cls):
        return ("B.c", super().c(), super(B, cls).c())

    @staticmethod
    def s():
        return "B.s", super(B, B).s(), super(B, B()).s()

    @property
    def p(self):
        return "B.p", super().p

    def __getitem__(self, k):
        return "B[]", super().__getitem__(k)

    def nested(self):
        def inner():
            return super(B, self).m()

        def inner2(self):
            return super().m()

        return inner(), inner2(self), [super(B, self).attr for _ in range(1)], (lambda s: super().attr)(self)

    def comp(self):
        return [super().attr for _ in range(1)]

    def gen(self):
        yield super().attr

    def deleted(self):
        del self
        return super().attr

    def rebound(self):
        self = 5
        return super().attr

    def noargs():
        return super()

    def starred(*args):
        return super().attr

    def subscript(self):
        return super()[1]

    def set(self):
        super().attr = 5

    def cls(self):
        return __class__, super().__thisclass__, super().__self__ is self, super().__self_class__


b = B()
print(b.m(1, 2), b.c(), B.c(), b.s(), b.p, b[3], b.nested(), list(b.gen()), b.cls())
for name in ("comp", "deleted", "rebound", "starred", "subscript", "set"):
    print(name, end=": ")
    attempt(getattr(b, name))
attempt(B.noargs)
attempt(lambda: super())
attempt(lambda: super().x)
attempt(lambda x: super(), 1)
attempt(super)
attempt(super, 5)
attempt(super, A, 5)
attempt(super, B, A())
attempt(super, A, int)
attempt(super, A, None)
attempt(super, A, B, 1)
attempt(super, obj=1)
sup = super(B, b)
print(repr(super(A, b)), repr(super(A, B)), repr(super(A)), sup.attr, sup.m(), sup.__class__, sup.inst if hasattr(sup, "inst") else "no instance attributes")
attempt(lambda: sup.nosuch)
attempt(setattr, sup, "x", 1)
attempt(lambda: sup())
unbound = super(B)
print(unbound.__get__(b, B).attr, unbound.__self__, unbound.__thisclass__, unbound.__self_class__)
attempt(lambda: unbound.attr)
attempt(lambda: unbound.__get__(5))


class AutoSuper:
    pass


class C(B):
    def m(self):
        return "C", super().m()

    def via_getattr(self):
        return getattr(super(), "attr"), hasattr(super(), "zz"), getattr(super(), "zz", "default")


print(C().m(), C().via_getattr())


class Meta(type):
    def __call__(cls, *args):
        return super().__call__(*args)

    def meta(cls):
        return "Meta.meta"


class Meta2(Meta):
    def meta(cls):
        return "Meta2", super().meta()


class D(metaclass=Meta2):
    pass


print(D().__class__.__name__, D.meta())


class Late:
    def f(self):
        return super().__repr__()[:14]

    def uses_class(self):
        return __class__.__name__


f = Late.f
Late.__name__ = "Changed"
print(f(Late()), Late().uses_class(), f.__code__.co_freevars, Late.uses_class.__code__.co_freevars)
try:
    f(5)
except TypeError as error:
    print(error)


class Diamond:
    def go(self):
        return ["Diamond"]


class L(Diamond):
    def go(self):
        return ["L"] + super().go()


class R(Diamond):
    def go(self):
        return ["R"] + super().go()


class J(L, R):
    def go(self):
        return ["J"] + super().go() + super(L, self).go() + super(R, self).go()


print(J().go())


class GetAttribute:
    def __getattribute__(self, name):
        return f"intercepted {name}" if name[:2] != "__" else object.__getattribute__(self, name)

    def m(self):
        return type(super()).__name__


print(GetAttribute().anything, GetAttribute.m(GetAttribute()))


class SuperSub(super):
    def __getattribute__(self, name):
        return "sub"


print(SuperSub(B, b).anything)
super_backup = super


def make():
    class E(A):
        def m(self):
            super = lambda: "shadowed"
            return super()

    return E


print(make()().m())
class InClass(A):
    try:
        super()
    except RuntimeError as error:
        print(error)
    try:
        x = __class__
    except NameError as error:
        print(error)
    q = (lambda self: super().attr)
print(InClass().q())
