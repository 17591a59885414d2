def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
1 == 1.0, 1 == True, 1 == 1 + 0j, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53
10**30 == 1e30, 10**23 == 1e23, 10**22 == 1e22, 10**400 > float("inf"), 10**400 < float("inf"), -10**400 > float("-inf")
1 < float("nan"), 1 > float("nan"), 1 == float("nan"), 1 != float("nan")
2**63 < 9223372036854775808.0, 2**63 - 1 < 9223372036854775808.0, 2**64 - 1 < 2.0**64, 2**1024 > 1.7976931348623157e308
-2**63 == -9223372036854775808.0, -2**63 - 1 < -9223372036854775808.0
1 < 2 <= 2 < 3.5 < 4 == 4.0
1 == "1", 1 != "1", 1 == None
1 < "1"
1 < None
1 < 1j
(1).__lt__(2.0), (1).__eq__(None)
hash(0), hash(1), hash(-1), hash(-2), hash(2**61 - 1), hash(2**61), hash(2**61 - 2), hash(-(2**61 - 1)), hash(-(2**61))
hash(2**49), hash(2**50), hash(-2**50), hash(2**63), hash(2**64), hash(10**30), hash(-10**30), hash(2**122 - 1)
hash(0.5), hash(1.5), hash(-1.5), hash(1e300), hash(float("inf")), hash(float("-inf")), hash(0.1), hash(-0.0), hash(1e-320)
hash(1j), hash(1 + 2j), hash(-1j), hash(complex(1e300, -2.5)), hash(True), hash(False)
hash(1) == hash(1.0) == hash(1 + 0j) == hash(True), hash(2**70) == hash(2.0**70), hash(10**22) == hash(1e22)
hash(()), hash((1,)), hash((1, 2, 3)), hash((1, (2, (3,)))), hash((0.5, 2**70, -1)), hash(tuple(range(100)))
hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), hash(frozenset(range(100))), hash(frozenset([0.5, (1, 2)]))
hash(range(0)), hash(range(5)), hash(range(1, 10, 3)), hash(range(0, 5)) == hash(range(5)), hash(slice(1, 2, 3)), hash(slice(None))
{1: "a", 1.0: "b", True: "c", 1 + 0j: "d"}
{2**70: 1}[2.0**70], {2.0**70: 1}[2**70]
{0: "z"}[False], {0: "z"}[-0.0]
len({float("nan"), float("nan")}), len({0.0, -0.0, 0, False})
max(1, 1.0), max(1.0, 1), min(True, 1), max(2**53, 2.0**53), max(2**53 + 1, 2.0**53)
sorted([2**53 + 1, 2.0**53, 2**53, 10**400, float("inf"), -10**400])
""".strip().splitlines():
    show(line)
