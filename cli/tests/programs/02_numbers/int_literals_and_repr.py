def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
0
00_0
1_000
0xDEAD_beef
0XfF
0o7_7
0B1_01
123456789012345678901234567890
-0
(0).__repr__()
repr(2**49 - 1), repr(2**49), repr(-2**49), repr(-2**49 - 1)
2**50, -2**50, 2**62, 2**63 - 1, 2**63, -2**63, 2**64 - 1, 2**64
10**15, 10**18, 10**19, 10**40, -10**40
str(7**200)
1_0_0.0_1
08
0_8
1__0
0x
0b2
0o8
1_
0xg
123abc
1if 1 else 2
(5).real, (5).imag, (5).numerator, (5).denominator
5 .real
int.__name__, int.__qualname__, int.__module__
""".strip().splitlines():
    show(line)
