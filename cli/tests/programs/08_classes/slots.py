def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class P:
    __slots__ = ("x", "y")

    def __init__(self, x=1):
        self.x = x


p = P()
print(p.x, P.x, type(P.x).__name__, P.__slots__, P.x.__name__, P.x.__objclass__, P.x.__doc__, hasattr(p, "__dict__"), hasattr(p, "__weakref__"))
attempt(lambda: p.y)
attempt(setattr, p, "y", 5)
attempt(setattr, p, "z", 5)
attempt(lambda: p.z)
attempt(delattr, p, "y")
attempt(delattr, p, "y")
attempt(delattr, p, "z")
attempt(lambda: p.__dict__)
attempt(vars, p)
attempt(P.x.__get__, p)
attempt(P.x.__get__, None, P)
attempt(P.x.__get__, 5)
attempt(P.x.__set__, p, 9)
attempt(P.x.__set__, 5, 9)
attempt(P.x.__delete__, p)
attempt(lambda: p.x)


class Q(P):
    __slots__ = ("w",)


class R(P):
    pass


class S(Q):
    __slots__ = "single"


q, r, s = Q(5), R(6), S(7)
q.w = 1
r.any = 2
s.single = 3
print(q.x, q.w, r.any, r.__dict__, s.single, S.__slots__, sorted(k for k in S.__dict__ if k[:2] != "__"))
attempt(setattr, q, "nope", 1)


class WithDict:
    __slots__ = ("a", "__dict__")


class WithWeak:
    __slots__ = ("__weakref__",)


w = WithDict()
w.a, w.b = 1, 2
print(w.__dict__, w.a, hasattr(WithWeak(), "__weakref__"), WithWeak().__weakref__)
attempt(setattr, WithWeak(), "x", 1)
for ns in ({"__slots__": ("a", "a")}, {"__slots__": ("a",), "a": 1}, {"__slots__": (5,)}, {"__slots__": ("1x",)}, {"__slots__": ("a b",)}, {"__slots__": ("",)}, {"__slots__": ("__dict__", "__dict__")}, {"__slots__": ("__weakref__", "__weakref__")}, {"__slots__": None}, {"__slots__": 5}, {"__slots__": ["l"]}, {"__slots__": {"k": "doc of k"}}, {"__slots__": iter("ab")}, {"__slots__": "abc"}, {"__slots__": ("é",)}, {"__slots__": ("class",)}, {"__slots__": ("__class__",)}, {"__slots__": ("__slots__",)}, {"__slots__": {"s1", "s1"}}, {"__slots__": (b"x",)}, {"__slots__": ("__init__",)}, {"__slots__": ("__qualname__",)}):
    try:
        T = type("T", (), dict(ns))
        print(ns["__slots__"] if not hasattr(ns["__slots__"], "__next__") else "iterator", sorted(k for k in T.__dict__ if type(T.__dict__[k]).__name__ == "member_descriptor"), T.__slots__ if not hasattr(T.__slots__, "__next__") else "it")
    except Exception as error:
        print(type(error).__name__, error)
D = type("D", (), {"__slots__": {"k": "doc of k", "l": None}})
print(D.k.__doc__, D.l.__doc__, repr(D.k))


class Mangle:
    __slots__ = ("__private", "_p")

    def __init__(self):
        self.__private = 5


print(Mangle()._Mangle__private, sorted(k for k in Mangle.__dict__ if "p" in k and type(Mangle.__dict__[k]).__name__ == "member_descriptor"))
for base, slots in ((int, ("x",)), (tuple, ("x",)), (bytes, ("x",)), (str, ("x",)), (list, ("x",)), (dict, ("x",)), (float, ("x",)), (type, ("x",)), (Exception, ("x",)), (int, ()), (tuple, ()), (int, ("__dict__",)), (tuple, ("__dict__",)), (int, ("__weakref__",)), (WithDict, ("__dict__",)), (WithWeak, ("__weakref__",)), (R, ("__dict__",)), (R, ("n",))):
    try:
        T = type("T", (base,), {"__slots__": slots})
        print(base.__name__, slots, "fine", hasattr(T, "__dict__") and "__dict__" in dir(T))
    except TypeError as error:
        print(base.__name__, slots, "!!", error)


class IntSlots(int):
    __slots__ = ()


class ListSlots(list):
    __slots__ = ("tag",)


i = IntSlots(5)
attempt(setattr, i, "x", 1)
l = ListSlots([1])
l.tag = "t"
print(l, l.tag, i + 1)
attempt(setattr, l, "x", 1)


class A1:
    __slots__ = ("a",)


class A2:
    __slots__ = ("a",)


class A3:
    __slots__ = ("a", "b")


x = A1()
x.a = 5
x.__class__ = A2
print(x.a, type(x).__name__)
attempt(setattr, x, "__class__", A3)
attempt(setattr, x, "__class__", R)
attempt(setattr, x, "__class__", int)
attempt(setattr, x, "__class__", 5)
attempt(setattr, 5, "__class__", int)
attempt(delattr, x, "__class__")


class Redefines(P):
    __slots__ = ("x",)


rd = Redefines(3)
P.x.__set__(rd, "base's")
print(rd.x, P.x.__get__(rd))


class Shadow(P):
    x = property(lambda self: "property")
    __slots__ = ()


attempt(Shadow)
print(Shadow.__new__(Shadow).x)
class Default:
    __slots__ = ("d",)
    def __getattr__(self, name):
        return f"default {name}"
print(Default().d, Default().e)
