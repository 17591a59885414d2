def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class C:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        """Doc of x."""
        return self._x

    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value

    @x.deleter
    def x(self):
        print("delete")
        del self._x

    @property
    def ro(self):
        return "read only"

    wo = property(fset=lambda self, v: print("write only", v))
    dl = property(fdel=lambda self: print("deleted"))
    empty = property()
    doc = property(lambda self: 1, doc="explicit doc")

    @property
    def raises(self):
        raise AttributeError("inner message")

    @property
    def raises_value(self):
        raise ValueError("value")


c = C()
print(c.x, C.x.__doc__, type(C.x).__name__, C.doc.__doc__, C.wo.__doc__)
c.x = 5
c.x += 1
print(c.x)
del c.x
attempt(lambda: c.x)
attempt(setattr, c, "ro", 1)
attempt(delattr, c, "ro")
attempt(lambda: c.wo)
c.wo = 3
attempt(delattr, c, "wo")
del c.dl
attempt(lambda: c.dl)
attempt(setattr, c, "dl", 1)
attempt(lambda: c.empty)
attempt(setattr, c, "empty", 1)
attempt(delattr, c, "empty")
attempt(lambda: c.raises)
attempt(lambda: c.raises_value)
print(hasattr(c, "raises"), getattr(c, "raises", "default"))
attempt(hasattr, c, "raises_value")
print(C.x.fget.__name__, C.x.fset.__name__, C.x.fdel.__name__, C.ro.fset, C.x.__name__, C.doc.__name__ if hasattr(C.doc, "__name__") else None)
attempt(setattr, C.x, "fget", 1)
attempt(lambda: C.x.nosuch)
p = C.x
q = p.getter(lambda self: "new getter")
print(q is p, q.fget(None), q.fset is p.fset, q.__doc__, p.setter(None).fset is p.fset, p.deleter(None).fdel is p.fdel)
attempt(lambda: p.__get__(None) is p)
attempt(lambda: p.__get__(None, C) is p)
attempt(p.__get__)
attempt(p.__set__, c)
attempt(p.__get__, 5)
attempt(C.ro.__set__, c, 1)
attempt(C.ro.__delete__, c)
attempt(property, 1, 2, 3, 4, 5)
attempt(property(5).__get__, c)
attempt(property, fget=1, nosuch=2)
prop = property(lambda self: 1)
prop.__doc__ = "settable"
print(prop.__doc__, prop.__isabstractmethod__)
prop.__name__ = "given"
print(prop.__name__)


class D(C):
    @C.x.getter
    def x(self):
        return "overridden getter"

    @property
    def ro(self):
        return "sub " + super().ro

    raises = 5


d = D()
print(d.x, d.ro, d.raises, D.x.fset is C.x.fset)
d.x = 9
print(d._x)


class Fallback:
    @property
    def p(self):
        return self.missing_attribute

    def __getattr__(self, name):
        return f"fallback {name}"


print(Fallback().p, Fallback().q)


class Fallback2:
    @property
    def p(self):
        raise AttributeError("hidden")

    def __getattr__(self, name):
        raise AttributeError(f"getattr {name}")


attempt(lambda: Fallback2().p)


class Sub(property):
    """Sub doc."""

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return ("sub", super().__get__(instance, owner))


class E:
    @Sub
    def s(self):
        """S doc."""
        return 1

    @s.setter
    def s(self, v):
        print("sub set", v)


e = E()
print(e.s, type(E.s).__name__, E.s.__doc__)
e.s = 2


class Slotted(property):
    __slots__ = ()


attempt(lambda: Slotted(lambda s: 1).fget(5))


def f(self):
    "f's doc"


attempt(lambda: Slotted(f).fget is f)
inst_prop = C()
inst_prop.__dict__["x"] = "hidden by data descriptor"
inst_prop._x = "value"
print(inst_prop.x)
inst_prop.dynamic = property(lambda self: 1)
print(type(inst_prop.dynamic).__name__)


class Meta(type):
    @property
    def kp(cls):
        return cls.__name__


class K(metaclass=Meta):
    pass


print(K.kp)
attempt(setattr, K, "kp", 1)
attempt(lambda: K().kp)
print(sorted(n for n in dir(property) if n not in dir(object)))


class Cls:
    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def st():
        return "static"


cm, sm = Cls.__dict__["make"], Cls.__dict__["st"]
print(cm.__func__.__name__, cm.__wrapped__.__name__, cm.__name__, sm.__func__(), sm(), cm.__isabstractmethod__, cm.__get__(None, int)(), cm.__get__(5)(), sm.__get__(None, 5)())
attempt(cm)
attempt(classmethod)
attempt(classmethod, 5)
attempt(staticmethod)
attempt(lambda: staticmethod(5)())
attempt(lambda: classmethod(5).__get__(None, int))
attempt(lambda: classmethod(property(lambda cls: cls.__name__)).__get__(None, int)())
cm.attr = 1
print(cm.attr, cm.__dict__["attr"], repr(sm)[:22], repr(cm)[:21])
