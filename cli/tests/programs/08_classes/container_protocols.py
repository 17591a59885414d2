def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Seq:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        print("len", end=" ")
        return len(self.items)

    def __getitem__(self, k):
        print(f"get {k!r}", end=" ")
        return self.items[k]

    def __setitem__(self, k, v):
        print(f"set {k!r} {v!r}", end=" ")
        self.items[k] = v

    def __delitem__(self, k):
        print(f"del {k!r}", end=" ")
        del self.items[k]


s = Seq(1, 2, 3)
print(s[0], s[-1], s[1:], s[::2], len(s), list(s), 2 in s, 9 in s, bool(s), list(reversed(s)), tuple(s), sum(s), max(s), sorted(s), list(zip(s, "abc")), [*s], dict(enumerate(s)))
s[0] = 10
s[1:2] = [20, 21]
del s[0]
s[0] += 5
print(s.items)
attempt(lambda: s[10])
attempt(lambda: s["a"])
a, *b = s
print(a, b)
it = iter(s)
print(next(it), it.__length_hint__(), type(it).__name__)


class Mapping:
    def __init__(self, d):
        self.d = d

    def __getitem__(self, k):
        return self.d[k]

    def keys(self):
        return self.d.keys()


print(dict(Mapping({"a": 1})), {**Mapping({"b": 2})}, (lambda **k: k)(**Mapping({"c": 3})), "{a}".format_map(Mapping({"a": 5})), "%(a)s" % Mapping({"a": 6}))
attempt(lambda: list(Mapping({"a": 1})))
attempt(lambda: 1 in Mapping({}))


class Contains:
    def __contains__(self, v):
        return v


class IterContains:
    def __iter__(self):
        return iter([1, 2])


class LenOnly:
    def __len__(self):
        return 0


class Nothing:
    pass


print(5 in Contains(), 0 in Contains(), "" not in Contains(), 2 in IterContains(), 3 in IterContains(), bool(LenOnly()), bool(Nothing()))
for f in (lambda: 1 in Nothing(), lambda: 1 in LenOnly(), lambda: len(Nothing()), lambda: Nothing()[0], lambda: Nothing().__getitem__, lambda: iter(Nothing()), lambda: reversed(Nothing()), lambda: reversed(LenOnly()), lambda: list(LenOnly()), lambda: next(Nothing()), lambda: [*Nothing()], lambda: {**Nothing()}, lambda: Nothing()[0:1]):
    attempt(f)
try:
    Nothing()[0] = 1
except TypeError as error:
    print(error)
try:
    del Nothing()[0]
except TypeError as error:
    print(error)
for value in (-1, 2**70, "x", 1.5, None, True, -(2**70)):
    L = type("L", (), {"__len__": lambda self: value})
    attempt(len, L())
    attempt(bool, L())


class Index:
    def __index__(self):
        return 2


class IndexLen:
    def __len__(self):
        return Index()


attempt(len, IndexLen())


class Rev:
    def __reversed__(self):
        return "anything"


class NoRev(list):
    __reversed__ = None


print(reversed(Rev()))
attempt(reversed, NoRev([1]))


class OldIter:
    def __getitem__(self, i):
        if i == 3:
            raise StopIteration
        return i


class OldErr:
    def __getitem__(self, i):
        raise KeyError("k")


attempt(list, OldIter())
attempt(list, OldErr())
attempt(lambda: 5 in OldErr())


class Hinted:
    def __iter__(self):
        yield from range(3)

    def __length_hint__(self):
        print("hint", end=" ")
        return 10


print(list(Hinted()), tuple(Hinted()), [0, *Hinted()])


class ClassItems:
    def __class_getitem__(cls, k):
        return f"{cls.__name__}[{k!r}]"

    def __getitem__(self, k):
        return f"instance[{k!r}]"


print(ClassItems[int], ClassItems[1:2], ClassItems()[3], ClassItems[()], ClassItems()[()], ClassItems()[1, 2], ClassItems()[...], ClassItems()[1:2, ::3])


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, k):
        match k:
            case (int(i), int(j)):
                return self.rows[i][j]
            case (slice() as i, int(j)):
                return [r[j] for r in self.rows[i]]
            case int(i):
                return self.rows[i]
            case _:
                raise TypeError(f"bad index {k}")

    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])

    def __iter__(self):
        return (v for r in self.rows for v in r)


m = Matrix([[1, 2], [3, 4]])
print(m[0], m[1, 0], m[:, 1], list(m), (m @ m).rows, 4 in m)
attempt(lambda: m["x"])


class Inst:
    pass


i = Inst()
i.__len__ = lambda: 5
i.__getitem__ = lambda k: k
i.__contains__ = lambda v: True
i.__iter__ = lambda: iter([])
for f in (lambda: len(i), lambda: i[0], lambda: 1 in i, lambda: iter(i)):
    attempt(f)
