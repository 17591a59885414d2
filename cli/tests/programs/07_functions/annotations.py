def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def f(a: int, b: "str" = 1, *args: list[int], c: dict | None = None, **kw: undefined_later) -> tuple:
    pass


attempt(lambda: f.__annotations__)
undefined_later = float
print(f.__annotations__)
print(f.__annotations__ is f.__annotations__, type(f.__annotate__).__name__, f.__annotate__.__name__, f.__annotate__.__qualname__)
print(f.__annotate__(1))
attempt(f.__annotate__, 2)
attempt(f.__annotate__, 3)
attempt(f.__annotate__, 4)
attempt(f.__annotate__, "x")
attempt(f.__annotate__)
f.__annotations__["new"] = 1
print(f.__annotations__["new"])
f.__annotations__ = {"replaced": 2}
print(f.__annotations__, f.__annotate__)
f.__annotate__ = lambda format: {"from": format}
print(f.__annotations__)
f.__annotations__ = None
print(f.__annotations__)
del f.__annotations__
print(f.__annotations__)


def none():
    pass


print(none.__annotations__, none.__annotate__, (lambda x: x).__annotations__)


class C:
    x: int
    y: str = "default"
    z: "forward"
    w: Later
    __private: int = 3

    def m(self, other: C) -> C:
        pass

    if True:
        cond: bool = True


attempt(lambda: C.__annotations__)


class Later:
    pass


print(C.__annotations__, C.m.__annotations__ == {"other": C, "return": C}, C.y, hasattr(C, "x"))
print(type(C.__annotate__).__name__, C.__annotate__(1) == C.__annotations__, "__annotations__" in C.__dict__, "__annotate_func__" in C.__dict__)


class D(C):
    pass


class E(C):
    own: int


print(D.__annotations__, E.__annotations__, D().__annotations__ if hasattr(D(), "__annotations__") else "instances have none")
C.__annotations__ = {"set": 1}
print(C.__annotations__, C.__annotate__)
del C.__annotations__
attempt(lambda: C.__annotations__)
attempt(setattr, D, "__annotations__", 5)
print(D.__annotations__)
attempt(setattr, D, "__annotate__", 5)
attempt(lambda: int.__annotations__)
attempt(lambda: int.__annotate__)
attempt(lambda: setattr(int, "__annotations__", {}))


def effects():
    def show(tag):
        print("evaluated", tag)
        return tag

    x: show("local variables are never evaluated") = 1

    class K:
        a: show("class attribute")
        b: show("second") = show("value")

    def g(p: show("parameter")) -> show("return"):
        pass

    print("defined")
    print(g.__annotations__)
    print(K.__annotations__)
    print(K.__annotations__)
    return x


effects()


class Scope:
    T = int
    attr: T

    def m(self, x: T) -> "T":
        pass

    T = str


print(Scope.__annotations__, Scope.m.__annotations__)


def closure(t):
    def inner(x: t):
        pass

    class K:
        y: t

    t2 = t
    return inner, K


i, k = closure(bytes)
print(i.__annotations__, k.__annotations__)
loops: list = []
for n in range(2):

    def loop(x: n):
        pass

    loops.append(loop)
print([l.__annotations__ for l in loops])


def comp(x: [i for i in range(3)], y: (lambda: 5)(), z: {k: v for k, v in [(1, 2)]}, w: f"{1 + 1}"):
    pass


print(comp.__annotations__)
mod_var: int = 5
conditional: str
if mod_var == 6:
    never: int = 1
print(__annotations__ if "__annotations__" in globals() else sorted(k for k in globals() if "annot" in k))
print(__annotate__(1))
for source in ("def f(x: yield): pass", "def f(x: (yield)): pass", "def f(x: (y := 1)): pass", "x: (yield) = 1", "class C:\n x: (await y)", "def f(*args: *Ts): pass", "def f(*args: int, **kw: str) -> None: pass", "def f(x: int = 1, /, y: str = 2, *, z: bytes) -> (1, 2): pass", "lambda x: int: x", "x: int, y: int", "(x, y): int", "[x]: int", "x.y: int", "x[0]: int = 1", "f(): int", "5: int", "x: int = yield", "x: int: str", "x: = 1", "def f(x:): pass", "def f() ->: pass", "def f() -> x := 1: pass", "x: *y = 1", "x: y, z = 1", "x: lambda: 1 = 2", "None: int", "global x\nx: int = 1", "def f():\n global x\n x: int = 1", "x: int += 1"):
    try:
        compile(source, "<ann>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg, error.offset)
future = {}
exec(compile("from __future__ import annotations\ndef f(a: int, b: undefined[x], *c: 'q', d: (1, 2) = 3) -> a.b | None: pass\nclass C:\n  x: int\n  y: list[ 'z' ] = 1\nv: dict[str, int]\n", "<future>", "exec"), future)
print(future["f"].__annotations__, future["C"].__annotations__, future["__annotations__"])
