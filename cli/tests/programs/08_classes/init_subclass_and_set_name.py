class Base:
    subclasses = []

    def __init_subclass__(cls, /, tag=None, **kwargs):
        print("init_subclass", cls.__name__, tag, kwargs)
        super().__init_subclass__(**kwargs)
        cls.tag = tag
        Base.subclasses.append(cls.__name__)


class A(Base): pass
class B(Base, tag="b"): pass
class C(B, tag="c"): pass
print(Base.subclasses, A.tag, B.tag, C.tag)
for kwargs in ({"nosuch": 1}, {"tag": 1, "x": 2}):
    try:
        class D(Base, **kwargs): pass
    except TypeError as error:
        print(error)
try:
    class E(x=1): pass
except TypeError as error:
    print(error)
try:
    type("E", (object,), {}, y=2)
except TypeError as error:
    print(error)
T = type("T", (Base,), {"v": 1}, tag="dynamic")
print(T.tag)


class Raises:
    def __init_subclass__(cls):
        raise ValueError(f"no {cls.__name__}")


try:
    class R(Raises): pass
except ValueError as error:
    print(error, getattr(error, "__notes__", None))


class Mixin:
    def __init_subclass__(cls, **kw):
        print("mixin", cls.__name__)
        super().__init_subclass__(**kw)


class Multi(Mixin, Base, tag="multi"): pass


class Desc:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name, "tag" in owner.__dict__)
        self.name = name

    def __get__(self, instance, owner):
        return f"{owner.__name__}.{self.name}" + ("" if instance is None else " of instance")


class K(Base, tag="k"):
    first = Desc()
    second = Desc()
    alias = first


print(K.first, K().second, K.alias)
K.late = Desc()
try:
    K.late
except AttributeError as error:
    print(error)


class BadSetName:
    def __set_name__(self, owner, name):
        raise ValueError(f"bad {name}")


try:
    class S:
        x = BadSetName()
except Exception as error:
    print(type(error).__name__, error, error.__notes__)


class WrongArity:
    def __set_name__(self):
        pass


try:
    class S2:
        x = WrongArity()
except Exception as error:
    print(type(error).__name__, error, error.__notes__)


class InstanceSetName:
    pass


i = InstanceSetName()
i.__set_name__ = lambda *a: print("never called")


class S3:
    x = i


class Adds:
    def __set_name__(self, owner, name):
        setattr(owner, name + "_added", 1)
        delattr(owner, name)


class S4:
    y = Adds()


print(hasattr(S4, "y"), S4.y_added)


class Order(type):
    def __new__(mcs, name, bases, ns, **kw):
        print("meta new start", name)
        cls = super().__new__(mcs, name, bases, ns, **kw)
        print("meta new end", name)
        return cls

    def __init__(cls, name, bases, ns, **kw):
        print("meta init", name, kw)


class Top(metaclass=Order):
    def __init_subclass__(cls, **kw):
        print("top init_subclass", cls.__name__, kw)


class Sub(Top, key=1):
    d = Desc()


class Implicit:
    def __init_subclass__(cls):
        return "ignored"

    def __class_getitem__(cls, item):
        return cls.__name__, item


print(type(Implicit.__dict__["__init_subclass__"]).__name__, type(Implicit.__dict__["__class_getitem__"]).__name__, Implicit[1], Implicit[1, 2], Implicit[...], Implicit[:])
print(Implicit.__init_subclass__(), object.__init_subclass__())
for f in (lambda: object.__init_subclass__(1), lambda: object.__init_subclass__(x=1), lambda: Base[1], lambda: Implicit()[1], lambda: int[0], lambda: int["a"]):
    try:
        print(f())
    except TypeError as error:
        print(error)


class GetItemMeta(type):
    def __getitem__(cls, item):
        return "meta wins", item


class GI(metaclass=GetItemMeta):
    def __class_getitem__(cls, item):
        return "class_getitem", item


print(GI[5])
