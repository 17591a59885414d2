class All:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __round__(self, n="none"):
        return ("round", n)

    def __trunc__(self):
        return "trunc"

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __int__(self):
        return 11

    def __float__(self):
        return 2.5

    def __complex__(self):
        return 1j

    def __index__(self):
        return 3

    def __bool__(self):
        return False

    def __divmod__(self, other):
        return ("divmod", other)

    def __rdivmod__(self, other):
        return ("rdivmod", other)

    def __pow__(self, other, mod="none"):
        return ("pow", other, mod)

    def __rpow__(self, other, mod="none"):
        return ("rpow", other, mod)

    def __hash__(self):
        return 77


class Broken:
    pass


def returns(value):
    return lambda self, *args: value


a = All()
import math


def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
-a, +a, ~a, abs(a), round(a), round(a, 2), round(a, None), math.trunc(a), math.floor(a), math.ceil(a)
int(a), float(a), complex(a), bool(a), not a, hash(a), "abcdef"[a], list(range(a)), [0] * a, bin(a), "%d %x" % (a, a), "%f" % a
divmod(a, 1), divmod(1, a), a ** 2, 2 ** a, pow(a, 2), pow(a, 2, 3), pow(2, a), pow(2, a, 3), pow(2, 3, a)
range(10)[a], bytes(a), chr(a), "x" * a, [1, 2, 3, 4][:a], math.sqrt(a), round(1.23456, a)
""".strip().splitlines():
    show(line)
for name, value in (("__int__", 1.5), ("__int__", "1"), ("__index__", 1.5), ("__index__", None), ("__float__", 1), ("__complex__", 1.0), ("__bool__", 1), ("__hash__", 1.5), ("__hash__", "x"), ("__len__", "x"), ("__len__", -1), ("__len__", 2**70), ("__str__", 5), ("__repr__", 5), ("__bytes__", "x"), ("__format__", 5), ("__hash__", 2**70), ("__hash__", -1), ("__length_hint__", "x"), ("__length_hint__", -1), ("__dir__", 5), ("__iter__", 5), ("__trunc__", "any"), ("__round__", "any")):
    cls = type("Broken", (), {name: returns(value)})
    b = cls()
    for f in (int, float, complex, bool, hash, len, str, repr, bytes, format, list, dir, iter, round, bin):
        if f.__name__ in name or (name, f) in (("__index__", bin), ("__length_hint__", list)):
            try:
                print(name, value, f.__name__, f(b))
            except Exception as error:
                print(name, value, f.__name__, "!!", type(error).__name__, error)
