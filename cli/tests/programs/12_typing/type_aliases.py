def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


type A = int
type B[T] = list[T] | None
type C[T: int, *Ts, **P] = dict[T, tuple[*Ts]]
type Rec = list[Rec] | int
type Lazy = undefined_yet
type D[T = int] = T
print(A, repr(A), A.__name__, A.__value__, A.__type_params__, type(A).__name__, A.__module__, A.__parameters__)
print(B.__value__, B.__type_params__, B[int], B[str].__args__, B[str].__origin__ is B, B[int].__value__ if hasattr(B[int], "__value__") else "no value", repr(B[int]), B[int] == B[int], B.__parameters__)
print(C.__type_params__, C.__value__, Rec.__value__, D.__value__, D.__type_params__[0].__default__)
attempt(lambda: Lazy.__value__)
undefined_yet = float
print(Lazy.__value__, Lazy.__value__)
attempt(lambda: A[int])
attempt(lambda: B[int, str])
attempt(lambda: A())
attempt(lambda: isinstance(1, A))
attempt(lambda: A | "x")
print(A | int, int | A, A | B[int], A | None)
attempt(setattr, A, "__name__", "x")
attempt(setattr, A, "__value__", 5)
attempt(setattr, A, "x", 5)
attempt(lambda: type("S", (type(A),), {}))
attempt(lambda: type("S", (A,), {}))
attempt(lambda: A.nosuch)
TypeAliasType = type(A)
import _typing

print(TypeAliasType is _typing.TypeAliasType)
T = _typing.TypeVar("T")
X = TypeAliasType("X", list[T], type_params=(T,))
print(X, X.__value__, X.__type_params__, X[int], X.__module__)
attempt(TypeAliasType)
attempt(TypeAliasType, "X")
attempt(TypeAliasType, 5, int)
attempt(lambda: TypeAliasType("X", int, type_params=5))
attempt(lambda: TypeAliasType("X", int, type_params=(5,)).__type_params__)
attempt(lambda: TypeAliasType("X", int, bad=1))
print(A.evaluate_value(1), type(A.evaluate_value).__name__)
attempt(A.evaluate_value, 2)
print(A.__hash__() == hash(A), A == A, A != B, sorted(n for n in dir(A) if n not in dir(object)))
calls = []


def note(x):
    calls.append(x)
    return x


type Once = note(int)
print(calls, Once.__value__, Once.__value__, calls)
type Raises = note(1 / 0)
attempt(lambda: Raises.__value__)
attempt(lambda: Raises.__value__)


class K:
    type Inner = K
    type Attr = own
    own = str

    def m(self):
        type Local[Q] = tuple[Q, int]
        return Local


print(K.Inner.__value__, K.Attr.__value__, K().m(), K().m().__value__, K().m() is not K().m())


def closure(t):
    type R = t
    t = str
    return R


print(closure(int).__value__)
type type = int
print(type.__name__, type.__value__)
del type
type = 5
print(type, type + 1)
type, other = 1, 2
print(type)
type: int = 3
print(type)
type = lambda x: x
print(type
      (4), type (5))
for source in ("type X = (yield)", "type X = (x := 1)", "type X = await y", "type X[T] = (yield)", "type X[T, T] = int", "type X", "type X =", "type X = ", "type 5 = int", "type x.y = int", "type x[0] = int", "type (X) = int", "type X: int = 1", "type X = int, str", "type X = int = str", "type X, Y = int", "type X[T = int, U] = T", "def f():\n type X = int\n nonlocal X", "type X += int", "type __debug__ = int", "type None = int", "type type = type", "type X = lambda: 1", "type X = *int", "class A:\n type X[T] = (lambda: T)", "type if = int", "type X = {**y}", "type X = [x for x in y]"):
    try:
        compile(source, "<ta>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as e:
        print(repr(source), "!!", e.msg)
