b = b"hello"
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
b, b[0], b[-1], b[1:3], b[::-1], b[::2], len(b), list(b), b == b"hello", b != "hello", b < b"help", b + b"!", b * 2, 3 * b"ab", b"" * 5, b * -1
b"l" in b, 108 in b, b"" in b, b"z" in b, 0 in b
300 in b
"l" in b
None in b
b[5]
b["a"]
b[1.0]
b[10**30]
b[::0]
b + "x"
b + 5
b + bytearray(b"x"), type(b + bytearray(b"x")).__name__, b + memoryview(b"y")
b * "a"
b - b
b < "a"
b < 5
b == 5, b == [104], b == bytearray(b"hello"), b == memoryview(b"hello"), bytearray(b"a") == b"a", b"a" < bytearray(b"b")
bytes(), bytes(3), bytes([1, 2, 255]), bytes(b"x"), bytes("é", "utf-8"), bytes("é", "latin-1"), bytes(range(5)), bytes(bytearray(b"z")), bytes(memoryview(b"m")), bytes((65, 66)), bytes({1}), bytes("a", encoding="ascii", errors="strict"), bytes(source=b"s"), bytes(True)
bytes("a")
bytes("é", "ascii")
bytes("a", 5)
bytes(-1)
bytes(10**30)
bytes([256])
bytes([-1])
bytes(["a"])
bytes([1.5])
bytes(1.5)
bytes(None)
bytes(5, "utf-8")
bytes(b"a", "utf-8")
bytes(errors="strict")
bytes("a", "utf-8", "strict", 1)
bytes(nosuch=1)
bytes([10**30])
repr(b"'"), repr(b'"'), repr(b"'\""), repr(b"\\"), repr(bytes(range(0, 40))), repr(bytes(range(120, 140)))
str(b"abc"), f"{b'x'}", "%s" % b"y", "{}".format(b"z"), format(b"q"), repr(b"\t\n\r\x00\x7f\xff")
format(b"x", "5")
bytes.fromhex("00 ff 1A"), bytes.fromhex(""), bytes.fromhex("  aB\tcd\n"), bytes.fromhex(b"0aFF"), bytearray.fromhex("0102")
bytes.fromhex("0")
bytes.fromhex("0 0")
bytes.fromhex("zz")
bytes.fromhex("00 é")
bytes.fromhex(5)
b"\x00\xff\x10".hex(), b"abcdef".hex(":"), b"abcdef".hex(":", 2), b"abcdef".hex(":", -4), b"abcdef".hex(" ", 0), b"".hex(":"), b"abc".hex(b"-"), b"abcdefg".hex("_", 3), b"abcdefg".hex("_", -3), b"a".hex(sep="x"), b"abc".hex("-", bytes_per_sep=1)
b"ab".hex("ab")
b"ab".hex("")
b"ab".hex("é")
b"ab".hex(5)
b"ab".hex(":", "x")
hash(b"") == hash(""), hash(b"abc") == hash("abc"), {b"a": 1}[b"a"], {b"a": 1}.get("a"), hash(b"x") == hash(b"x")
iter(b"ab").__next__(), list(iter(b"")), type(iter(b"a")).__name__, iter(b"abc").__length_hint__(), list(reversed(b"abc")), max(b"abc"), sorted(b"cab"), sum(b"abc"), bytes(sorted(b"hello")), any(b"\0\0"), all(b"ab\0")
b.__getitem__(1), b.__contains__(104), b.__len__(), b.__add__(b"x"), b.__mul__(2), b.__getnewargs__(), b.__bytes__(), b.__eq__("a"), b.__mod__(()), type(b.__iter__()).__name__
b.nosuch
b[0].nosuch
[n for n in dir(bytes) if n[0] != "_"]
[n for n in dir(bytes) if n[0] == "_" and n not in dir(object)]
""".strip().splitlines():
    show(line)
try:
    b[0] = 1
except TypeError as error:
    print(error)
try:
    del b[0]
except TypeError as error:
    print(error)


class B:
    def __bytes__(self):
        return b"from __bytes__"


class I:
    def __index__(self):
        return 3


class Sub(bytes):
    pass


class Bad:
    def __bytes__(self):
        return "no"


class It:
    def __iter__(self):
        return iter([1, 2])

    def __len__(self):
        return 1000


for line in r"""
bytes(B()), bytes(I()), bytes([I()]), bytes(It()), Sub(b"x"), type(Sub(b"x")).__name__, Sub([65]) + b"y", type(Sub(b"a")[:]).__name__, type(bytes(Sub(b"a"))).__name__, Sub.fromhex("41"), type(Sub.fromhex("41")).__name__, Sub(B()), b"%b" % B(), bytearray(It())
bytes(Bad())
b"%s" % Bad()
bytearray(B())
""".strip().splitlines():
    show(line)
