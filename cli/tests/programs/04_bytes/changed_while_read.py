# Arguments whose code changes the bytearray that reads them.


class Clears:
    def __init__(self, array):
        self.array = array

    def __buffer__(self, flags):
        self.array.clear()
        return memoryview(b"A")

    def __index__(self):
        self.array.clear()
        return 65


class Growing:
    def __init__(self, change):
        self.change = change

    def __buffer__(self, flags):
        self.change()
        return memoryview(b"ABC")


def attempt(label, f, *args):
    try:
        print(label, f(*args))
    except Exception as e:
        print(label, type(e).__name__, e)


for name in ("find", "count", "index", "rindex", "rfind", "split", "rsplit", "__contains__"):
    array = bytearray(b"A")
    attempt(name, getattr(array, name), Clears(array))


class Separator(bytes):
    def __len__(self):
        array.clear()
        return 1


array = bytearray(b"\xaa\xbb")
attempt("hex", array.hex, Separator(b":"))


class Shown:
    def __repr__(self):
        array.clear()
        return "E"


array = bytearray(b"%a end")
attempt("%", array.__mod__, Shown())

array = bytearray(b"x" * 4)
array.extend(Growing(lambda: array.extend(b"yy")))
print(array)
array = bytearray(b"x" * 4)
array.extend(Growing(lambda: array.__delitem__(slice(2, None))))
print(array)


class Item:
    def __buffer__(self, flags):
        items.clear()
        return memoryview(b"x")


items = [b"a", Item(), b"c"]
attempt("join", b"-".join, items)

array = bytearray(b"abc")


def numbers():
    yield 1
    print(array)
    yield 2
    print(array)
    yield 1000


attempt("generator", array.__init__, numbers())
print(array)
for source in ([1, 2, 1000], (1, 2, 1000)):
    attempt("sequence", array.__init__, source)
    print(array)

array = bytearray(range(10))
array[1:-1:2] = b""
print(array)
view = memoryview(array)
attempt("export", lambda: array.__setitem__(slice(None, None, 2), b""))


class Sub(bytes):
    pass


class Converts:
    def __bytes__(self):
        return Sub(b"abc")


print(type(bytes(Converts())).__name__, type(Sub(Converts())).__name__)


class Slotted(bytearray):
    __slots__ = ("x", "__dict__")


s = Slotted(b"a")
s.x, s.y = 1, 2
print(s.__reduce_ex__(4)[2])
attempt("c", lambda: b"%c" % Shown())
attempt("width", lambda: "%*r" % (-(2**63), 1))
