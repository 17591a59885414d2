def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
bin(0), bin(5), bin(-5), bin(2**70), oct(0), oct(8), oct(-64), oct(2**70), hex(0), hex(255), hex(-255), hex(2**70), bin(True)
bin(1.0)
hex("a")
oct(None)
format(42), format(42, ""), format(42, "d"), format(42, "5"), format(42, "<5"), format(42, ">5"), format(42, "^5"), format(42, "=5")
format(-42, "=6"), format(-42, "06"), format(42, "+"), format(42, " "), format(42, "-"), format(-42, "+"), format(-42, " ")
format(255, "x"), format(255, "X"), format(255, "#x"), format(255, "#X"), format(255, "o"), format(255, "#o"), format(255, "b"), format(255, "#b")
format(-255, "#010x"), format(255, "#010b"), format(255, "+#x"), format(5, "*^+9"), format(5, "*=+9")
format(1234567, ","), format(1234567, "_"), format(-1234567, ","), format(0xFFFFFFFF, "_x"), format(255, "_b"), format(1234567, "015,"), format(1234567, "_o")
format(1234, "012,"), format(1234, "011,"), format(1, "08,"), format(123456, "08,"), format(12, "#_b")
format(65, "c"), format(8364, "c"), format(65, "5c"), format(65, ">5c"), format(0x1F600, "c")
format(42, "n"), format(42, "f"), format(42, ".2f"), format(42, "e"), format(42, "g"), format(42, "%"), format(42, "010.3f"), format(2**70, "e"), format(10**25, ",.1f")
format(True), format(True, "d"), format(True, "5"), format(True, "x"), format(False, "s")
format(2**100, ","), format(2**100, "x"), format(-2**100, "_x"), format(2**100, "50d"), format(2**100, "b")[:20]
format(42, "s")
format(42, "q")
format(42, ".2")
format(42, ".2d")
format(42, "+c")
format(42, "#c")
format(42, ",c")
format(-1, "c")
format(0x110000, "c")
format(42, ",x")
format(42, ",b")
format(42, ",n")
format(42, "_n")
format(42, ",_d")
format(42, "__d")
format(42, ",,d")
format(42, "5 d")
format(42, "d5")
format(42, "=<<5")
format(42, "99999999999999999999d")
format(42, ".99999999999999999999f")
format(10**400, "f")
format(42, 5)
format(42, "z"), format(42, "zf")
format(42, "zd")
f"{42:{'>'}{10}}", f"{42:😀>6}", f"{42:0<5}", f"{42:<05}", f"{42:^05}", f"{-42:0>6}", f"{-42:0=6}"
"%d" % 42, "%i" % -42, "%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42), "%x %X %#x %o %#o" % (255, 255, 255, 8, 8)
"%.5d" % 42, "%8.5d" % -42, "%-8.5x|" % 255, "%#.5x" % 255, "%+.0d" % 0, "%c%c" % (65, "b"), "%d" % 3.99, "%d" % True, "%u" % 7
"%x" % 3.5
"%d" % "a"
"%d" % 1j
"%c" % 1114112
"%c" % "ab"
"%c" % -1
"%d" % 10**30, "%x" % 10**30, "%o" % -10**30, "%40d|" % 10**30, "%-40d|" % 10**30, "%.40d" % 10**30
""".strip().splitlines():
    show(line)
