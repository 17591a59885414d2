def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


b = bytearray(range(16))
for fmt in "bBcHhIiLlQqNnfd?e":
    c = memoryview(b).cast(fmt)
    print(fmt, c.itemsize, c.shape, c.strides, c.format, c.tolist()[:3], c[0], c[-1], len(c), c.nbytes)
for fmt in ("@B", "@i", "@c", "=i", "<i", ">h", "x", "ii", "P", "", "é", "s", "O", "Z"):
    attempt(lambda: memoryview(b).cast(fmt).format)
attempt(lambda: memoryview(b"abc").cast("i"))
attempt(lambda: memoryview(b).cast("i").cast("h"))
attempt(lambda: memoryview(b).cast("i").cast("B").tolist()[:4])
attempt(lambda: memoryview(b)[::2].cast("h"))
attempt(lambda: memoryview(b).cast(5))
attempt(lambda: memoryview(b).cast())
i = memoryview(b).cast("i")
i[0] = -1
i[1] = 2**31 - 1
print(b[:8])
attempt(i.__setitem__, 0, 2**31)
attempt(i.__setitem__, 0, 1.5)
attempt(i.__setitem__, 0, "a")
i[0:2] = i[2:4]
print(b)
attempt(i.__setitem__, slice(0, 1), b"abcd")
f = memoryview(b).cast("d")
f[0] = 1.5
f[1] = 2
print(f.tolist(), b)
attempt(f.__setitem__, 0, "x")
h = memoryview(b).cast("e")
h[0] = 1.5
attempt(h.__setitem__, 0, 1e10)
print(h[0], b[:2])
q = memoryview(b).cast("?")
q[0] = 5
q[1] = ""
print(q[0], q[1], q[2], b[:3])
c = memoryview(b).cast("c")
c[0] = b"z"
attempt(c.__setitem__, 0, 5)
attempt(c.__setitem__, 0, b"zz")
print(c[0], c.tolist()[:2], b"z" in c)
s = memoryview(b).cast("b")
s[0] = -128
attempt(s.__setitem__, 0, 128)
attempt(s.__setitem__, 0, -129)
for fmt, low, high in (("B", 0, 255), ("h", -(2**15), 2**15 - 1), ("H", 0, 2**16 - 1), ("I", 0, 2**32 - 1), ("l", -(2**63), 2**63 - 1), ("L", 0, 2**64 - 1), ("q", -(2**63), 2**63 - 1), ("Q", 0, 2**64 - 1), ("n", -(2**63), 2**63 - 1), ("N", 0, 2**64 - 1), ("P", 0, 2**64 - 1)):
    v = memoryview(b).cast(fmt)
    v[0] = low
    print(fmt, v[0] == low, end=" ")
    v[0] = high
    print(v[0] == high, b[:8].hex(), end=" ")
    attempt(v.__setitem__, 0, low - 1)
    attempt(v.__setitem__, 0, high + 1)
b = bytearray(range(24))
d = memoryview(b).cast("B", [2, 3, 4])
print(d.shape, d.strides, d.ndim, d.tolist(), len(d), d.nbytes, d[1, 2, 3], d[0, 0, 0], d[-1, -1, -1], d.c_contiguous, d.f_contiguous)
attempt(lambda: d[0])
attempt(lambda: d[0, 0])
attempt(lambda: d[0, 0, 9])
attempt(lambda: d[0, 5, 0])
attempt(lambda: d[0, 0, 0, 0])
attempt(lambda: d[0:1].shape)
attempt(lambda: d[0, "a", 0])
attempt(lambda: list(d))
attempt(lambda: 5 in d)
d[1, 2, 3] = 99
print(b[-1], d.tobytes() == bytes(b), d.cast("B").tolist()[-1], d == memoryview(b).cast("B", (2, 3, 4)), d == memoryview(b), d.tobytes("F")[:6], d.hex()[:8])
e = memoryview(b).cast("i", shape=[2, 3])
print(e.shape, e.strides, e.tolist() == [[int.from_bytes(b[r * 12 + k * 4 : r * 12 + k * 4 + 4], "little") for k in range(3)] for r in range(2)])
z = memoryview(b"abcd").cast("i", shape=[])
print(z.ndim, z.shape, z[()], z.tolist(), z.strides)
attempt(lambda: z[0])
attempt(lambda: len(z))
attempt(lambda: z[...].ndim)
attempt(lambda: memoryview(b).cast("B", [5]))
attempt(lambda: memoryview(b).cast("B", [0]))
attempt(lambda: memoryview(b).cast("B", [-1]))
attempt(lambda: memoryview(b).cast("B", ["a"]))
attempt(lambda: memoryview(b).cast("B", 5))
attempt(lambda: memoryview(b).cast("B", [24, 1]).shape)
attempt(lambda: memoryview(b).cast("B", [1] * 65))
attempt(lambda: d.cast("B", [4, 6]))
attempt(lambda: e.cast("i"))
attempt(lambda: memoryview(b"").cast("i").tolist())
attempt(lambda: hash(memoryview(b"abcd").cast("i")))
attempt(lambda: hash(memoryview(b"abcd").cast("b")) == hash(b"abcd"))
print(memoryview(b"\1\0\2\0").cast("h") == memoryview(b"\1\2"), memoryview(b"\1\0").cast("h") == b"\1\0", memoryview(bytes(8)).cast("d") == memoryview(bytes(8)).cast("q"), memoryview(b"ab").cast("c") == memoryview(b"ab"))
nan = memoryview(bytearray(8)).cast("d")
nan[0] = float("nan")
print(nan == nan, nan.tolist())
