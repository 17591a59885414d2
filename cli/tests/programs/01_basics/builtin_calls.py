print(abs(-3), abs(-2.5), abs(3 + 4j), round(2.5), round(3.5), round(2.567, 2), round(1234, -2))
print(min(3, 1, 2), max("a", "b"), min([4, 2], key=lambda v: -v), max([], default="d"), min("x", "yy", key=len))
print(sum([1, 2]), sum([1.5], 2), sum([[1], [2]], []), pow(2, 10), pow(3, 4, 5), divmod(9, 4))
print(len("abc"), len([]), len({1: 2}), sorted([3, 1], reverse=True), list(reversed([1, 2])))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20])), list(filter(None, [0, 1, ""])))
print(list(filter(lambda v: v > 1, [1, 2, 3])), list(zip([1, 2], "ab")), list(enumerate("ab")))
print(any([]), all([]), any([0, 3]), all([1, 0]))
print(int("42"), int("ff", 16), int(3.9), int(-3.9), int("0b11", 0), float("1.5"), float("inf"), str(5), bool("x"))
print(bin(10), oct(8), hex(255), bin(-3), chr(65), ord("a"), ascii("é"), repr("é"))
print(isinstance(1, int), isinstance(1, (str, int)), issubclass(int, object), callable(len), callable(5))
print(type(1), type("a"), type(None), type(type), type(len), type(print))
print(list(range(3)), list(range(1, 4)), list(range(10, 0, -4)), range(5)[2], len(range(0, 10, 3)))
print(hasattr("a", "upper"), getattr(1, "real"), getattr(1, "zz", "no"))
print(hash(1), hash(1.0), hash(2**61 - 1), hash(None) == hash(None), id(print) == id(print))
print(next(iter([5])), next(iter([]), "default"), list(iter([1, 2].pop, 1)))
print(complex(1, 2), complex("1+2j"), bytes([65, 66]), bytes("é", "utf-8"), bytearray(b"ab"), tuple("ab"))
print(set([1, 1]), frozenset([2]), dict(a=1), list("ab"), slice(1, 2, 3), object is object)
print(format(3.14159, ".2f"), format(42, "x"), format("a", ">3"), vars(type("T", (), {"a": 1}))["a"])
print(eval("1 + 2"), eval("x * 2", {"x": 5}))
space = {}
exec("y = 3\nz = y + 1", space)
print(space["z"], sorted(k for k in space if k[0] != "_"))
print(dir(type("T", (), {"zed": 1, "alpha": 2}))[-2:], callable(lambda: 0))
print(__name__, type(__builtins__).__name__, __doc__)
for f in (
    lambda: len(5),
    lambda: len(),
    lambda: int("x"),
    lambda: int([]),
    lambda: float("x"),
    lambda: max(),
    lambda: max([]),
    lambda: max(5),
    lambda: sum(["a"]),
    lambda: sum("a", ""),
    lambda: sorted(5),
    lambda: abs("a"),
    lambda: round("a"),
    lambda: pow(2, -1, 4),
    lambda: next([]),
    lambda: next(iter([])),
    lambda: isinstance(1, 5),
    lambda: getattr(1, "zz"),
    lambda: getattr(1, 5),
    lambda: range(1, 2, 0),
    lambda: range("a"),
    lambda: eval("1 +"),
    lambda: ord(5),
    lambda: chr("a"),
    lambda: hash([]),
    lambda: reversed({1}),
    lambda: zip(1),
    lambda: map(1),
    lambda: bytes(-1),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
