import sys


def f():
    x = 1
    return lambda: x


class A:
    __slots__ = ("s",)

    def m(self):
        pass


types = [property, classmethod, staticmethod, super, *map(type, (f, A().m, len, [].append, str.upper, int.__add__, (1).__add__, A.s, int.real, dict.__dict__["fromkeys"], f().__closure__[0], f.__code__, sys._getframe(), sys, sys.implementation, list[int], int | str, sys.flags))]
try:
    1 / 0
except ZeroDivisionError as e:
    types.append(type(e.__traceback__))
for T in types:
    print(T.__name__, T.__base__, T.__text_signature__)
    for name in sorted(T.__dict__):
        value = T.__dict__[name]
        kind = type(value).__name__
        if T.__name__ != "flags" or not name.startswith("__"):
            print("   ", kind, name, getattr(value, "__text_signature__", "") if kind not in ("str", "tuple", "int") else "")
