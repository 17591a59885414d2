def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import sys

M = type(sys)
m = M("mod", "doc of mod")
print(m, m.__name__, m.__doc__, m.__dict__, m.__package__, m.__loader__, m.__spec__)
m.x = 1
print(m.x, vars(m)["x"], "x" in dir(m), [n for n in dir(m)])
attempt(lambda: m.nosuch)
attempt(delattr, m, "nosuch")
attempt(M)
attempt(M, 5)
attempt(M, "a", "b", "c")
attempt(lambda: M(name="kw", doc="d").__doc__)
attempt(setattr, m, "__dict__", {})
del m.__name__
attempt(lambda: m.nosuch)
print(m)
m.__name__ = 5
attempt(lambda: m.nosuch)
m.__name__ = "mod"
m.__getattr__ = lambda name: f"dynamic {name}"
m.__dir__ = lambda: ["custom"]
print(m.anything, dir(m), getattr(m, "y"), hasattr(m, "z"))


def raising(name):
    raise AttributeError(f"custom {name}")


m.__getattr__ = raising
attempt(lambda: m.nosuch)
print(getattr(m, "nosuch", "default"), m.x)
m.__getattr__ = 5
attempt(lambda: m.nosuch)
del m.__getattr__


class Sub(M):
    answer = 42

    @property
    def prop(self):
        return f"prop of {self.__name__}"

    def __getattr__(self, name):
        return f"class getattr {name}"

    def __call__(self):
        return "called"


s = Sub("sub")
print(s, s.answer, s.prop, s.other, s(), isinstance(s, M), s.__dict__.keys() >= {"__name__"})
m.__class__ = Sub
print(m.prop, m(), type(m).__name__)
attempt(setattr, m, "__class__", int)
attempt(setattr, m, "prop", 1)
m.__repr__ = lambda: "not used"
print(m)
n = M("named")
n.__file__ = "/some/file.py"
print(n)
print(M.__name__, M.__module__, type(sys.modules).__name__, sys, sys.modules["builtins"], sys.modules["__main__"].__name__)
bare = M.__new__(M)
print(repr(bare), bare.__dict__)
attempt(lambda: bare.x)
attempt(dir, bare)
bare.x = 1
print(bare.x, bare.__dict__)
print(m == m, m != n, hash(m) == hash(m), bool(m))
attempt(len, m)
attempt(lambda: m[0])
n.f = lambda: 1
exec("def f(): return g()\ndef g(): return name\nname = 'in module'", n.__dict__)
print(n.f(), n.f.__globals__ is n.__dict__, n.f.__module__)
f = n.f
del n
attempt(f)
m.__annotations__ = {"a": int}
print(m.__annotations__, m.__annotate__)
del m.__annotations__
print(m.__annotations__)
m.__annotate__ = lambda fmt: {"b": fmt}
print(m.__annotations__)
attempt(setattr, m, "__annotate__", 5)
print(__name__, __doc__, __package__, __spec__, type(__builtins__).__name__, __file__.rpartition("/")[2])
ns = type(sys.implementation)
o = ns(a=1, b="x")
print(o, o.a, o == ns(b="x", a=1), o != ns(), vars(o), ns(), repr(ns(self=1)))
o.c = [o]
print(o)
del o.a
attempt(lambda: o.a)
attempt(ns, 1)
attempt(ns, {"k": 1}, z=2)
attempt(ns, [("a", 1)])
attempt(ns, {5: 1})
attempt(ns, 1, 2)
attempt(hash, o)
attempt(lambda: ns(a=1) < ns(a=2))
class NS(ns): pass
print(NS(q=1), ns.__name__, ns.__module__, type(o.__replace__(b=9)).__name__, o.__replace__(b=9).b, ns(a=1).__reduce__()[2])
attempt(o.__replace__, 5)
