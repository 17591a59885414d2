# Formats, ranges and messages of _struct.
# imports: _struct
import _struct


def show(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__module__}.{type(e).__name__}: {e}"
    print(f.__name__, *[ascii(a)[:24] for a in args], "->", result)


VALUES = (-1, 300, -(2**200), 2**63, 2**64 - 1, 2**64, -(2**63) - 1, "a", b"", b"ab", 1.5, None, 1e300, 70000)
for prefix in "@<":
    for letter in "bBhHiIlLqQnNPcspefdFD?":
        for value in VALUES:
            show(_struct.pack, prefix + letter, value)
for format in ("", "bi", "<bi", "b3xh", "5", "Z", "i\0", "\xe9", b"i", "9223372036854775807s1i", "99999999999999999999i", [],
               "<P", "b i 0l", "3s2p?", "ef", "bd", "bF", "bD"):
    show(_struct.calcsize, format)
show(_struct.Struct)
show(_struct.Struct, 3)
show(_struct.pack, "i")
show(_struct.pack, "i", 1, 2)
show(_struct.pack)
show(_struct.unpack, "i", b"abc")
show(_struct.unpack, "i", "abc")
for offset in (0, -2, -9, 2):
    show(_struct.unpack_from, "i", b"abcd", offset)
buffer = bytearray(8)
show(_struct.pack_into, "i")
show(_struct.pack_into, "i", buffer)
show(_struct.pack_into, "i", b"abcd", 0, 1)
show(_struct.pack_into, "i", buffer, 0, 1, 2)
for offset in (4, -2, -20, 6, "a", 2**100):
    show(_struct.pack_into, "i", buffer, offset, 1)
print(buffer)
show(_struct.iter_unpack, "", b"")
show(_struct.iter_unpack, "i", b"abc")
iterator = _struct.iter_unpack("<hB", bytes(range(9)))
print(iterator.__length_hint__(), list(iterator), iterator.__length_hint__(), type(iterator))
show(_struct.unpack, ">ef?xc5p3s", bytes(range(17)))
show(_struct.unpack, "<FD", bytes(range(24)))
show(_struct.pack, "300p", b"a" * 299)
show(_struct.pack, "0p", b"a")
show(_struct.pack, "?", [])


class Index:
    def __index__(self):
        return 5


show(_struct.pack, "b", Index())
s = _struct.Struct("<ib")
print(s, s.format, s.size, s.pack(1, 2), s.unpack(b"abcde"), _struct.Struct("iii").__sizeof__())
half = _struct.Struct.__new__(_struct.Struct)
for name in ("pack", "unpack", "iter_unpack", "unpack_from", "pack_into"):
    show(getattr(half, name), b"")
show(half.__repr__)
print(half.size)


class Sub(_struct.Struct):
    pass


print(Sub("i"), Sub("i").size)
