def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
int()
int(3.99), int(-3.99), int(1e20), int(-1e300) == -10**300
int("12"), int(" 12 "), int("-12"), int("+12"), int("1_000"), int("\t7\n")
int("0x1f", 16), int("1f", 16), int("0x1f", 0), int("0o17", 0), int("0b11", 0), int("11", 0), int("0", 0), int("00", 0)
int("010", 0)
int("z", 36), int("Zz", 36), int("102", 3), int("-ff", 16)
int(b"12"), int(bytearray(b"34")), int(memoryview(b"56"))
int(b"ff", 16)
int("١٢٣"), int("४५"), int("１２")
int(True), int(False)
int("")
int(" ")
int("1 2")
int("1__2")
int("_1")
int("1_")
int("12.5")
int("a")
int("é")
int("1\0")
int(b"\xff")
int("9", 8)
int("1", 1)
int("1", 37)
int("1", -1)
int("1", 2.0)
int(1, 2)
int(1.5, 10)
int(base=10)
int("1", base=2), int("11", base=2)
int(x="1")
int(None)
int([])
int(1j)
int(object())
int(float("nan"))
int(float("inf"))
int("1", "2")
int(1, 2, 3)
int("1" * 5000)
int("f" * 5000, 16) == 16**5000 - 1
int("1" * 4300) > 0
str(10**4300)
len(str(10**4299))
f"{10**5000}"
"%d" % 10**5000
hex(16**5000)[:10], len(hex(16**5000))
int("\ud800")
""".strip().splitlines():
    show(line)


class Index:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


class Int:
    def __init__(self, v):
        self.v = v

    def __int__(self):
        return self.v


class Trunc:
    def __trunc__(self):
        return 5


class Both(Int):
    def __index__(self):
        return 99


for line in r"""
int(Index(5)), int(Int(6)), int(Both(7))
int(Trunc())
int(Index(5), 10)
int("11", Index(2))
int(Int("x"))
int(Int(1.5))
int(Index(1.5))
type(int(Int(True)))
type(int(Index(True)))
[1, 2, 3][Index(1)]
hex(Index(255)), bin(Index(3)), oct(Index(8)), chr(Index(65))
hex(Int(255))
""".strip().splitlines():
    show(line)
