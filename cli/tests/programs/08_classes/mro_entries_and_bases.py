class Entry:
    def __init__(self, *bases):
        self.bases = bases

    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return self.bases


class P: pass
class Q: pass


class A(Entry(P)): pass
class B(Entry(P, Q), dict): pass
class C(Entry(), int): pass
print(A.__bases__, A.__orig_bases__[0].__class__.__name__, B.__bases__, C.__bases__, len(B.__orig_bases__))
class D(P): pass
print(hasattr(D, "__orig_bases__"), A.__dict__["__orig_bases__"] is A.__orig_bases__)


class Bad:
    def __mro_entries__(self, bases):
        return [P]


class Raises:
    def __mro_entries__(self, bases):
        raise ValueError("entries")


class WrongContent:
    def __mro_entries__(self, bases):
        return (5,)


class ClassWithEntries:
    def __mro_entries__(self, bases):
        return (Q,)


for base in (Bad(), Raises(), WrongContent(), 5, "s", None, len, list[int], dict[str, int], int | str):
    try:
        class X(base): pass
        print("fine", X.__bases__, X.__orig_bases__)
    except Exception as error:
        print(type(error).__name__, error)
class Y(ClassWithEntries): pass
print(Y.__bases__)
try:
    type("Z", (Entry(P),), {})
except TypeError as error:
    print(error)


class G(list[int]):
    pass


print(G.__bases__, G.__orig_bases__, G([1]), G[str] if hasattr(G, "__class_getitem__") else None)


class GM(dict[str, int], P):
    x = 1


print(GM.__bases__, GM.__orig_bases__)


class Slots1:
    __slots__ = ("a",)


class Slots2:
    __slots__ = ("b",)


class Empty:
    __slots__ = ()


class DictOnly:
    pass


combos = [(Slots1, Slots2), (Slots1, Empty), (Slots1, DictOnly), (int, str), (int, Slots1), (int, DictOnly), (list, dict), (tuple, Empty), (str, Slots1), (Exception, KeyError), (KeyError, Exception), (OSError, ImportError), (ValueError, TypeError), (SystemExit, KeyError), (Exception, int), (type, int), (type, DictOnly), (object, int), (int, object), (bool,), (type(None),), (range,), (slice,), (memoryview,), (type(lambda: 0),), (type(len),), (type((i for i in ())),), (property, DictOnly), (classmethod,), (staticmethod,), (super,), (zip,), (map, filter), (enumerate,), (reversed,), (type(iter([])),), (type({}.keys()),), (type(type.__dict__),), (type(...),), (type(NotImplemented),), (type(list[int]),), (frozenset, Empty), (set, frozenset), (bytes, bytearray), (float, int), (complex,), (BaseException,), (BaseExceptionGroup, Exception), (ExceptionGroup, ValueError), (type((lambda: 0).__code__),), (type(__builtins__),), (type(type("s", (), {"__slots__": "q"}).q),), (type("".join),), (type(str.join),), (type(int.__add__),), (type((1).__add__),)]
for bases in combos:
    try:
        T = type("T", bases, {})
        print(*(b.__name__ for b in bases), "->", T.__base__.__name__, hasattr(T, "__dict__"), "__dict__" in T.__dict__, "__weakref__" in T.__dict__)
    except TypeError as error:
        print(*(b.__name__ for b in bases), "!!", error)
