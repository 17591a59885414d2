def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import marshal

values = [None, True, False, ..., StopIteration, 0, 1, -1, 255, 2**31 - 1, -(2**31), 2**31, 2**63, -(2**100), 10**40, 0.0, -0.0, 1.5, 1e300, float("inf"), 1j, 2.5 - 3j, "", "abc", "é", "€", "😀", "\ud800", "a" * 300, b"", b"bytes", b"\x00\xff", (), (1,), (1, (2, (3,))), tuple(range(300)), [], [1, [2]], {}, {"a": 1, 2: [3]}, set(), {1}, frozenset(), frozenset([1]), slice(1, 2, 3)]
for v in values:
    data = marshal.dumps(v)
    back = marshal.loads(data)
    text = repr(v)
    print(text if len(text) < 60 else text[:60] + "...", back == v or v is StopIteration and back is v, type(back).__name__, data.hex() if len(data) < 24 else f"{len(data)} bytes")
print(marshal.version, marshal.dumps("interned").hex(), marshal.dumps(1).hex(), marshal.dumps((1, 1, "a", "a")).hex(), marshal.dumps(1.5, 1).hex(), marshal.dumps("é", 0).hex(), marshal.dumps("abc", 2).hex())
for bad in (object(), lambda: 0, int, print, [object()], {1: len}, range(3), memoryview(b"").__class__, type("T", (), {})(), ValueError("x")):
    attempt(marshal.dumps, bad)
for data in (b"", b"x", b"i", b"i\1\0", b"(\1\0\0\0", b"s\xff\xff\xff\x7f", b"[\xff\xff\xff\xff", b"r\0\0\0\0", b"0", b"{0", b"u\1\0\0\0\xff", b"l\1\0\0\0\xff\xff", b"z\5abc", b"Ni", b"?", b"\xff" * 10, b"c" * 20):
    attempt(marshal.loads, data)
attempt(marshal.loads, "text")
attempt(marshal.loads, 5)
attempt(marshal.dumps)
attempt(marshal.loads)
attempt(marshal.dumps, 1, "x")
shared = [1]
l = marshal.loads(marshal.dumps([shared, shared]))
print(l, l[0] is l[1])
rec = []
rec.append(rec)
back = marshal.loads(marshal.dumps(rec))
print(back[0] is back)
deep = 1
for _ in range(100):
    deep = [deep]
print(marshal.loads(marshal.dumps(deep)) == deep)
for _ in range(5000):
    deep = [deep]
attempt(marshal.dumps, deep)


def f(a, b=2, *, c=3):
    """Doc."""
    x = [a, b, c]
    return [i * 2 for i in x], (lambda: x)()


code = marshal.loads(marshal.dumps(f.__code__))
print(code == f.__code__, code.co_name, code.co_varnames, code.co_consts[0] if code.co_consts else None)
g = type(f)(code, globals())
g.__kwdefaults__ = {"c": 30}
print(g(1, 2))
attempt(marshal.dumps, f.__code__, allow_code=False)
attempt(marshal.loads, marshal.dumps(f.__code__), allow_code=False)
module = compile("x = 1\ndef f(n):\n  return n + x\nclass A:\n  y = 'é'\n", "<m>", "exec")
ns = {}
exec(marshal.loads(marshal.dumps(module)), ns)
print(ns["f"](5), ns["A"].y)
nan = marshal.loads(marshal.dumps(float("nan")))
print(nan != nan, marshal.loads(marshal.dumps(-0.0)), marshal.loads(marshal.dumps({1: {2: {3: ()}}})), marshal.loads(bytearray(marshal.dumps(5))), marshal.loads(memoryview(marshal.dumps(5))), marshal.loads(marshal.dumps(5) + b"trailing"))
print(marshal.loads(marshal.dumps(bytearray(b"x"))), marshal.loads(marshal.dumps(memoryview(b"y"))))
