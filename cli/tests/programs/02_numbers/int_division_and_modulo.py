def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
7 // 2, -7 // 2, 7 // -2, -7 // -2
7 % 3, -7 % 3, 7 % -3, -7 % -3
divmod(10**30, 7), divmod(-10**30, 7), divmod(10**30, -7), divmod(7, 10**30), divmod(-7, 10**30)
divmod(2**64, 2**32), divmod(2**64 - 1, 2**32 + 1), divmod(-2**63, -1)
(10**40) // (10**20 + 1), (10**40) % (10**20 + 1)
1 / 3, 10**400 / 10**399, 2**1024 / 2**1023, 10**20 / 3
(2**53 + 1) / 1, (2**54 + 3) / 2, (2**1000 + 1) / 2**999
10**400 / 3
1 / 10**400, -1 / 10**400
2**1074 / 2**2148, 3 / 2**1075, 1 / 2**1075
0 / 5, 0 // 5, -0 / 5, 0 / -5
5 / 0
5 // 0
5 % 0
divmod(5, 0)
0 / 0
True // 2, True / 2, True % 2
10**400 / 0
(1).__truediv__(2), (1).__floordiv__(2), (7).__mod__(4), (7).__divmod__(4)
(1).__truediv__(2.0), (1).__add__("x"), (1).__rsub__(5), (2).__rpow__(3), (2).__rdivmod__(9)
int.__floordiv__(5, 0)
divmod(7.5, 2), divmod(-7.5, 2), divmod(7, 2.5), divmod(0.0, -1.0)
divmod("a", 1)
divmod(1, "a")
divmod(1)
round(5, -1), round(15, -1), round(25, -1), round(-15, -1), round(14, -1), round(16, -1)
round(12345678901234567890, -5), round(5, -20), round(5, 3), round(2**80, -3), round(5, None)
round(5, 1.0)
""".strip().splitlines():
    show(line)
