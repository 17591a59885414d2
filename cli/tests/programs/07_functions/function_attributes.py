def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def f(a, b: int = 2, *args: "x", c=3, d: str, **kw) -> float:
    """Doc of f."""
    local = 1
    return local


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__closure__, f.__dict__, f.__type_params__, f.__globals__ is globals(), f.__builtins__ is __builtins__.__dict__)
print(f.__annotations__)
code = f.__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_varnames, code.co_flags, code.co_freevars, code.co_cellvars, code.co_firstlineno, code.co_names)
f.__name__ = "renamed"
f.__qualname__ = "Outer.renamed"
f.__doc__ = None
f.__module__ = "elsewhere"
print(f.__name__, repr(f)[:24], f.__doc__, f.__module__)
for name, value in (("__name__", 5), ("__qualname__", 5), ("__name__", None), ("__defaults__", 5), ("__defaults__", [1]), ("__kwdefaults__", 5), ("__code__", 5), ("__dict__", 5), ("__closure__", ()), ("__globals__", {}), ("__annotations__", 5), ("__type_params__", 5), ("__builtins__", {}), ("__annotate__", 5), ("__class__", int), ("__module__", 5), ("__doc__", 5)):
    attempt(setattr, f, name, value)
for name in ("__name__", "__qualname__", "__code__", "__dict__", "__globals__", "__closure__", "__type_params__", "__annotate__", "nosuch", "__module__", "__doc__", "__defaults__", "__kwdefaults__", "__annotations__"):
    attempt(delattr, f, name)
print(f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__module__, f.__doc__)


def g(a, b=1, *, c=2):
    return a, b, c


g.__defaults__ = (10, 20)
print(g())
g.__kwdefaults__ = {"c": 30, "zz": 1}
print(g())
g.__defaults__ = None
attempt(g)
g.__kwdefaults__ = None
attempt(g, 1, 2)
g.__defaults__ = (1, 2, 3, 4)
attempt(g, c=1)
g.attr = 1
g.__dict__["other"] = 2
print(g.attr, g.other, vars(g), g.__dict__)
del g.attr
attempt(lambda: g.attr)
attempt(lambda: g.nosuch)
g.__dict__ = {"fresh": 1}
print(g.fresh)


def outer():
    x = 1

    def inner():
        return x

    def inner2():
        nonlocal x
        x += 1

    return inner, inner2


i1, i2 = outer()
print(i1.__closure__[0].cell_contents, i1.__qualname__, i1.__closure__[0] is i2.__closure__[0])
i2()
print(i1(), i1.__code__.co_freevars, i1.__closure__[0] == i2.__closure__[0])
i1.__closure__[0].cell_contents = "changed"
print(i1())
del i1.__closure__[0].cell_contents
attempt(i1)
attempt(lambda: i1.__closure__[0].cell_contents)
attempt(setattr, i1, "__code__", (lambda: 1).__code__)
attempt(setattr, g, "__code__", i1.__code__)
g.__code__ = (lambda p, q=9: ("new code", p, q)).__code__
g.__defaults__ = None
attempt(g, 1)
attempt(g, 1, 2)
FunctionType = type(f)
CodeType = type(code)
CellType = type(i1.__closure__[0])
h = FunctionType((lambda x, y=1: (x, y, z)).__code__, {"z": "global z"}, "made", (5,))
print(h(1), h.__name__, h.__defaults__, h.__module__, h.__qualname__)
attempt(FunctionType, 5, {})
attempt(FunctionType, code, 5)
attempt(FunctionType, code)
attempt(FunctionType, i1.__code__, {})
attempt(FunctionType, i1.__code__, {}, "n", None, (5,))
attempt(FunctionType, i1.__code__, {}, "n", None, (CellType(1), CellType(2)))
attempt(FunctionType, code, {}, 5)
attempt(FunctionType, code, {}, 5, 5)
attempt(FunctionType, code, {}, None, None, (CellType(),))
k = FunctionType(i1.__code__, {}, "n", None, (CellType("in cell"),))
print(k(), FunctionType(code=(lambda *, a: a).__code__, globals={}, kwdefaults={"a": 4})())
c = CellType(5)
print(c.cell_contents, c == CellType(5), c < CellType(6), CellType() < c, CellType() == CellType(), repr(c)[:8])
attempt(lambda: CellType().cell_contents)
attempt(CellType, 1, 2)
attempt(hash, c)
attempt(lambda: c < 5)
attempt(lambda: type("F", (FunctionType,), {}))
lam = lambda x: x
print(lam.__name__, lam.__qualname__, repr(lam)[:20], (lambda: 0).__code__.co_name, [lambda: 0][0].__qualname__)


class C:
    def method(self):
        def nested():
            pass

        return nested, lambda: 0

    lam = lambda self: 0


print(C.method.__qualname__, C().method()[0].__qualname__, C().method()[1].__qualname__, C.lam.__qualname__)
print(sorted(n for n in dir(f) if n not in dir(object)), callable(f), bool(f), f == f, f != g, hash(f) == hash(f))
print(lam.__get__(5)(), lam.__get__(None, int) is lam)
attempt(lam.__get__)
attempt(lam.__get__, None)
attempt(lam.__get__, None, None)
attempt(lambda: lam < lam)
attempt(lambda: lam + lam)
attempt(lambda: lam[0])
attempt(len, lam)
attempt(iter, lam)
