def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
float(), float(5), float(True), float(2**70), float("1.5"), float(" 1.5\n"), float("-1e3"), float("+.5"), float("5."), float("1_000.5"), float("1e1_0")
float("inf"), float("-Infinity"), float("+INF"), float("nan"), float("-NaN"), float("iNfInItY")
float(b"1.5"), float(bytearray(b"2.5")), float(memoryview(b"3.5"))
float("١.٥"), float("１２"), float("0x10")
float("")
float(" ")
float("1.5.5")
float("1e")
float("e5")
float(".")
float("1_")
float("_1")
float("1__0")
float("1._5")
float("infi")
float("na n")
float("1 5")
float("1\0")
float("é")
float("\ud800")
float(b"\xff")
float(b"")
float(None)
float([])
float(1j)
float(object())
float(1, 2)
float(x=1)
float(10**400)
float("1e400"), float("-1e400"), float("1e-400"), float("-1e-400")
float("0." + "0" * 400 + "1"), float("1" * 310), float("1" + "0" * 308), float("0" * 1000 + "1.5")
float("123456789012345678901234567890e-10"), float("0.1e1"), float("17976931348623157" + "0" * 292), float("17976931348623159" + "0" * 292)
float("2.2250738585072012e-308"), float("6.929001713869936e+236"), float("9007199254740993"), float("9007199254740992.9999999999999999"), float("1.00000000000000011102230246251565404236316680908203125"), float("1.00000000000000011102230246251565404236316680908203126")
""".strip().splitlines():
    show(line)


class F:
    def __init__(self, v):
        self.v = v

    def __float__(self):
        return self.v


class I:
    def __index__(self):
        return 7


class Sub(float):
    pass


for line in r"""
float(F(1.5)), float(I())
float(F(1))
float(F("x"))
float(F(Sub(2.5))), type(float(F(2.5)))
Sub(1.5), type(Sub(1.5)) is Sub, Sub(1.5) + 1, type(Sub(1) + 1), type(+Sub(1.5)), type(float(Sub(1.5)))
repr(Sub(1.5)), str(Sub(0.1)), hash(Sub(1.5)) == hash(1.5)
Sub.fromhex("0x1p3"), type(Sub.fromhex("0x1p3")).__name__
float.__getformat__("double"), float.__getformat__("float")
float.__getformat__("x")
float.from_number(5), float.from_number(2.5), float.from_number(True)
float.from_number("5")
""".strip().splitlines():
    show(line)
