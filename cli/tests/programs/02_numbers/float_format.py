inf = float("inf")
nan = float("nan")
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
format(3.14159, ".2f"), format(3.14159, "10.2f"), format(-3.14159, "+.1f"), format(3.14159, "010.2f"), format(-3.14159, "010.2f"), format(3.5, "<8.1f"), format(3.5, "^8.1f"), format(3.5, "*>8.1f"), format(-3.5, "*=8.1f")
format(1234567.891, ","), format(1234567.891, ",.2f"), format(1234567.891, "_.2f"), format(1234567.891, "020,.2f"), format(0.0000123, ","), format(1e10, ","), format(1e16, ","), format(1234.5, "012,.1f")
format(1e10, "e"), format(1e10, "E"), format(12345.678, ".3e"), format(0.0, "e"), format(1e-300, "e"), format(1e100, ".0e"), format(1e100, "#.0e"), format(5e-324, "e")
format(12345.678, "g"), format(123456.789, "g"), format(1234567.89, "g"), format(0.0001, "g"), format(0.00001, "g"), format(1e100, "g"), format(100000.0, "g"), format(1000000.0, "g"), format(1.0, "#g"), format(1.5, "G"), format(1e-7, "G"), format(0.5, ".0g"), format(12.5, ".1g"), format(123.0, "#.3g")
format(0.5, "%"), format(0.12345, ".1%"), format(1.0, ".0%"), format(-0.5, "+.2%"), format(12.5, ",%"), format(1e20, "%")
format(1.0), format(1.5, "5"), format(1.5, "<5"), format(1e20, "25"), format(0.1, ".3"), format(123.456, ".4"), format(1234567.0, ".3"), format(1e-10, ".3"), format(1.0, ".1"), format(100.0, ".1"), format(1.0, ".17"), format(5.0, "#.3")
format(inf, "f"), format(-inf, "f"), format(nan, "f"), format(inf, "F"), format(nan, "G"), format(inf, "010"), format(-inf, "010.2f"), format(nan, "+"), format(inf, "+"), format(inf, "%"), format(nan, "e"), format(-nan, ""), format(inf, ","), format(inf, "<8")
format(0.5, ".0f"), format(1.5, ".0f"), format(2.5, ".0f"), format(0.125, ".2f"), format(0.375, ".2f"), format(2.675, ".2f"), format(1e22, ".0f"), format(1e23, "f"), format(0.5, "#.0f"), format(1e300, ".1f")[:20]
format(-0.0), format(-0.0, "f"), format(-0.0, "+"), format(-0.0, "z"), format(-0.0, "zf"), format(-0.04, "z.1f"), format(-0.06, "z.1f"), format(-0.0, "+z.1f"), format(-1e-10, "z.3e"), format(-0.0, "z%")
format(0.1, ".20f"), format(0.1, ".30g"), format(1/3, ".50f"), format(1e-5, ".10f"), format(123456789.123456789, ".5f"), format(2.0**-1074, ".20e"), format(1.7976931348623157e308, ".5e"), format(0.1, ".60f")
format(1.5, "n"), format(1234567.5, "n"), format(1e20, "n"), format(0.1, ".3n")
format(1234567.123456, ",.6f"), format(1234567.123456, ".6_f"), format(1234567.123456, ",.6,f"), format(0.123456789, ".9_f")
format(1.5, "d")
format(1.5, "x")
format(1.5, "s")
format(1.5, "c")
format(1.5, "b")
format(1.5, ".f")
format(1.5, ",n")
format(1.5, "ff")
format(1.5, ".2147483648f")
format(1.5, "5.")
"%f %F %e %E %g %G" % (1.5, 1.5, 1.5, 1.5, 1.5, 1.5), "%.2f|%8.2f|%-8.2f|%08.2f|%+.2f|% .2f" % ((3.14159,) * 6)
"%.0f %#.0f %.3g %#.3g %.10g" % (2.5, 2.5, 1.0, 1.0, 0.1), "%e" % 0, "%g" % 10**20, "%f" % 10**20, "%5.1f%%" % 99.55
"%f %e %g %F %G" % (inf, -inf, nan, inf, nan), "%08f|%-8f|%+f" % (inf, inf, inf), "%s %r %a" % (1.5, 0.1, 1e16), "%.3s" % 1.23456
"%f" % "a"
"%f" % 1j
"%f" % 10**400
"%.100f" % 0.1
"%.*f" % (3, 3.14159), "%*.*f|" % (10, 2, 3.14159), "%-*d|" % (5, 42), "%*d|" % (-5, 42)
""".strip().splitlines():
    show(line)
for v in (0.0, 1.0, 9.5, 99.95, 12345.6789, 1e-4, 9.9995e-5, 1e15, 999999.5, 1e16):
    print(*(format(v, "." + str(p) + k) for k in "feg" for p in (0, 1, 4)))
