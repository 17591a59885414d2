"""What the recorders of this folder share: random operands that are always the same, and the form of a golden line.

A line is a function's name, its arguments and its result, separated by tabs. A field is an integer (decimal, or hexadecimal from
2**64 on), `~` and the 16 hexadecimal digits of a float's bits (`~nan` for any NaN; two of them for a complex number), 'text, "bytes,
[field,field..., `-` for None, or `!` and the exception's class and message. What is not printable ASCII is escaped, and so are commas.
"""

import os
import random
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 4
OUT = sys.argv[2] if len(sys.argv) > 2 else HERE

sys.set_int_max_str_digits(4300)


def escaped(codes):
    out = []
    for c in codes:
        if 0x20 <= c < 0x7F and c not in b"\\,":
            out.append(chr(c))
        elif c < 0x100:
            out.append(f"\\x{c:02x}")
        elif c < 0x10000:
            out.append(f"\\u{c:04x}")
        else:
            out.append(f"\\U{c:08x}")
    return "".join(out)


def float_field(value):
    return "~nan" if value != value else "~" + struct.pack(">d", value).hex()


def field(value):
    if value is None:
        return "-"
    if isinstance(value, (bool, int)):
        value = int(value)
        return str(value) if abs(value) < 2**64 else hex(value)
    if isinstance(value, float):
        return float_field(value)
    if isinstance(value, complex):
        return float_field(value.real) + float_field(value.imag)
    if isinstance(value, str):
        return "'" + escaped(map(ord, value))
    if isinstance(value, (bytes, bytearray)):
        return '"' + escaped(value)
    if isinstance(value, BaseException):
        message = value.args[1] if len(value.args) == 2 else str(value)
        return f"!{type(value).__name__}: " + escaped(map(ord, message))
    return "[" + ",".join(map(field, value))


class Golden:
    """One file of cases."""

    def __init__(self, name, seed=20):
        self.name = name
        self.lines = {}
        self.random = random.Random(seed)

    def case(self, name, function, *arguments):
        try:
            result = function(*arguments)
        except (ArithmeticError, ValueError, TypeError, MemoryError, LookupError) as error:
            result = error
        self.lines["\t".join([name, *map(field, arguments), field(result)])] = None

    def write(self):
        with open(os.path.join(OUT, self.name), "w", encoding="ascii") as out:
            out.write("\n".join(self.lines) + "\n")

    # Operands: edges one time in three, else random in size and value.

    EDGE_INTS = [0, 1, -1, 2, -2, 3, 7, 10, -10, 63, 64, 255, 256, 2**30, 2**31, -(2**31), 2**32, 2**49, 2**53, 2**53 + 1, 2**62,
                 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 2**64 + 1, -(2**64), 10**18, 10**19, 2**100, 2**128,
                 3**100, -(10**30), 2**1023, 2**1024, 2**61 - 1, 2**61, -(2**61 - 1)]

    def int(self, bits=200):
        r = self.random
        if r.random() < 0.34:
            return r.choice(self.EDGE_INTS)
        n = r.getrandbits(r.randint(1, r.choice([8, 33, 64, 66, 130, bits])))
        return -n if r.random() < 0.4 else n

    EDGE_FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 3.0, 10.0, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-5, 1e-4, 1e22, 1e23, 5e-324,
                   2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, -1.7976931348623157e308, float("inf"),
                   float("-inf"), float("nan"), 2.0**53, 2.0**53 + 2, 2.0**63, -(2.0**63), 2.0**64, 0.1 + 0.2, 1 / 3, 100.0, 1e100]

    def float(self):
        r = self.random
        pick = r.random()
        if pick < 0.3:
            return r.choice(self.EDGE_FLOATS)
        if pick < 0.5:
            return struct.unpack("<d", r.randbytes(8))[0]
        if pick < 0.65:
            return r.randint(-(10**r.randint(1, 8)), 10**r.randint(1, 8)) / 10 ** r.randint(0, 6)
        if pick < 0.8:
            return r.randint(-2000, 2000) / 2 ** r.randint(0, 8)
        return r.uniform(-1, 1) * 10.0 ** r.randint(-12, 12)

    def complex(self):
        return complex(self.float(), self.float())
