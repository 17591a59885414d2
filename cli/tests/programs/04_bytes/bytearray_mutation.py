def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


b = bytearray(b"hello")
b[0] = 72
b[-1] = ord("O")
print(b)
b[1:3] = b"EL"
print(b)
b[1:1] = b"---"
print(b)
b[1:4] = b""
print(b)
b[::2] = b"xyz"
print(b)
del b[0]
del b[::2]
print(b)
b.append(33)
b.extend(b"abc")
b.extend([1, 2])
b.extend(range(65, 68))
b.insert(0, 35)
b.insert(100, 36)
b.insert(-1, 37)
print(b, len(b))
print(b.pop(), b.pop(0), b.pop(-2), b)
b.remove(33)
print(b)
b.reverse()
print(b)
b += b"++"
b *= 2
print(b)
c = b.copy()
b.clear()
print(b, c, b is c, bool(b))
b[5:10] = b"past end"
print(b)
b[:] = bytearray(b"self")
b[2:2] = b
print(b)
b.extend(b)
print(b)
b[1:3] = [1, 2, 3]
b[0:1] = (c for c in (9, 8))
print(b)
print(b.resize(3), b, b.resize(6), b)
z = bytearray(b"abc")
y = z
y += b"d"
print(z, z is y, z + b"e", type(z + b"e"), b"q" + z, type(b"q" + z), z * 2, 2 * z)
attempt(z.__setitem__, 10, 1)
attempt(z.__setitem__, 0, 256)
attempt(z.__setitem__, 0, -1)
attempt(z.__setitem__, 0, "a")
attempt(z.__setitem__, 0, b"a")
attempt(z.__setitem__, "a", 1)
attempt(z.__setitem__, slice(0, 1), 5)
attempt(z.__setitem__, slice(0, 1), "a")
attempt(z.__setitem__, slice(0, 1), [300])
attempt(z.__setitem__, slice(0, 1), ["a"])
attempt(z.__setitem__, slice(0, 4, 2), b"abc")
attempt(z.__setitem__, slice(None, None, 0), b"abc")
attempt(z.__delitem__, 10)
attempt(z.__delitem__, "a")
attempt(z.append, 256)
attempt(z.append, "a")
attempt(z.append)
attempt(z.extend, 5)
attempt(z.extend, "abc")
attempt(z.extend, [256])
attempt(z.extend, ["a"])
attempt(z.insert, 0)
attempt(z.insert, 0, 256)
attempt(z.insert, "a", 1)
attempt(z.pop, 10)
attempt(bytearray().pop)
attempt(z.remove, 200)
attempt(z.remove, 300)
attempt(z.remove, b"a")
attempt(z.resize, -1)
attempt(z.resize, "a")
attempt(z.__iadd__, "a")
attempt(z.__iadd__, 5)
attempt(z.__imul__, "a")
attempt(hash, z)
attempt(bytearray, "a")
attempt(bytearray, -1)
attempt(bytearray, [1, 256])
attempt(bytearray, b"a", "utf-8")
attempt(bytearray, "é", "ascii")
print(z, bytearray(), bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"q"), bytearray(source=b"k"))
it = iter(z)
print(next(it), it.__length_hint__())
z.clear()
print(list(it), it.__length_hint__())
z.extend(b"more")
print(list(it))
x = bytearray(b"abcdef")
for v in x:
    if len(x) > 3:
        x.pop()
print(x)
m = memoryview(x)
for f in (x.append, x.extend, x.__iadd__, x.__imul__):
    attempt(f, b"12" if f not in (x.append, x.__imul__) else 2)
attempt(x.pop)
attempt(x.clear)
attempt(x.resize, 1)
attempt(x.__delitem__, 0)
attempt(x.__setitem__, slice(0, 1), b"ab")
x[0:2] = b"AB"
x[0] = 90
x.reverse()
print(x, bytes(m))
m.release()
x.append(33)
print(x, x == bytearray(b"cBZ!"), x.__eq__(5), x < b"z", x.__alloc__() >= 4)
x.__init__(b"again")
print(x)
attempt(x.__init__, "text")


class Sub(bytearray):
    pass


s = Sub(b"abc")
s.attr = 1
print(s, repr(s), s.attr, type(s.copy()).__name__, type(s[:1]).__name__, type(s + b"d").__name__, s.__reduce__()[1], s == b"abc", Sub.fromhex("41"))
n = bytearray()
for i in range(3000):
    n.append(i % 256)
for i in range(2000):
    del n[0]
print(len(n), sum(n), n[:5], n[-3:])
n[500:500] = bytes(100)
print(len(n), sum(n), n.find(bytes(100)), n.count(0))
