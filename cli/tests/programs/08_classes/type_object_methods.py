def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


class A:
    x = 1
    def m(self): pass
class B(A): pass


for line in r"""
type(A), type(type), type(5), type(None), type(A()) is A, isinstance(A, type), issubclass(type, object), isinstance(object, type)
A.__name__, A.__bases__, A.__base__, object.__base__, object.__bases__, A.__mro__, type.__base__, bool.__base__, A.__subclasses__(), B.__subclasses__()
A.mro(), type.mro(B), A.__dictoffset__ != 0, A.__weakrefoffset__ != 0, int.__dictoffset__, A.__itemsize__, int.__itemsize__ > 0, tuple.__itemsize__ > 0
A.__flags__ & (1 << 9) != 0, int.__flags__ & (1 << 10) != 0, bool.__flags__ & (1 << 10), int.__flags__ & (1 << 24) != 0, list.__flags__ & (1 << 25) != 0, tuple.__flags__ & (1 << 26) != 0, bytes.__flags__ & (1 << 27) != 0, str.__flags__ & (1 << 28) != 0, dict.__flags__ & (1 << 29) != 0, Exception.__flags__ & (1 << 30) != 0, type.__flags__ & (1 << 31) != 0, A.__flags__ & (1 << 8), int.__flags__ & (1 << 8) != 0
int.__text_signature__, object.__text_signature__, A.__text_signature__, len.__text_signature__, str.join.__text_signature__, type.__text_signature__
type.__call__(int, "5"), type.__call__(type, 5), type.__call__(A).__class__.__name__
type.__getattribute__(A, "x"), type.__getattribute__(A, "__name__"), object.__getattribute__(A, "__name__")
object.__getattribute__(A, "x")
type.__getattribute__(5, "x")
type.__name__, type.__qualname__, type.__module__, A.__class__.__class__
int.__name__, int.__module__, type(len).__name__, type(len).__module__, type(A().m).__name__, type(A.m).__name__, type([].append).__name__, type(iter([])).__name__, type((i for i in ())).__name__, type({}.keys()).__name__, type(A.__dict__).__name__, type(1 .__add__).__name__, type(int.__add__).__name__, type(str.join).__name__, type(int.real).__name__, type(...).__name__, type(NotImplemented).__name__, type(list[int]).__name__, type(int | str).__name__, type(__builtins__).__name__
type(list[int]), type(int | str), type(lambda: 0), type(A().m), type(iter({})), type(iter("")), type(reversed([])), type(map(str, [])), type(range(1)), type(slice(1)), type(memoryview(b"")), type(t""), type(super(B, B()))
A.__or__(int), int | str, int | None, A | B, int.__or__(str), type(None) | int, (int | str).__args__
int | 5
5 | int
int | "str"
A.__prepare__(), type.__prepare__("n", (), x=1), type.__prepare__()
A.__sizeof__() > 0, A.__dir__() == type.__dir__(A), "mro" in dir(A), "mro" in dir(type), "__abstractmethods__" in dir(type)
A().__reduce_ex__("x")
object.__reduce_ex__()
A().__sizeof__() > 0, (5).__sizeof__() > 0, A().__dir__().__class__, A.__doc__, A().__init__(), object().__init__(), object.__new__(A).x
A().__eq__(5), A().__ne__(5), A().__lt__(5), A().__ge__(5), (a := A()).__eq__(a), a.__ne__(a), a.__hash__() == hash(a)
object.__eq__(1, 1), object.__eq__(1, 2), object.__ne__(1, 1), object.__ne__(1, 2), object.__lt__(1, 2), object.__hash__(1) != 1 or True
[n for n in dir(object)]
[n for n in dir(type) if n not in dir(object)]
A.nosuch
A.x.nosuch
type.nosuch
A.mro(1)
A.__subclasses__(1)
type.mro(5)
int.mro()
sorted(type.__dict__) == sorted(set(type.__dict__)), "__annotations__" in type.__dict__
type(type("X", (), {})) is type, type("é", (), {}).__name__, type("a b", (), {}).__name__, type("", (), {}).__name__ == ""
""".strip().splitlines():
    show(line)
