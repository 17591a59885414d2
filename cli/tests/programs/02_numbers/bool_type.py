def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
True + 1, True + True, True * 2.5, -True, +True, ~True, abs(True), True // 1, True / 2, True ** 2, True << 2, divmod(True, True)
True & False, True | False, True ^ True, True & 1, 1 & True, True | 2, True ^ 3, type(True & True), type(True & 1), type(True ^ False)
True.__and__(1), True.__and__(False), True.__or__("a"), True.__rand__(False), True.__xor__(True), True.__rxor__(1)
repr(True), str(False), format(True), format(True, ""), format(True, "d"), format(True, ">6"), f"{True!r:>6}", "%s %d %r" % (True, True, False)
format(True, "s")
True == 1, True == 1.0, True is True, False < True, True > 0.5, hash(True), True in [1], [0, 1][True], "ab"[False]
bool(), bool(0), bool("False"), bool([]), bool([[]]), bool(None), bool(...), bool(NotImplemented)
bool(1, 2)
bool(x=1)
int(True), float(False), complex(True), str(True), bin(True), chr(True), True.bit_length(), True.to_bytes(1), True.numerator, True.real, True.imag, True.conjugate()
bool.from_bytes(b"\x00"), bool.from_bytes(b"\x05"), type(bool.from_bytes(b"a"))
isinstance(True, int), type(True), bool.__mro__, bool.__bases__, issubclass(bool, int), bool.__base__
type("B", (bool,), {})
True.x = 1
bool.__new__(bool, 5), int.__new__(int, True)
int.__new__(bool, 5)
object.__new__(bool)
True < "a"
True + "a"
not True, not [], not 5, not not 5
{True: 1, False: 0}[1], sum([True, False, True]), max(True, 0), sorted([True, False, 2, -1]), all([True, 1]), any([])
[name for name in dir(bool) if bool.__dict__.get(name) is not None and name != "__doc__"]
round(True), pow(True, True), True.__index__(), True.__int__(), True.__round__(), True.__hash__(), True.__bool__()
NotImplemented, type(NotImplemented), repr(...), type(...), None, type(None), Ellipsis is ...
type(None)(), type(...)() is ..., type(NotImplemented)() is NotImplemented
type(None)(1)
type(...)(1)
not NotImplemented
if_ := None
None.x
None()
None[0]
None + 1
type("N", (type(None),), {})
type("E", (type(...),), {})
hash(None) == hash(None), None == None, None != 0, None is None
None < None
""".strip().splitlines():
    show(line)
try:
    None.attr = 1
except AttributeError as error:
    print(error)
try:
    Ellipsis.attr = 1
except AttributeError as error:
    print(error)
