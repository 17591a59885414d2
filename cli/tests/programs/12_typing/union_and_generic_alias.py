def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


class A: pass
class Meta(type):
    def __or__(cls, other):
        return "meta or"
class M(metaclass=Meta): pass


GA = type(list[int])
U = type(int | str)
import _typing
T = _typing.TypeVar("T")
S = _typing.TypeVar("S")
P = _typing.ParamSpec("P")
Ts = _typing.TypeVarTuple("Ts")


for line in r"""
int | str, int | None, None | int, int | int, int | str | int, (int | str) | (str | float), list[int] | None, int | list[str], A | None, M | int
int | str == str | int, hash(int | str) == hash(str | int), int | str != int | float, (int | str).__args__, (int | str).__parameters__, (int | T).__parameters__, repr(int | None), (int | None).__args__
(int | T)[str], (list[T] | S)[int, str], (T | None)[int]
(int | str)[int]
int | 1
1 | int
int | "str"
"str" | int
int | [str]
None | None
int | ...
isinstance(1, int | str), isinstance(None, int | None), isinstance("a", int | list), issubclass(bool, int | str)
isinstance(1, int | list[int])
isinstance("x", int | list[int])
U, U.__name__, U.__qualname__, U.__module__, type(int | str) is U
U()
U[int, str], U[int, None], U[int]
U[()]
type("X", (U,), {})
(int | str).__origin__
(int | str).nosuch
(int | str)()
bool | int | str | bytes | None | float
(int | str) | "x"
(list[int] | None).__args__, dict[str, int] | set[T]
list[int], dict[str, int], tuple[int, ...], tuple[()], tuple[int], list[list[int]], type[int], set["forward"], list[T], dict[T, S], list[None], list[...], list[1], list["a", 2], frozenset[int | str], list[A], list[int,], dict[str, list[T]]
list[int].__origin__, list[int].__args__, list[T].__parameters__, dict[T, list[S]].__parameters__, tuple[T, T].__parameters__, list[int].__parameters__, tuple[()].__args__
list[T][int], dict[T, S][int, str], dict[T, list[T]][int], list[list[T]][str], tuple[T, ...][int], dict[str, T][T]
list[int][str]
dict[T, S][int]
list[T][int, str]
list[T][()]
list[int](), list[int]([1, 2]), dict[str, int](a=1), type(list[int]()), tuple[int]((1,)), list[int]((1, 2)).__class__
list[int] == list[int], list[int] != list[str], list[int] is list[int], hash(list[int]) == hash(list[int]), list[int] == GA(list, int), list[int] == GA(list, (int,)), {list[int]: 1}[list[int]]
GA(list, int), GA(list, (int, str)), GA(5, 6), GA(list, ()), repr(GA(list, [int])), GA(A, "x")
GA()
GA(list)
GA(list, int, str)
GA(list, x=1)
list[int].append([1], 2), list[int].__name__, list[int].__doc__ == list.__doc__, dict[str, int].fromkeys("a"), list[int].__class__, list[int].__mro_entries__(()), list[int].__origin__ is list, dir(list[int]) != dir(list)
list[int].nosuch
isinstance([], list[int])
issubclass(list, list[int])
issubclass(list[int], list)
isinstance(list[int], type), isinstance(list[int], GA), type(list[int]), isinstance(int | str, U)
type("L", (GA,), {})
list[int] | str, str | list[int], list[int] | list[int], list[int] | list[str]
*tuple[int, str],
list(iter(list[int])), [*tuple[int, ...]], tuple[*tuple[int, str]], tuple[*Ts], tuple[int, *Ts][str, bytes], tuple[*Ts][()], tuple[T, *Ts, S][int, str, float, bytes]
next(iter(list[int])).__unpacked__, list[int].__unpacked__, next(iter(tuple[int])).__typing_unpacked_tuple_args__, repr(next(iter(tuple[int, str])))
int[str]
A[int]
str[int]
A()[int]
type[int], type[T][int], type[int] == type[int]
list[int].__reduce__()[1], list[int].__getitem__
enumerate[int], slice[int], memoryview[int], type(i for i in ())[int, None, None]
map[int], filter[int], reversed[int], BaseExceptionGroup[int], ExceptionGroup[int]
list[int].__call__([5]), list[int].__eq__(5), list[int].__hash__() == hash(list[int])
list[(lambda: 0).__name__], list["é"], list[b"x"], list[1.5], tuple[[int, str], T], tuple[(int, str)]
repr(list[A]), repr(list[len]), repr(GA(list, lambda: 0))[:14], repr(dict[A, type(None)]), repr(tuple[int, ...]), repr(list[[int, A]])
setattr(list[int], "x", 1)
list[int].x
delattr(list[int], "__origin__")
""".strip().splitlines():
    show(line)
class Box[K]:
    def __class_getitem__(cls, item):
        return GA(cls, item)

    def __init__(self):
        print("init, orig class", hasattr(self, "__orig_class__"))


b = Box[int]()
print(b.__orig_class__, Box[int].__args__, Box[str])


class Slots:
    __slots__ = ()
    __class_getitem__ = classmethod(GA)


print(type(Slots[int]()).__name__, hasattr(Slots[int](), "__orig_class__"))
for name in ("list", "dict", "tuple", "set", "frozenset", "type", "enumerate", "map", "filter", "zip", "reversed", "memoryview", "slice", "range", "str", "int", "bytes", "bytearray", "property", "staticmethod", "classmethod", "super", "object", "BaseException", "ExceptionGroup"):
    print(name, hasattr(getattr(__builtins__, name), "__class_getitem__"), end="; ")
print()
