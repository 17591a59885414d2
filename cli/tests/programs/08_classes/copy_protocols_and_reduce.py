def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class P:
    def __init__(self, x):
        self.x = x


class S:
    __slots__ = ("a", "b")


class SD:
    __slots__ = ("a", "__dict__")


class L(list):
    pass


class D(dict):
    pass


class State:
    def __getstate__(self):
        return "custom state"


class Reduce:
    def __reduce__(self):
        return "reduced"


def clean(value):
    if isinstance(value, tuple):
        return tuple(clean(v) for v in value)
    if hasattr(value, "__next__"):
        return ("iterator", list(value))
    if isinstance(value, type):
        return value.__name__
    if callable(value):
        return value.__qualname__ if not hasattr(value, "__self__") else value.__name__
    return value


p = P(1)
s = S()
s.a = 5
sd = SD()
sd.a, sd.z = 1, 2
l = L([1, 2])
l.attr = "x"
d = D(k=1)
for o in (Reduce(), {1}, frozenset([1]), range(3), slice(1, 2), bytearray(b"y"), ..., NotImplemented, ValueError("v", 1), KeyError, len, iter([1, 2]), iter("ab"), iter((1,)), reversed([1, 2]), enumerate("ab"), zip("a", "b"), map(str, [1]), filter(None, [1]), iter(range(3)), iter({1: 2}), iter({1}), list[int]):
    for protocol in (2,):
        try:
            print(type(o).__name__, clean(o.__reduce_ex__(protocol)))
        except Exception as error:
            print(type(o).__name__, "!!", type(error).__name__, error)
for o in (p, s, sd, l, State(), 5, object(), []):
    print(type(o).__name__, clean(o.__getstate__()) if not isinstance(o.__getstate__(), dict) else o.__getstate__())


attempt(p.__reduce_ex__)
attempt(p.__reduce_ex__, 1, 2)
attempt(p.__reduce_ex__, "x")
attempt(p.__reduce__, 1)
attempt(p.__getstate__, 1)


class ReduceEx:
    def __reduce_ex__(self, protocol):
        return ("ex", protocol)


class OnlyReduce:
    def __reduce__(self):
        return ("plain",)


print(ReduceEx().__reduce_ex__(3), OnlyReduce().__reduce_ex__(4))
