def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
(0).bit_length(), (1).bit_length(), (255).bit_length(), (256).bit_length(), (-256).bit_length(), (2**64).bit_length(), (2**64 - 1).bit_length()
(0).bit_count(), (255).bit_count(), (-255).bit_count(), (2**100 - 1).bit_count()
(1024).to_bytes(2, "big"), (1024).to_bytes(2, "little"), (1024).to_bytes(10), (0).to_bytes(0), (0).to_bytes(), (255).to_bytes()
(-1).to_bytes(2, "big", signed=True), (-1024).to_bytes(10, byteorder="big", signed=True), (127).to_bytes(1, signed=True)
(2**100).to_bytes(13, "little"), (-(2**100)).to_bytes(14, "big", signed=True), (2**63).to_bytes(8), (-(2**63)).to_bytes(8, signed=True)
(256).to_bytes(1)
(128).to_bytes(1, signed=True)
(-129).to_bytes(1, signed=True)
(-1).to_bytes(1)
(1).to_bytes(-1)
(1).to_bytes(1, "middle")
(1).to_bytes(1, 5)
(1).to_bytes(1.0)
int.from_bytes(b"\x01\x00"), int.from_bytes(b"\x01\x00", "little"), int.from_bytes(b"\xff\xff", signed=True), int.from_bytes(b"")
int.from_bytes(b"\xfc\x00", "big", signed=True), int.from_bytes([255, 1, 2]), int.from_bytes(bytearray(b"\x80"), signed=True)
int.from_bytes(b"\xff" * 13), int.from_bytes(b"\x80" + b"\0" * 12, signed=True), int.from_bytes(memoryview(b"ab"))
int.from_bytes([256])
int.from_bytes("ab")
int.from_bytes(5)
int.from_bytes(b"a", "x")
int.from_bytes()
type(type("I", (int,), {}).from_bytes(b"\5")).__name__
(6).as_integer_ratio(), (-7).as_integer_ratio(), True.as_integer_ratio()
(5).conjugate(), (5).is_integer(), (10**30).is_integer(), True.conjugate()
(5).__index__(), (5).__int__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__(), (5).__round__(), (5).__float__(), (5).__bool__()
(5).__abs__(), (-5).__abs__(), (5).__neg__(), (5).__pos__(), (5).__invert__()
(5).__getnewargs__(), (5).__format__("d"), (5).__hash__(), (5).__str__(), (5).__repr__()
(5).__eq__(5.0), (5).__lt__(6), (5).__eq__("a"), (5).__ne__(5)
(5).nosuch
int.nosuch
(5).bit_length(1)
int.bit_length()
int.bit_length("a")
int.__add__(1)
int.__add__("a", 1)
[n for n in dir(int) if n[0] != "_"]
sorted(set(dir(int)) - set(dir(object)))
""".strip().splitlines():
    show(line)
