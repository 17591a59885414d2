# Instructions that have specialised for some operands meet others, and what they rely on changes meanwhile.
def warm(f, *args, times=60):
    for _ in range(times):
        last = f(*args)
    return last


def attempt(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as error:
        print(type(error).__name__ + ":", error)


# ---- `__class__`
class Plain:
    pass


class Claims:
    @property
    def __class__(self):
        return int


def class_of(o):
    return o.__class__


def remade(o):
    return o.__class__()


warm(class_of, Plain())
for o in (Plain(), Claims(), 3, "s", None, Plain, Exception()):
    attempt(class_of, o)
warm(remade, Plain())
print(type(remade(Plain())).__name__, remade(Claims()), repr(remade("s")))


class Other:
    pass


moved = Plain()
warm(class_of, moved)
moved.__class__ = Other
print(class_of(moved).__name__)


# ---- methods that are not called at once
class Base:
    def name(self):
        return "Base.name"

    def call(self):
        bound = self.name
        return bound()


class Slotted:
    __slots__ = ("x",)

    def name(self):
        return "Slotted.name"


class WithDict(int):
    def name(self):
        return "WithDict.name"


def bound(o):
    return o.name


b = Base()
first, second = warm(bound, b), bound(b)
print(first is second, first == second, first.__self__ is b, first())
for o in (Base(), Slotted(), WithDict(3)):
    print(warm(bound, o)())
b.name = lambda: "instance"
print(bound(b)(), bound(Base())())
w = WithDict(4)
w.other = 1
print(warm(bound, w)(), w.name())
w.name = "data"
print(bound(w))
del w.name
print(bound(w)())
Base.name = property(lambda self: "property")
print(bound(Base()))
Base.name = staticmethod(lambda: "static")
print(bound(Base())())
del Base.name
attempt(bound, Base())


def called(o, *args):
    return o.name(*args)


class Late(int):
    def name(self, *args):
        return ("class", args)


late = Late()
late.first = 1
print(warm(called, late, 1))
late.name = lambda *args: ("instance", args)
print(called(late, 1))
del late.name
print(called(late, 1), called(Late(), 2))


class Odd(dict):
    pass


late.__dict__.update({"name": print})
called(late, "printed by the instance's print")


def append(list_):
    f = list_.append
    f(1)
    return list_


print(warm(append, [], times=5))


# ---- attributes of many classes at one place
def x_of(o):
    return o.x


class A:
    def __init__(self):
        self.x = "A"


class B:
    def __init__(self):
        self.y = self.x = "B"


class C:
    x = "C"


class D(A):
    def __getattribute__(self, name):
        return "D." + name


class E(A):
    def __getattr__(self, name):
        return "E." + name


class F(A):
    x = property(lambda self: "F")

    def __init__(self):
        pass


class G(A):
    def __init__(self):
        self.__dict__["x"] = "G"


for _ in range(40):
    seen = [x_of(o) for o in (A(), B(), C(), D(), E(), F(), G())]
print(seen)
e = E()
del e.x
print(x_of(e))
a = A()
del a.x
attempt(x_of, a)
A.x = "class"
print(x_of(a), x_of(A()))
del A.x


# ---- items at negative places
def item(s, i):
    return s[i]


def put(s, i, v):
    s[i] = v


numbers = [10, 20, 30]
warm(item, numbers, 1)
for i in (-1, -3, -4, 3, 2**70, -(2**70), True):
    attempt(item, numbers, i)
warm(item, (1, 2), -1)
for i in (-2, -3, 2):
    attempt(item, (1, 2), i)
attempt(item, "abc", -1)
attempt(item, {-1: "key"}, -1)
warm(put, numbers, -1, 33)
for i in (-3, -4, 3):
    attempt(put, numbers, i, 11)
print(numbers)

# ---- bytes stored in a bytearray
array = bytearray(b"abcd")
warm(put, array, 0, 65)
for i, v in ((1, 66), (-1, 68), (4, 1), (-5, 1), (2, 256), (2, -1), (2, "x"), (2, True), ("x", 1), (2**70, 1)):
    attempt(put, array, i, v)
print(array)


class Array(bytearray):
    def __setitem__(self, i, v):
        print("Array", i, v)


put(Array(b"ab"), 0, 1)


# ---- membership
def has(container, o):
    return o in container


warm(has, {1, 2}, 1)
for container in ({1, 2}, frozenset({frozenset({1})}), set(), "text", "tëxt", "text€", b"text"):
    for o in (1, 2.0, {1}, [1], "e", "", "ex", "ë", "€"):
        try:
            print(has(container, o), end=" ")
        except TypeError as error:
            print(error, end=" ")
    print()


class Text(str):
    def __contains__(self, o):
        return "Text"


print(has(Text("a"), "b"))


# ---- isinstance of classes with metaclasses
class Meta(type):
    pass


class Checks(type):
    def __instancecheck__(cls, o):
        return o == "yes"


class M(metaclass=Meta):
    pass


class N(metaclass=Checks):
    pass


def is_a(o, c):
    return isinstance(o, c)


warm(is_a, M(), M)
for o in (M(), 1, "yes", Claims()):
    print([is_a(o, c) for c in (M, N, int, object, (int, N), int | str)])
Meta.__instancecheck__ = lambda cls, o: "truth"
print(is_a(1, M))


# ---- iterators of lists and tuples
class List(list):
    def __iter__(self):
        return iter("overridden")


def items(s):
    return [x for x in s]


warm(items, [1, 2])
for s in ([1], (2,), List([3]), range(2), "ab", {4: 5}, {6}, iter([7]), b"8"):
    print(items(s))
attempt(items, 9)


# ---- instances that are given more attributes than their class shows
class Many:
    a: int
    b: int
    c: int
    d: int
    e: int = 5
    f: int = 6


def set_all(self, a, b, c, d):
    self.a, self.b, self.c, self.d, self.e, self.f = a, b, c, d, 5, 6


Many.__init__ = set_all
many = [Many(1, 2, 3, 4) for _ in range(50)]
for m in many:
    m.g = 7
    m.h = 8
print(vars(many[-1]), sum(m.f + m.h for m in many))
