inf = float("inf")
nan = float("nan")
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
1.5.is_integer(), 2.0.is_integer(), inf.is_integer(), nan.is_integer(), -0.0.is_integer(), 1e300.is_integer()
1.5.as_integer_ratio(), 0.1.as_integer_ratio(), -2.5.as_integer_ratio(), 0.0.as_integer_ratio(), 1e300.as_integer_ratio()[1], 5e-324.as_integer_ratio()[0]
inf.as_integer_ratio()
nan.as_integer_ratio()
1.5.hex(), 0.1.hex(), 0.0.hex(), (-0.0).hex(), 1e300.hex(), 5e-324.hex(), 2.2250738585072014e-308.hex(), inf.hex(), (-inf).hex(), nan.hex(), 255.9375.hex()
float.fromhex("0x1.8p+0"), float.fromhex("1.8"), float.fromhex("-0x1p-1074"), float.fromhex("0x1p-1075"), float.fromhex("0x1.8p-1075"), float.fromhex(" 0xA.8P1 "), float.fromhex("inf"), float.fromhex("-Infinity"), float.fromhex("nan"), float.fromhex("0x.8"), float.fromhex("1"), float.fromhex("ff")
float.fromhex("0x1.fffffffffffff7p0"), float.fromhex("0x1.fffffffffffff8p0"), float.fromhex("0x1.fffffffffffff8p1022"), float.fromhex("0x1.00000000000008p0"), float.fromhex("0x1.00000000000018p0")
float.fromhex("0x1p1024")
float.fromhex("")
float.fromhex("0x")
float.fromhex("0x1p")
float.fromhex("g")
float.fromhex("1 2")
float.fromhex("0x1_0")
float.fromhex(5)
round(2.5), round(3.5), round(-2.5), round(0.5), round(1.5), round(2.4), round(-0.4), round(1e20), round(2.675, 2), round(2.665, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2)
round(1234.5678, -2), round(1250.0, -2), round(1350.0, -2), round(5e-324, 3), round(1e300, 5), round(1.5, 400), round(1.5, -400), round(-0.0, 1), round(-0.04, 1), round(1e16, -16), round(1.7e308, -308)
round(1.5, None), round(1.5, 0), round(2.5, 0), round(-1.5, 0), type(round(1.5)), type(round(1.5, 0))
round(inf)
round(nan)
round(-inf)
round(inf, 2), round(nan, 2)
round(1.8e308 / 1.1, -308)
round(1.5, 1.0)
round(1.5, "a")
1.5.__round__(), 1.5.__round__(1), 1.5.__trunc__(), (-1.5).__trunc__(), 1.5.__floor__(), (-1.5).__floor__(), 1.5.__ceil__(), (-1.5).__ceil__(), 1e20.__floor__()
inf.__trunc__()
nan.__floor__()
1.5.conjugate(), 1.5.real, 1.5.imag, 1.5.__getnewargs__(), 1.5.__float__(), 1.5.__int__(), 1.5.__bool__()
1.5.nosuch
1.5.real = 3
1.5.__eq__(1.5), 1.5.__eq__("a"), 1.5.__lt__(2), 1.5.__lt__("a"), 1.5.__hash__() == hash(1.5)
sorted(set(dir(float)) - set(dir(int)))
[n for n in dir(float) if n[0] != "_"]
int(1e15), int(1e16), int(-1e15), int(2.0**49), int(2.0**50), int(2.0**63), int(2.0**64), int(1.9999999999999998), int(1e300) % 10**10
""".strip().splitlines():
    show(line)
try:
    (1.5).real = 2
except AttributeError as error:
    print(error)
try:
    (1.5).x = 2
except AttributeError as error:
    print(error)
