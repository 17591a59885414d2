def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def f[T](x: T) -> T:
    return x


class C[T, *Ts, **P]:
    x: T

    def m[U](self, u: U) -> tuple[T, U]:
        return u

    inner = T


print(f.__type_params__, C.__type_params__, C.m.__type_params__, f(5), f.__annotations__, C.m.__annotations__)
T, Ts, P = C.__type_params__
print(type(T).__name__, type(Ts).__name__, type(P).__name__, T.__name__, Ts.__name__, P.__name__, T, Ts, P, repr(T), T.__module__)
print(T.__bound__, T.__constraints__, T.__covariant__, T.__contravariant__, T.__infer_variance__, T.__default__, T.has_default(), T.__default__ is Ts.__default__)
print(type(P.args).__name__, P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs, hash(T) == hash(T), T == T)


def g[A: int, B: (str, bytes), D = list, *E = *tuple[int, ...], **F = [int, str]](): pass


A, B, D, E, F = g.__type_params__
print(A.__bound__, A.__constraints__, B.__bound__, B.__constraints__, D.__default__, E.__default__, F.__default__, D.has_default(), A.has_default())
log = []


def lazy[X: log.append("bound") or int, Y = log.append("default") or str](): pass


X, Y = lazy.__type_params__
print(log)
print(X.__bound__, Y.__default__, log, X.__bound__, log)


class Bad[Q: undefined_name]: pass


attempt(lambda: Bad.__type_params__[0].__bound__)
undefined_name = float
print(Bad.__type_params__[0].__bound__)


class Base[T]:
    pass


class Derived[T](list[T]):
    def get(self) -> T: ...


print(Derived.__bases__[0].__name__ if Derived.__bases__[0] is list else Derived.__bases__, len(Derived.__orig_bases__), Derived([1, 2]))


def outer[T]():
    def inner[U](a: T, b: U):
        return T, U

    class K[T]:
        t = T

    return inner(1, 2)[0] is T, K.__type_params__[0] is K.t, K.t is T


print(outer(), T)
attempt(lambda: outer.T)


def default_not_in_scope[Z](a=1):
    return Z.__name__


print(default_not_in_scope())


class Shadow[int]:
    def m(self) -> int: ...


print(Shadow.m.__annotations__["return"])
l = []
for i in range(2):
    def h[V](): return V
    l.append(h)
print(l[0]() is l[1](), l[0]() is l[0](), l[0].__type_params__[0] is l[0]())
attempt(setattr, f, "__type_params__", 5)
f.__type_params__ = ()
print(f.__type_params__)
attempt(setattr, T, "__bound__", 5)
attempt(setattr, T, "__name__", "x")
T.attr = 5
print(T.attr)
import _typing

TypeVar, ParamSpec, TypeVarTuple = _typing.TypeVar, _typing.ParamSpec, _typing.TypeVarTuple
for args, kw in ((("T",), {}), (("T", int, str), {}), (("T",), {"bound": int}), (("T",), {"covariant": True}), (("T",), {"contravariant": True}), (("T",), {"infer_variance": True}), (("T", int), {}), (("T", int, str), {"bound": int}), (("T",), {"covariant": True, "contravariant": True}), (("T",), {"covariant": True, "infer_variance": True}), ((), {}), ((5,), {}), (("T",), {"default": int})):
    print(args, kw, end=": ")
    attempt(lambda: (t := TypeVar(*args, **kw)) and (t, t.__module__, t.has_default(), t.__covariant__, t.__contravariant__))
print(repr(ParamSpec("P")), repr(TypeVarTuple("Ts")), TypeVar(name="N"), ParamSpec("P", covariant=True), ParamSpec("Q", default=[int]).__default__)
attempt(TypeVarTuple)
attempt(ParamSpec, "P", bound=5)
attempt(lambda: type("S", (TypeVar,), {}))
attempt(lambda: type("S", (T,), {}))
print(_typing.NoDefault, repr(_typing.NoDefault), type(_typing.NoDefault)() is _typing.NoDefault)
attempt(lambda: type(_typing.NoDefault)(1))
attempt(lambda: T[int])
attempt(lambda: T())
for source in ("def f[T, T](): pass", "def f[T=int, U](): pass", "def f[](): pass", "class C[T: yield]: pass", "def f[T: (yield)](): pass", "def f[T: (x := 1)](): pass", "class C[T](x := 1): pass", "class C[T]((yield)): pass", "def f[*T: int](): pass", "def f[**P: int](): pass", "def f[*T = int](): pass", "def f[*T = *int](): pass", "def f[T = *int](): pass", "def f[**P = *int](): pass", "def f[1](): pass", "def f[T int](): pass", "def f[T,](): pass", "def f[*T, *U](): pass", "def f[**P, T](): pass", "lambda[T]: 1", "class C[T: await x]: pass", "async def f[T](): pass", "class C[__debug__]: pass", "def f[T](x: (y := T)): pass", "def f[T: int = str](): pass", "def f[T](T): pass", "class C[T](metaclass=T): pass", "def f[None](): pass", "def f[*](): pass", "def f[T: ](): pass", "def f[T = ](): pass"):
    try:
        compile(source, "<tp>", "exec")
        print(source, "compiles")
    except SyntaxError as e:
        print(source, "!!", e.msg)
