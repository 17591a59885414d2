def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class C:
    def m(self, *args, **kwargs):
        """Doc of m."""
        return type(self).__name__, args, kwargs

    m.tag = "tagged"

    def __repr__(self):
        return "C()"

    @classmethod
    def cm(cls, *args):
        return cls.__name__, args

    @staticmethod
    def sm(*args):
        return args


c, d = C(), C()
m = c.m
MethodType = type(m)
print(m, m(1), m.__func__ is C.m, m.__self__ is c, m.__name__, m.__qualname__, m.__doc__, m.__module__, m.tag, m.__code__ is C.m.__code__, m.__defaults__)
print(c.m == c.m, c.m is c.m, c.m == d.m, c.m != d.m, hash(c.m) == hash(c.m), len({c.m, c.m, d.m}), C.m == C.m, c.m == C.m)
print(c.cm, c.cm == C.cm, C.cm(1), C.cm.__self__ is C, c.sm(1), C.sm is c.sm, type(C.sm).__name__, type(C.cm).__name__)
attempt(setattr, m, "tag", 2)
attempt(setattr, m, "new", 2)
attempt(delattr, m, "tag")
attempt(setattr, m, "__self__", 5)
attempt(lambda: m.nosuch)
attempt(MethodType)
attempt(MethodType, 5)
attempt(MethodType, 5, 1)
attempt(MethodType, C.m, None)
attempt(MethodType, C.m, x=1)
bound = MethodType(C.m, "any object")
print(bound(1), MethodType(len, "abc")(), MethodType(lambda *a: a, 1)(2), MethodType(print, "printed")())
print(m.__get__(d) is m or m.__get__(d)(), m.__get__(None, C)(), C.m.__get__(d)(5), C.m.__get__(d, C)(6), C.__dict__["cm"].__get__(None, C)(7), C.__dict__["sm"].__get__(None, C)(8))
attempt(lambda: C.m.__get__(None, None))
attempt(lambda: m.__get__())
e = C()
e.m = lambda *a: ("instance", a)
print(e.m(1), C.m(e, 1))
e.n = c.m
print(e.n(2), e.n.__self__ is c)
f = c.m.__call__
print(f(3), type(f).__name__)


class D(C):
    def m(self, x):
        return ("D", super().m(x))

    sm2 = C.sm
    alias = C.m
    builtin = len
    bound_other = c.m
    lam = lambda self: "lam"
    part = MethodType(lambda self: ("part", type(self).__name__), 5)


x = D()
print(x.m(1), x.sm2(1), x.alias(2), D.builtin([1]), x.bound_other(3), x.lam(), x.part(), x.builtin([1, 2]))
meth = "abc".upper
print(meth(), meth.__self__, meth.__name__, meth.__qualname__, meth.__module__, meth == "abc".upper, meth == "ABC".upper, type(meth).__name__, type(meth.__doc__).__name__, meth.__text_signature__)
app = [].append
print(app == app, app.__self__, [].append == [].append, str.upper("x"), type(str.upper).__name__, str.upper.__objclass__, str.upper.__name__, repr(str.upper))
attempt(str.upper, 5)
attempt(str.upper)
attempt(setattr, meth, "x", 1)
attempt(lambda: meth.nosuch)
attempt(type(meth))
attempt(type(str.upper))
print(type((5).__add__).__name__, (5).__add__(3), int.__add__, type(int.__add__).__name__, int.__add__.__get__(5)(3), (5).__add__ == (5).__add__, (5).__add__.__self__, (5).__add__.__name__, (5).__add__.__objclass__)
attempt(int.__add__)
attempt(int.__add__, "a", 1)
attempt(int.__add__, 1)
attempt(str.upper.__get__, 5)
attempt(str.upper.__get__("abc"))
print(str.__dict__["maketrans"].__get__(None, str) == str.maketrans, type(dict.__dict__["fromkeys"]).__name__, dict.fromkeys.__self__, type(dict.fromkeys).__name__, dict.__dict__["fromkeys"].__get__(None, dict)("ab"), repr(dict.__dict__["fromkeys"]))
attempt(dict.__dict__["fromkeys"].__get__, None, int)
attempt(dict.__dict__["fromkeys"].__get__, 5)
attempt(dict.__dict__["fromkeys"], 5)
print(int.real, type(int.real).__name__, int.real.__get__(5), int.real.__name__, int.real.__objclass__, type(type.__dict__["__dict__"]).__name__, type(C.m).__get__(C.m, 1).__self__)
attempt(int.real.__get__, "a")
attempt(int.real.__set__, 5, 1)
attempt(int.real.__delete__, 5)
attempt(lambda: m < m)
attempt(lambda: m + 1)
attempt(lambda: type("M", (MethodType,), {}))
print(m.__reduce__()[0], m.__reduce__()[1][1], callable(m), bool(m), sorted(n for n in dir(MethodType) if n not in dir(object)))
