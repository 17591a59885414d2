# The bytes of pickles of all protocols: memo numbers, batches, frames, globals, reductions; and back. What files are asked for.
# imports: _pickle collections copyreg datetime decimal fractions functools hashlib io operator sys
import _pickle
import collections
import copyreg
import datetime
import decimal
import fractions
import functools
import hashlib
import io
import operator
import sys


class Plain:
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    class Inner:
        def __eq__(self, other):
            return type(self) is type(other)

    def method(self):
        return 1


class Slotted:
    __slots__ = ("a", "b")

    def __eq__(self, other):
        return self.a == other.a


class WithState(Plain):
    def __getstate__(self):
        return (1, 2)

    def __setstate__(self, state):
        self.state = state


class NewArgs(int):
    def __new__(cls, a, b=0):
        self = super().__new__(cls, a)
        self.b = b
        return self

    def __getnewargs__(self):
        return (int(self), self.b)


class NewArgsEx(str):
    def __new__(cls, a, *, k):
        self = super().__new__(cls, a)
        self.k = k
        return self

    def __getnewargs_ex__(self):
        return (str(self),), {"k": self.k}


class MyList(list):
    pass


class MyDict(dict):
    pass


class Setter(Plain):
    def __reduce__(self):
        return Setter, (), {"x": 1}, None, None, set_state


def set_state(o, state):
    o.__dict__.update(state)


class GlobalName:
    def __reduce__(self):
        return "singleton"


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    pass


singleton = GlobalName()


def shared():
    a = ["x", "y"]
    return [a, a, {"a": a, "b": a}, (a,), (a, a, a, a)]


def cyclic_list():
    a = [1]
    a.append(a)
    return a


def cyclic_tuple(n):
    a = []
    t = (a,) * n
    a.append(t)
    return t


def cyclic_dict():
    d = {}
    d["self"] = d
    d["o"] = Plain(d=d)
    return d


def cyclic_frozenset():
    class_ = Plain(n=1)
    Plain.__hash__ = lambda self: 1
    f = frozenset([class_, 2])
    class_.f = f
    return f


s = Slotted()
s.a, s.b = 1, "two"
values = {
    "constants": [None, True, False, ..., NotImplemented],
    "ints": [0, 1, 255, 256, 65535, 65536, -1, -128, -129, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**47, 2**49, 2**50, -(2**49), 2**63, -(2**63), 2**64, 10**30, -(10**30), 1 << 2040, 255 << 2040, 1 << 3000],
    "floats": [0.0, -0.0, 1.5, 1e300, float("inf"), float("-inf"), 5e-324, 0.1],
    "strs": ["", "a", "abc", "\xe9", "\u1234", "\U0001f600", "\ud800", "a\\b\nc\rd\0e\x1a", "x" * 255, "x" * 256, "x" * 70000, "\xe9" * 40000],
    "bytes": [b"", b"a", b"abc\xff", b"x" * 255, b"x" * 256, b"y" * 65535, b"y" * 65536, b"y" * 70000],
    "bytearrays": [bytearray(), bytearray(b"abc"), bytearray(b"z" * 70000)],
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((),), ((), ()))],
    "lists": [[], [1], [1, 2], list(range(999)), list(range(1000)), list(range(1001)), list(range(2500))],
    "dicts": [{}, {1: 2}, {1: 2, 3: 4}, dict.fromkeys(range(999)), dict.fromkeys(range(1000)), dict.fromkeys(range(2001))],
    "sets": [set(), {1}, set(range(1000)), set(range(1001)), frozenset(), frozenset([5]), frozenset(range(1001))],
    "shared": shared(),
    "many": [[str(i) for i in range(300)] for _ in range(2)],
    "frames": [["abcdefghij" * 30 + str(i) for i in range(700)]],
    "globals": [int, len, Plain, Plain.Inner, Plain.method, type(None), type(...), type(NotImplemented), sys.exit, operator.attrgetter, collections.OrderedDict, io.BytesIO, ValueError, OSError, range, functools.reduce, WithMeta],
    "instances": [Plain(), Plain(a=1, b="x"), Plain(x=Plain()), Plain.Inner(), s, MyList([1, 2]), MyDict(a=1), WithState(), NewArgs(3, 4), Setter(), singleton],
    "ex": [NewArgsEx("a", k=2)],
    "library": [datetime.date(2020, 1, 2), datetime.timedelta(1, 2, 3), decimal.Decimal("1.25"), fractions.Fraction(1, 3), collections.OrderedDict(a=1, b=2), collections.deque([1, 2], 5), collections.Counter("abca"), collections.defaultdict(list, a=[1]), complex(1, 2), range(5), slice(1, 2, 3), ValueError("a", 1), OSError(2, "x"), operator.itemgetter(1), functools.partial(int, base=2), iter([1, 2, 3]), memoryview],
    "recursive list": cyclic_list(),
    "recursive tuple 1": cyclic_tuple(1),
    "recursive tuple 3": cyclic_tuple(3),
    "recursive tuple 4": cyclic_tuple(4),
    "recursive dict": cyclic_dict(),
    "recursive frozenset": cyclic_frozenset(),
}


def show(data):
    return repr(data) if len(data) < 100 else f"{len(data)} {hashlib.sha256(data).hexdigest()[:16]}"


for name, value in values.items():
    items = value if isinstance(value, list) and not name.startswith("rec") else [value]
    for item in items + ([value] if name in ("shared", "strs", "instances") else []):
        for proto in range(6):
            try:
                data = _pickle.dumps(item, proto)
            except Exception as e:
                print(name, proto, type(e).__name__, e, getattr(e, "__notes__", None))
                continue
            print(name, proto, show(data))
            if name.startswith("rec") or name in ("library", "instances", "constants"):
                _pickle.loads(data)
                continue
            back = _pickle.loads(data)
            if back != item or type(back) is not type(item):
                print("DIFFERENT", item)
            again = _pickle.load(io.BytesIO(data))
            assert again == item

# Files: the writes and reads that are made.
class Log:
    def __init__(self):
        self.sizes = []
        self.data = b""

    def write(self, data):
        self.sizes.append(len(data))
        self.data += bytes(data)


for proto in range(6):
    log = Log()
    _pickle.dump([b"x" * 100000, "y" * 100000, bytearray(b"z" * 100000), list(range(40000))], log, proto)
    print(proto, log.sizes, show(log.data))
    assert _pickle.load(io.BytesIO(log.data))[3] == list(range(40000))
    assert _pickle.load(io.BufferedReader(io.BytesIO(log.data)))[0] == b"x" * 100000


class Source:
    def __init__(self, data):
        self.f = io.BytesIO(data)
        self.log = []

    def read(self, n):
        self.log.append(n)
        return self.f.read(n)

    def readline(self):
        self.log.append("line")
        return self.f.readline()


for proto in range(6):
    source = Source(_pickle.dumps([1, "a", b"b", 2.5, Plain(a=1)], proto) + b"rest")
    print(_pickle.load(source)[:4], source.log, source.f.read())
    f = io.BufferedReader(io.BytesIO(_pickle.dumps([1, "a"], proto) * 2))
    print(_pickle.load(f), f.tell(), _pickle.load(f), f.tell())
