def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Get:
    x = "class x"

    def __init__(self):
        self.own = "own"

    def __getattr__(self, name):
        print("getattr", name)
        if name == "bad":
            raise ValueError("bad")
        if name == "missing":
            raise AttributeError("custom message")
        return f"<{name}>"


g = Get()
print(g.own, g.x, g.dynamic, getattr(g, "other"), hasattr(g, "any"), hasattr(g, "missing"), getattr(g, "missing", "default"))
attempt(lambda: g.bad)
attempt(hasattr, g, "bad")
attempt(lambda: g.missing)
attempt(lambda: len(g))
attempt(lambda: g + 1)


class GetAll:
    x = 1

    def __getattribute__(self, name):
        print("getattribute", name, end="; ")
        if name == "blocked":
            raise AttributeError("blocked!")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        print("then getattr", name, end="; ")
        return "fallback"

    def m(self):
        return self.x

    def __len__(self):
        return 3


a = GetAll()
print(a.x, a.blocked, a.nothing, a.m(), len(a), type(a.__dict__), a.__class__)
print(hasattr(a, "q"), getattr(a, "x"), isinstance(a, GetAll))


class SetDel:
    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)


s = SetDel()
s.a = 1
s.a += 1
del s.a
attempt(delattr, s, "a")
setattr(s, "b c", 5)
print(s.__dict__, getattr(s, "b c"))
s.__dict__["direct"] = "no hook"
print(s.direct)
s.__class__ = SetDel


class Frozen:
    def __setattr__(self, name, value):
        raise AttributeError(f"cannot set {name}")

    def __delattr__(self, name):
        raise TypeError(f"cannot delete {name}")


attempt(setattr, Frozen(), "x", 1)
attempt(delattr, Frozen(), "x")


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)

    def __getattribute__(self, name):
        if name == "_target":
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "_target"), name)

    def __setattr__(self, name, value):
        setattr(self._target, name, value)


class Target:
    pass


t = Target()
p = Proxy(t)
p.x = 5
print(t.x, p.x, p.__dict__, p.__class__.__name__, type(p).__name__, isinstance(p, Target), isinstance(p, Proxy))
for args in ((g,), (g, 5), (g, b"x"), (g, None), (), (g, "a", "b", "c")):
    attempt(getattr, *args)
    attempt(hasattr, *args)
attempt(setattr, g, 5, 1)
attempt(setattr, g, "x")
attempt(delattr, g, 5)
attempt(object.__getattribute__, g, "nothing at all")
attempt(object.__getattribute__, g, 5)
attempt(object.__setattr__, g, 5, 1)
attempt(object.__setattr__, int, "x", 1)
attempt(type.__setattr__, int, "x", 1)
attempt(object.__delattr__, g, "nope")
attempt(object.__getattribute__, g)
attempt(lambda: object().x)
attempt(setattr, object(), "x", 1)
attempt(delattr, object(), "x")
attempt(setattr, 5, "x", 1)
attempt(setattr, [], "append", 1)
attempt(setattr, "s", "upper", 1)
attempt(setattr, 5, "real", 1)
attempt(setattr, len, "x", 1)
attempt(setattr, type("T", (), {})(), "__dict__", 5)
attempt(setattr, type("T", (), {})(), "__weakref__", 5)
d = type("T", (), {})()
d.__dict__ = {"swapped": 1}
print(d.swapped)
attempt(delattr, d, "__dict__")
print(d.__dict__)
d.__dict__ = type("D", (dict,), {"__missing__": lambda s, k: 1})(y=2)
print(d.y, type(d.__dict__).__name__)
attempt(lambda: d.zz)
d.__dict__[5] = "non-string key"
print(d.__dict__, sorted(map(str, vars(d))))


class Dir:
    def __dir__(self):
        return ["zebra", "apple", 3][:2]


class BadDir:
    def __dir__(self):
        return 5


class MixedDir:
    def __dir__(self):
        return ["a", 5]


print(dir(Dir()), Dir().__dir__())
attempt(dir, BadDir())
attempt(dir, MixedDir())
k = type("K", (), {"b": 1, "a": 2})()
k.c = 3
print([n for n in dir(k) if n[:2] != "__"], [n for n in k.__dir__() if n[:2] != "__"].__len__(), [n for n in dir(type(k)) if n[:2] != "__"])
def scope():
    z = 1
    a = 2
    return dir()
print(scope())
