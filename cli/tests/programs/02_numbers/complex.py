inf = float("inf")
nan = float("nan")
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
1j, -1j, 1 + 2j, 1 - 2j, -1 - 2j, 0j, -0j, 1.5j, 1e20j, 1e16 + 1e-5j, 5 + 0j, complex(-0.0, -0.0), complex(0.0, -0.0), complex(1, -0.0)
complex(), complex(1), complex(1, 2), complex(1.5, -2), complex(1j, 2j), complex(real=1, imag=2), complex(imag=1), complex(True)
complex("1"), complex("1+2j"), complex("1-2j"), complex("j"), complex("-j"), complex("+1.5e3-2e-1j"), complex(" (1+2j) "), complex("nan+infj"), complex("1_0+2_0j"), complex("1J"), complex("-0-0j"), complex("١j")
complex("")
complex("1+")
complex("1 + 2j")
complex("1+2")
complex("(1+2j")
complex("1+2jj")
complex("1", 2)
complex(1, "2")
complex([])
complex(None)
complex(1, 2, 3)
complex(1, None)
complex("\ud800")
complex(10**400)
complex.from_number(5), complex.from_number(1j)
complex.from_number("5")
(1 + 2j) + (3 - 1j), (1 + 2j) - 1, 2 * (1 + 2j), (1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), 1 / 1j, 1.5 + 2j, True + 1j
(1 + 2j)**2, (1 + 2j)**0, (1 + 2j)**-1, (1 + 2j)**0.5, 1j**1j, 2**1j, 2.0**(1 + 1j), 0j**0, (1 + 2j)**3, 1j**100
0j**-1
0j**1j
1j / 0
1j / 0j
1j // 1
1j % 1
divmod(1j, 1)
1j < 2
1j > 1j
1j == 1j, 1 + 0j == 1, 1 + 0j == 1.0, 1j == "a", 1j != 2j, 2**53 + 1 == complex(2**53), complex(nan, 0) == complex(nan, 0)
abs(3 + 4j), abs(-5j), abs(complex(inf, nan)), abs(0j), -(1 + 2j), +(1 + 2j), bool(0j), bool(1j), (1 + 2j).conjugate(), (1 + 2j).real, (1 + 2j).imag
abs(complex(1.7e308, 1.7e308))
int(1j)
float(1j)
round(1j)
1j & 1
1j.real = 5
complex(inf, nan), complex(nan, -inf), complex(-inf, inf), complex(inf, 0) * 1j, complex(inf, inf) / 2, complex(1e300, 1e300) * complex(1e300, 1e300)
1j * inf, inf * 1j, 1j + inf, inf - 1j, 1 / complex(inf, 1), complex(1, 1) / 1e-320
format(1 + 2j), format(1 + 2j, ".2f"), format(1 + 2j, "10.1f"), format(1 + 2j, "<12"), format(1 + 2j, "^12"), format(1 - 2j, "+"), format(1.5 + 2j, "e"), format(1 + 2j, "g"), format(1e10 + 2j, ","), format(0j, ""), format(3 + 4j, ".3"), format(1j, "*>10.2f"), format(1 + 2j, "n")
format(1j, "010")
format(1j, "=10")
format(1j, "%")
format(1j, "d")
format(1j, "s")
"%s %r" % (1j, 1 + 2j)
hash(1 + 2j), hash(0j), hash(1 + 0j) == hash(1)
(1 + 2j).__add__(1), (1 + 2j).__add__("a"), (1 + 2j).__getnewargs__(), (1 + 2j).__complex__(), (1j).__eq__(1j), (1j).__lt__(1j)
sorted(n for n in dir(complex) if n not in dir(object))
sum([1j, 2, 0.5]), sum([0.1j] * 10), pow(1j, 2), pow(2, 2j, None)
pow(1j, 2, 3)
""".strip().splitlines():
    show(line)


class C:
    def __init__(self, v):
        self.v = v

    def __complex__(self):
        return self.v


class F:
    def __float__(self):
        return 2.5


class S(complex):
    pass


for line in r"""
complex(C(1 + 2j)), complex(F()), complex(F(), F()), complex(C(1j), 1)
complex(C(1))
complex(C("x"))
complex(1, C(1j))
complex("1", C(1j))
S(1, 2), type(S(1) + 1), type(S("1j")), repr(S(1j)), S(1, 2) == 1 + 2j, type(complex(S(1j)))
""".strip().splitlines():
    show(line)
