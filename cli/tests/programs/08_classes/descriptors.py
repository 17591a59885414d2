def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Data:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return f"Data.get {self.name} {instance is None} {owner.__name__ if owner else None}"

    def __set__(self, instance, value):
        print("Data.set", self.name, value)

    def __delete__(self, instance):
        print("Data.delete", self.name)


class NonData:
    def __get__(self, instance, owner=None):
        return "NonData.get"


class SetOnly:
    def __set__(self, instance, value):
        print("SetOnly.set", value)


class DelOnly:
    def __delete__(self, instance):
        print("DelOnly.delete")


class C:
    d = Data("d")
    n = NonData()
    s = SetOnly()
    x = DelOnly()
    plain = "class plain"


c = C()
print(c.d, C.d, c.n, C.n, type(c.s).__name__, type(C.s).__name__)
c.d = 1
del c.d
c.__dict__["d"] = "shadowed by data descriptor"
print(c.d)
c.n = "instance wins over non-data"
print(c.n, C.n)
del c.n
print(c.n)
c.s = 5
c.__dict__["s"] = "dict"
print(c.s)
attempt(delattr, c, "s")
del c.x
attempt(setattr, c, "x", 1)
c.plain = "instance plain"
print(c.plain, C.plain)
del c.plain
print(c.plain)
attempt(delattr, c, "plain")
print(c.__dict__)
C.d = "replaced"
print(C.d, c.d)


class RaisesAttr:
    def __get__(self, instance, owner):
        raise AttributeError("from descriptor")


class RaisesOther:
    def __get__(self, instance, owner):
        raise ValueError("from descriptor")


class E:
    a = RaisesAttr()
    v = RaisesOther()

    def __getattr__(self, name):
        return f"getattr {name}"


e = E()
print(e.a, hasattr(e, "a"), getattr(e, "a", "default"))
attempt(lambda: e.v)
attempt(getattr, e, "v", "default")
attempt(hasattr, e, "v")
attempt(lambda: E.a)
attempt(lambda: E.v)
print(hasattr(E, "a"))


class F:
    a = RaisesAttr()


attempt(lambda: F().a)
attempt(getattr, F(), "a", "default")


class MetaDesc(type):
    data = Data("meta")
    non = NonData()


class G(metaclass=MetaDesc):
    data = "class attribute"
    non = "class attribute wins"


print(G.data, G.non)
G.data = 5
del G.data


class H:
    def __init__(self):
        self.inst = Data("on instance")


print(type(H().inst).__name__)


class BadGet:
    def __get__(self):
        return 1


class StaticGet:
    @staticmethod
    def __get__(*args):
        return len(args)


class CallableDesc:
    __get__ = lambda self, i, o: (self.__class__.__name__, i is None, o.__name__)


class NoneGet:
    __get__ = None


class J:
    b = BadGet()
    s = StaticGet()
    c = CallableDesc()
    n = NoneGet()


attempt(lambda: J().b)
attempt(lambda: J.b)
attempt(lambda: J().s)
attempt(lambda: J().c)
attempt(lambda: J().n)


class Lazy:
    def __init__(self, f):
        self.f = f

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        print("computing", self.name)
        value = instance.__dict__[self.name] = self.f(instance)
        return value


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.slot)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.slot[1:]} must be {self.kind.__name__}")
        setattr(instance, self.slot, value)


class K:
    size = Typed(int)
    name = Typed(str)

    def __init__(self, size, name):
        self.size, self.name = size, name

    @Lazy
    def area(self):
        return self.size**2


k = K(3, "k")
print(k.area, k.area, k.size, k.name, sorted(k.__dict__))
attempt(setattr, k, "size", "big")
attempt(K, "a", "b")
attempt(lambda: K.__new__(K).size)
print(type(K.area).__name__, K.size.kind)


class Inherit(K):
    size = 100


i = Inherit.__new__(Inherit)
i.size = "no check"
print(i.size)
for owner, name in ((type, "__name__"), (type, "__mro__"), (type, "__dict__"), (type, "__bases__"), (type, "__module__"), (object, "__class__"), (int, "numerator"), (K, "__dict__"), (K, "__weakref__"), (type(len), "__self__"), (type(lambda: 0), "__code__"), (type(lambda: 0), "__globals__"), (property, "fget"), (slice, "start"), (type(k.__init__), "__func__"), (complex, "real"), (BaseException, "args"), (StopIteration, "value"), (type((lambda: 0).__code__), "co_name")):
    d = owner.__dict__[name]
    print(owner.__name__, name, type(d).__name__, repr(d))
