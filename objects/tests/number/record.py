"""Records what CPython 3.14's int, float, complex and hash() do, for tests/number/values.rs to compare with.

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 objects/tests/number/record.py [cases-per-function [folder]]

int.txt, float.txt, complex.txt and hash.txt; `cases.py` tells their form.
"""

import math
import operator
import os
import subprocess
import sys

from cases import CASES, Golden

BINARY = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "floordiv": operator.floordiv, "mod": operator.mod,
          "divmod": divmod, "truediv": operator.truediv, "and": operator.and_, "or": operator.or_, "xor": operator.xor,
          "lt": operator.lt, "gcd": math.gcd, "lcm": math.lcm}
UNARY = {"neg": operator.neg, "abs": abs, "invert": operator.invert, "bit_length": int.bit_length, "bit_count": int.bit_count, "float": float,
         "hex": hex, "oct": oct, "bin": bin, "str": str}


def ints():
    g = Golden("int.txt")
    r = g.random
    for name, function in BINARY.items():
        for _ in range(CASES * 3):
            g.case("int." + name, function, g.int(400), g.int(300))
    for name, function in UNARY.items():
        for _ in range(CASES * 2):
            g.case("int." + name, function, g.int(1100))
    for n in [2**53 + 1, 2**53 + 3, 2**54 + 2, 2**54 + 6, 2**64 - 1, 2**64 - 2**10, 2**64 - 2**10 - 1, 2**64 - 2**10 + 1, 2**1024 - 2**970,
              2**1024 - 2**970 - 1, -(2**1024), 2**1024 - 2**971, 2**900 + 2**847, 2**900 + 2**847 + 1, 2**63 - 512, 2**63 - 513]:
        g.case("int.float", float, n)
    for a, b in [(2**1074, 1), (1, 2**1074), (1, 2**1075), (3, 2**1075), (2**1000 - 1, 2**2000), (10**400, 10**92), (10**400, 10**91), (10**308, 1),
                 (2**1024, 1), (2**1024 - 2**970 - 1, 1), (2**1024 - 2**970, 1), (2**2000, 2**976), (2**2000, 2**977), (7, 2**1074), (-5, 2**1076),
                 (2**53 + 1, 1), ((2**53 + 1) * 2**60, 2**60), (10**30, 3), (-(10**30), 7), (2**1073 + 1, 2**2147)]:
        g.case("int.truediv", operator.truediv, a, b)
    for _ in range(CASES * 3):
        g.case("int.truediv", operator.truediv, g.int(1200), g.int(1200))
        a = g.int(120)
        n = r.choice([0, 1, 2, 3, 5, 10, 17, 40, -1, -2, -3])
        g.case("int.pow", pow, a, n)
        g.case("int.powmod", pow, g.int(150), g.int(100), r.choice([0, 1, -1, 2, 7, -7, 2**61 - 1, 2**64 - 59, g.int(140), g.int(70), -(2**63)]))
        g.case("int.lshift", operator.lshift, g.int(), r.choice([0, 1, 5, 31, 62, 63, 64, 65, 200, -1]))
        g.case("int.rshift", operator.rshift, g.int(), r.choice([0, 1, 5, 31, 62, 63, 64, 65, 200, -1, 2**70]))
        g.case("int.round", round, g.int(), r.choice([0, 1, -1, -2, -3, -5, -19, -40, -100]))
        order, signed, length = r.choice(["big", "little"]), r.random() < 0.5, r.choice([0, 1, 2, 7, 8, 9, 16, 25, -1])
        to_bytes = lambda n, length, order, signed: n.to_bytes(length, order, signed=signed)
        g.case("int.to_bytes", to_bytes, g.int(100), length, order, signed)
        for n in (127, 128, -128, -129, 255, 256, 2**63, -(2**63), 2**64):
            g.case("int.to_bytes", to_bytes, n, length, order, signed)
        g.case("int.from_bytes", lambda b, o, s: int.from_bytes(b, o, signed=s), r.randbytes(r.choice([0, 1, 2, 4, 7, 8, 9, 12, 17])), order, signed)
        g.case("int.cmp_float", lambda a, b: [a < b, a == b, a > b], g.int(1100), g.float())
        f = g.float()
        if math.isfinite(f):
            n = int(f) + r.choice([-1, 0, 1])
            g.case("int.cmp_float", lambda a, b: [a < b, a == b, a > b], n, f)
        g.case("int.from_float", int, g.float())
    g.case("int.to_bytes", to_bytes, 5, 4, "middle", False)
    g.case("int.lshift", operator.lshift, 1, 10**30)
    g.case("int.lshift", operator.lshift, 0, 10**30)
    g.case("int.lshift", operator.lshift, 1, 2**62)
    for base in (1, -1, 0):
        g.case("int.pow", pow, base, 10**30)
        g.case("int.pow", pow, base, 10**30 + 1)
    literals = ["", " ", "0", "00", "-0", "+5", " 12 ", "\t-7\n", "1_000", "1__0", "_1", "1_", "0x1F", "0X_ff", "0x", "0x_", "0b101", "0b2", "0o17", "0o8", "010",
                "0_0", "0 1", "1 2", "+-1", "- 1", "--1", "zz", "Zz", "1e5", "1.0", "9" * 19, "9" * 30, "-" + "8" * 25, "\u0661\u0662\u0663", "\uff11\uff12",
                "\u2003 5\u00a0", "\x1c1", "\xe9", "1\x00", "\ud800", "\U0001d7d9", "12\u00e9", "0x\uff11", "\u0967_\u0968", "'\"", "a" * 250, "\\", "\U0001f600" * 3, "0" * 15,
                "123456789_", "1234567890", "12345678901", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0b" + "1" * 70]
    limit = lambda text, base: int(text, base)
    for literal in literals:
        for base in (10, 0, 16, 36) if len(literal) < 40 else (10,):
            g.case("int.parse", limit, literal, base)
    for base in (1, -1, 37, 2, 8, 3, 10**9):
        g.case("int.parse", limit, "101", base)
        g.case("int.parse", limit, "0b101", base)
        g.case("int.parse", limit, "0o17", base)
    for literal in (b"", b" 12\n", b"0x1f", b"1\x00", b"\xff", b"12x", b"\x1c1", b"1_0", b"'"):
        g.case("int.parse_bytes", limit, literal, 10)
        g.case("int.parse_bytes", limit, literal, 0)
    for size, base in ((640, 10), (641, 10), (5000, 10), (5000, 3), (5000, 16), (5000, 32), (5000, 36)):
        g.case("int.parse_repeated", lambda digits, base, n: int(digits * n, base) % (10**9 + 7), "12", base, size // 2)
    for literal in ("1" * 4301, "0" * 4301, "1_" * 4301, "1" * 4301 + "x", " " + "1" * 4301 + " ", "1" * 4300):
        g.case("int.parse", lambda text, base: int(text, base) and None, literal, 10)
    for n in (4298, 4299, 4300, 4301, 9000):
        for offset in (-1, 0, 1):
            g.case("int.decimal_length", lambda n, offset: len(str(10**n + offset)), n, offset)
            g.case("int.decimal_length", lambda n, offset: len(str(10**n + offset)), n, offset)
    for n in list(range(25)) + [33, 63, 64, 65, 100, 127, -1, 2**63, 10**30]:
        g.case("math.factorial", math.factorial, n)
    for _ in range(CASES * 2):
        n, k = r.randint(0, 120), r.randint(0, 60)
        g.case("math.comb", math.comb, n, k)
        g.case("math.perm", math.perm, n, k)
        g.case("math.isqrt", math.isqrt, g.int(300))
        root = abs(g.int(150))
        g.case("math.isqrt", math.isqrt, root * root)
        g.case("math.isqrt", math.isqrt, root * root + 2 * root)
    for n, k in [(-1, 0), (0, -1), (10**30, 3), (10**30, 10**29), (10**30, 10**30 - 2), (2**70, 2**70), (3, 10**30), (5, 6), (67, 33), (68, 34), (200, 100)]:
        g.case("math.comb", math.comb, n, k)
        if k < 100 or k > n:
            g.case("math.perm", math.perm, n, k)
    g.write()


def real_power(x, y):
    try:
        power = x**y
    except OverflowError as error:
        if str(error) == "complex exponentiation":
            return None
        raise
    return None if isinstance(power, complex) else power


def floats():
    g = Golden("float.txt")
    r = g.random
    for x in g.EDGE_FLOATS:
        g.case("float.repr", repr, x)
        for n in (0, 1, -1, 2, 5, -2, -308, -309, 323, 324):
            g.case("float.round", round, x, n)
    for _ in range(CASES * 6):
        x, y = g.float(), g.float()
        g.case("float.repr", repr, x)
        g.case("float.hex", float.hex, x)
        g.case("float.ratio", float.as_integer_ratio, x)
        g.case("float.is_integer", float.is_integer, x)
        for name, function in (("div", operator.truediv), ("mod", operator.mod), ("floordiv", operator.floordiv), ("divmod", divmod)):
            g.case("float." + name, function, x, y)
        g.case("float.pow", real_power, x, y)
        g.case("float.pow", real_power, x, float(r.randint(-5, 5)))
        g.case("float.round", round, x, r.choice([0, 1, 2, 3, 5, 10, 15, 17, 20, -1, -2, -5, -10, -20, -300]))
        g.case("float.round_int", round, x)
        g.case("float.floor", math.floor, x)
        g.case("float.ceil", math.ceil, x)
    for x in (-2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, math.inf, -math.inf, math.nan):
        for y in (-3.0, -2.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, 3.0, math.inf, -math.inf, math.nan, 2.0**60):
            g.case("float.pow", real_power, x, y)
            g.case("float.divmod", divmod, x, y)
    for n in range(-30, 30):
        for lead in (5, 15, 25, 45, 4.999999999999999, 1.25, 1.35, 0.125, 2.675):
            g.case("float.round", round, lead * 10.0**n, r.choice([-n, -n - 1, -n + 1, 2 - n]))
    literals = ["", " ", "1", " 1.5 ", "1.", ".5", ".", "-.5e-3", "1e5", "1E+05", "1e", "1e+", "e5", "1_0", "1__0", "_1", "1_", "1_.5", "1._5", "1.5_0", "1e1_0", "1_e1",
                "1e_1", "inf", "-Infinity", "+NAN", "nan", "infin", "in_f", "0x10", "1e400", "-1e400", "1e-400", "\u0661.\u0665", "\xa01.5\u2003", "1\x00", "\xe9", "1.5\ud800", "1 2",
                "1d5", "123456789012345678901234567890", "0." + "0" * 50 + "1", "1.7976931348623159e308", "1.7976931348623158e308", "2.4703282292062327e-324",
                "2.4703282292062328e-324", "9007199254740993", "9007199254740992.99999999999999999999", "'", "--1", "+ 1", "5e-324", "a" * 300]
    for literal in literals:
        g.case("float.parse", float, literal)
    for literal in (b"1.5", b" 1_0\n", b"1\x00", b"\xff", b"x'", b"inf"):
        g.case("float.parse_bytes", float, literal)
    for literal in ["", "0x", "0x1", "1", "0x.8", "0x1.8p3", "-0x1.8p-3", "0x1p1024", "0x1.fffffffffffff7p1023", "0x1.fffffffffffff8p1023", "0x1p-1074", "0x1p-1075",
                    "0x1.8p-1075", "0x1.0000000000001p-1075", "0x0.8p-1074", "inf", "-inf", "nan", "Infinity", "infx", "0x1.p", "0x1p+", "0xp3", ".", "0x1.1.1", " 0x1 ", "0x1 p3", "0x1p3x",
                    "0x1.00000000000008", "0x1.000000000000080000000001", "0x1.00000000000018", "0x" + "f" * 200, "0x" + "f" * 300, "0x0p99999999999999999999", "0x1p99999999999999999999",
                    "0x1p-99999999999999999999", "0x0." + "0" * 300 + "1p1200", "\xe9", "\u0661", "0x1\x00", "1e5", "+0x1.abcp-5", "0xAbC.DeFP+1", "0x1.fffffffffffffp-1022", "0x0.fffffffffffff8p-1022",
                    "0x0.fffffffffffff4p-1022"]:
        g.case("float.fromhex", float.fromhex, literal)
    g.write()


def complexes():
    g = Golden("complex.txt")
    r = g.random
    operators = (("add", operator.add), ("sub", operator.sub), ("mul", operator.mul), ("truediv", operator.truediv))
    edges = [0.0, -0.0, 1.0, -2.0, math.inf, -math.inf, math.nan, 1e300]
    numbers = [complex(a, b) for a in edges for b in edges]
    for name, function in operators:
        for _ in range(CASES * 8):
            a, b = r.choice(numbers), r.choice(numbers)
            g.case("complex." + name, function, a, b)
            g.case("complex." + name, function, a, r.choice(edges))
            g.case("complex." + name, function, r.choice(edges), b)
            g.case("complex." + name, function, g.complex(), g.complex())
    for _ in range(CASES * 8):
        g.case("complex.repr", repr, g.complex())
        g.case("complex.abs", abs, g.complex())
        z = complex(r.randint(-9, 9) / 2, r.randint(-9, 9) / 2)
        g.case("complex.pow", pow, z, complex(r.randint(-6, 6)))
        g.case("complex.pow", pow, z, complex(r.randint(-6, 6) / 2, r.randint(-4, 4) / 2))
        g.case("complex.pow", pow, r.choice(numbers), complex(r.randint(-3, 3), r.choice([0, 0, 1])))
    for literal in ["", "1", "1j", "j", "-j", "+j", "1+j", "1-j", "1+2j", "(1+2j)", " ( 1+2j ) ", "( 1+2j", "1+2j)", "1 + 2j", "1+2", "1j+2", "1+2jj", "nan+infj", "-inf-nanj", "1e5-3.5e-2J",
                    "1_0+2_0j", "1_+2j", "1e+j", "1+-2j", "++1j", "\u0661+\u0662j", "\xe9", "1+2j\x00", "()", "(j", "1.5e400+1j", "infj", "infinityj", "-infinity", "nanj", ".5j", ".j", "1+.5j"]:
        g.case("complex.parse", complex, literal)
    g.write()


def hashes():
    g = Golden("hash.txt")
    r = g.random
    for _ in range(CASES * 4):
        g.case("hash.int", hash, g.int(400))
        x, z = g.float(), g.complex()
        if x == x:
            g.case("hash.float", hash, x)
        if z == z:
            g.case("hash.complex", hash, z)
        items = [g.int(70) for _ in range(r.randint(0, 6))]
        g.case("hash.tuple", lambda items: hash(tuple(items)), items)
        g.case("hash.frozenset", lambda items: hash(frozenset(items)), list(set(items)))
    g.case("hash.slice", lambda a, b, c: hash(slice(a, b, c)), 1, 2, 3)
    g.case("hash.slice", lambda a, b, c: hash(slice(a, b, c)), -1, 2**70, 0)
    texts = ["", "a", "abc", "hello world, how are you", "\xe9", "\xe9t\xe9", "\u20ac", "\u20acuro" * 5, "\U0001f600", "x\U0001f600yz" * 3, "\ud800", "a" * 7, "a" * 8, "a" * 9, "\x00"]
    for seed in (0, 1, 42, 4294967295):
        code = f"print([[hash(s), hash(s.encode('utf-8', 'surrogatepass'))] for s in {texts!a}])"
        out = subprocess.run([sys.argv[3] if len(sys.argv) > 3 else ORACLE, "-c", code], env={**os.environ, "PYTHONHASHSEED": str(seed)},
                             capture_output=True, check=True)
        for text, (of_text, of_bytes) in zip(texts, eval(out.stdout)):
            g.case("hash.text", lambda seed, text: of_text, seed, text)
            g.case("hash.bytes", lambda seed, data: of_bytes, seed, text.encode("utf-8", "surrogatepass"))
    g.write()


ORACLE = os.path.join(os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle")), "bin", "python3.14")

if __name__ == "__main__":
    ints()
    floats()
    complexes()
    hashes()
