def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class A:
    """Doc."""
    x = 1
    y: int = 2

    def m(self): pass

    print("body", __name__, __module__, __qualname__, sorted(k for k in locals()))


print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__bases__, A.__mro__, A.__dict__["x"], type(A.__dict__).__name__, A.__firstlineno__, A.__static_attributes__)
print(sorted(A.__dict__), A, repr(A), type(A), A.__class__, A.__base__, A.__basicsize__ > 0, A.__flags__ > 0)
B = type("B", (A,), {"z": 3, "f": lambda self: self.z})
print(B, B.z, B().f(), B.__module__, B.__qualname__, B.__doc__, B.x, sorted(k for k in B.__dict__))
C = type("C", (), dict(__doc__="made", __module__="elsewhere", __qualname__="Outer.C"))
print(C, C.__doc__, C.__qualname__, C.__name__)
attempt(type, "X", (), {}, 1)
attempt(type, "X", ())
attempt(type, 5, (), {})
attempt(type, "X", 5, {})
attempt(type, "X", (5,), {})
attempt(type, "X", (), 5)
attempt(type, "X", (int, str), {})
attempt(type, "X", (bool,), {})
attempt(type, "X", (A, A), {})
attempt(type, "X", (object, A), {})
attempt(type, "X\0Y", (), {})
attempt(type, "\ud800", (), {})
attempt(type, "X", (), {"__slots__": 5})
attempt(type, "X", (), {"__qualname__": 5})
attempt(type, "X", (), {"__classcell__": 5})
attempt(type)
attempt(type, 1, 2)
attempt(type, x=1)
attempt(type, 5)
attempt(lambda: type("X", (), {}, metaclass=type))
attempt(lambda: type("X", (), {}, extra=1))
A.__name__ = "Renamed"
print(A, A.__name__, A.__qualname__)
A.__qualname__ = "Q.Renamed"
A.__module__ = "mod"
A.__doc__ = "new doc"
print(A, A.__doc__)
for name, value in (("__name__", 5), ("__name__", "a\0b"), ("__qualname__", 5), ("__bases__", 5), ("__bases__", ()), ("__bases__", (int,)), ("__bases__", (5,)), ("__mro__", ()), ("__dict__", {}), ("__class__", int), ("__class__", 5), ("__type_params__", 5), ("__abstractmethods__", 5), ("__static_attributes__", 5)):
    attempt(setattr, A, name, value)
for name in ("__name__", "__module__", "__doc__", "__dict__", "__bases__", "nosuch", "__qualname__", "__abstractmethods__"):
    attempt(delattr, A, name)
for name in ("x", "__name__", "__doc__", "nosuch"):
    attempt(setattr, int, name, 1)
attempt(delattr, int, "real")
attempt(setattr, type, "x", 1)
attempt(setattr, object, "x", 1)
attempt(setattr, type(None), "x", 1)


def body_scope():
    local = "L"
    rebound = "function"

    class Inner:
        seen = local
        other = "class"

        try:
            lookup = rebound
        except NameError as error:
            print(error)
        rebound = 1

        def m(self):
            return local

    return Inner.seen, Inner.rebound, Inner().m(), Inner.__qualname__, Inner, rebound


print(body_scope())


class Exec:
    for i in range(3):
        exec(f"attr{i} = {i}")
    del i
    if True:
        conditional = "yes"
    else:
        other = "no"
    try:
        1 / 0
    except ZeroDivisionError as error:
        message = str(error)
    (lambda: None)()
    [leak for leak in range(2)]
    nested = type("N", (), {"inner": 1})
    locals()["via_locals"] = 5
    vars()["via_vars"] = 6
    __secret = 7
    _protected = 8

    def get(self):
        return self.__secret, self._Exec__secret


print(sorted(k for k in Exec.__dict__ if k[:2] != "__"), Exec().get(), hasattr(Exec, "__secret"))
for source in ("class A(x=1): pass", "class A(metaclass=int): pass", "class A(metaclass=5): pass", "class A(5): pass", "class A(*5): pass", "class A(**5): pass", "class A(None): pass", "class A(len): pass", "class A(int, metaclass=lambda *a, **k: (a[:2], k), z=3): pass\nprint(A)", "class A(*[int], **{'metaclass': type}): pass\nprint(A)", "class A(type, object): pass\nprint(A.__mro__)", "class A(object, type): pass", "class A(True): pass", "class A('text'): pass", "class A(lambda: 1): pass", "class A([]): pass", "class A(1.5): pass", "class A(int): pass; print(A(5))", "class A:\n  pass;x=1\nprint(A.x)", "class A(): pass\nprint(A)", "class A: x = y = 1; z, w = 2, 3\nprint(A.w)", "class A: 1/0"):
    try:
        exec(source, {"__name__": "scope"})
    except Exception as error:
        print(source, "!!", type(error).__name__, error)
