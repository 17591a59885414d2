values = [0, 1, -1, 0.0, 0.5, "", "a", [], [0], (), (0,), {}, {1: 2}, set(), {0}, None, True, False, 0j, 1j, b"", b"\0", range(0), range(1)]
for v in values:
    print(repr(v), bool(v), not v)
print(0 or "x", 1 or "x", 0 and "x", 1 and "x")
print(None or 0 or [] or "last")
print(1 and 2 and 3, 1 and 0 and 3)


def trace(value):
    print("eval", value)
    return value


print(trace(0) or trace(5) or trace(7))
print(trace(1) and trace(0) and trace(7))
print(trace(1) if trace(0) else trace(2))
print(not not trace(3))
print(trace(1) < trace(2) < trace(3))
print(trace(3) < trace(2) < trace(1))


class Falsy:
    def __bool__(self):
        return False


class Empty:
    def __len__(self):
        return 0


class Bad:
    def __bool__(self):
        return 1


class BadLen:
    def __len__(self):
        return -1


class BadLen2:
    def __len__(self):
        return "x"


print(bool(Falsy()), bool(Empty()), bool(object()))
print("yes" if Falsy() else "no")
for cls in (Bad, BadLen, BadLen2):
    try:
        bool(cls())
    except Exception as error:
        print(type(error).__name__, error)
print(True & False, True | False, True ^ True)
print(type(True & True), type(True & 1), type(True + 0), True == 1)
print(isinstance(True, int), issubclass(bool, int), bool.__mro__)
print(repr(True), str(False), int(True), float(True), hash(True), True.real)
print(None is None, None is not None, 1 in [1], 1 not in [1])
print([] is not [], () == (), "a" in "abc")
try:
    bool(1, 2)
except TypeError as error:
    print(error)
try:
    class B(bool):
        pass
except TypeError as error:
    print(error)
