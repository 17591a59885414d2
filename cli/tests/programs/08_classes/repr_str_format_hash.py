def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class R:
    def __repr__(self):
        return "R()"


class S:
    def __str__(self):
        return "S str"


class Both:
    def __repr__(self):
        return "Both repr"

    def __str__(self):
        return "Both str"


class F:
    def __format__(self, spec):
        return f"F[{spec}]"


for o in (R(), Both()):
    print(o, str(o), repr(o), [o], (o,), {o: o}, f"{o}", f"{o!r}", "%s %r" % (o, o), "{} {!r}".format(o, o), ascii(o))
s = S()
print(s, str(s), repr(s)[:12], f"{s}", f"{s:}", repr([s])[:13])
print(f"{F():x}", format(F(), "y"), "{:z}".format(F()), f"{F()}")
attempt(format, S(), "x")
attempt(format, R(), ">5")
attempt(format, object(), "d")
attempt(object.__format__, 5, "x")
attempt(object.__format__, 5, "")
attempt(object.__format__, 5, 5)
attempt(object.__format__, 5)


class NonStr:
    def __repr__(self):
        return 5

    __str__ = __format__ = lambda self, *a: 7


for f in (str, repr, format, ascii, print, "{}".format, "%s".__mod__, "%r".__mod__, lambda o: f"{o}", lambda o: [o].__repr__(), lambda o: f"{o!a}"):
    attempt(f, NonStr())


class StrSub(str):
    pass


class RetSub:
    def __repr__(self):
        return StrSub("sub")

    def __str__(self):
        return StrSub("sub")

    def __format__(self, spec):
        return StrSub("sub")


print(type(repr(RetSub())).__name__, type(str(RetSub())).__name__, type(format(RetSub())).__name__, type(f"{RetSub()}").__name__)


class H:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h


for h in (0, 5, -1, -2, 2**61 - 1, 2**61, 2**63, 2**64, -(2**63), 2**200, True):
    print(h, hash(H(h)))
for h in (1.5, "x", None, [], H(1)):
    attempt(hash, H(h))


class EqOnly:
    def __eq__(self, other):
        return True


class EqHash:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


class SubOfEqOnly(EqOnly):
    pass


class Restores(EqOnly):
    __hash__ = object.__hash__


class NoHash:
    __hash__ = None


print(EqOnly.__hash__, SubOfEqOnly.__hash__, NoHash.__hash__, Restores.__hash__ is object.__hash__, hash(EqHash()), isinstance(hash(Restores()), int))
attempt(hash, EqOnly())
attempt(hash, SubOfEqOnly())
attempt(hash, NoHash())
attempt(lambda: {EqOnly(): 1})
attempt(lambda: {EqOnly()})
EqOnly.__hash__ = lambda self: 3
print(hash(EqOnly()), hash(SubOfEqOnly()))
o = object()
print(hash(o) == hash(o), o == o, o != o, hash(H) == hash(H), hash(len) == hash(len), hash(R.__repr__) == hash(R.__repr__))
print(repr(R)[:8], repr(R().__repr__)[:24], repr(type(R())), str(R), R.__str__ is object.__str__, R.__repr__(R()), object.__repr__(R())[:18], object.__str__(R()), int.__repr__(True), object.__str__(5), object.__repr__(5)[:17])


class Recursive:
    def __init__(self):
        self.items = [self]

    def __repr__(self):
        return f"<{self.items}>" if len(self.items) < 2 else "deep"


r = Recursive()
try:
    repr(r)
except RecursionError as error:
    print(type(error).__name__)
a = []
a.append((a, {"a": a}))
print(a)
d = {}
d["d"] = [d, (d,)]
print(d)
f = [frozenset([1]), {2}, {"k": {3}}]
print(f)


class ReprRaises:
    def __repr__(self):
        raise ValueError("repr failed")


l = [1, ReprRaises()]
attempt(repr, l)
attempt(repr, l)
l[1] = l
print(l)
attempt(repr, {ReprRaises(): 1})
attempt(repr, (1, ReprRaises()))
attempt(repr, {"k": ReprRaises()})
attempt(str, [ReprRaises()])


class Meta(type):
    def __repr__(cls):
        return f"class {cls.__name__}"

    def __str__(cls):
        return "meta str"

    def __format__(cls, spec):
        return f"meta {spec}"

    def __hash__(cls):
        return 99


class M(metaclass=Meta):
    pass


print(M, [M], f"{M:q}", hash(M), type(M()).__name__)
