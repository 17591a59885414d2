# Random doubles of every magnitude: their texts, conversions and roundings.
state = 99


def bits(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return state >> 64 - n


def double():
    sign = "-" if bits(1) else ""
    match bits(3):
        case 0:
            return float.fromhex(f"{sign}0x1.{bits(52):013x}p{bits(8) - 128}")
        case 1:
            return float.fromhex(f"{sign}0x1.{bits(52):013x}p{bits(11) - 1022 if bits(1) else 0}")
        case 2:
            return float.fromhex(f"{sign}0x0.{bits(52):013x}p-1022")
        case 3:
            return float(f"{sign}{bits(10)}.{bits(7)}")
        case 4:
            return float(f"{sign}{bits(30)}e{bits(5) - 16}")
        case 5:
            return float(bits(53) * (-1 if sign else 1))
        case 6:
            return (bits(12) - 2048) / 2 ** bits(3)
        case _:
            return float(f"{sign}0.{bits(40)}")


for i in range(60):
    x, y = double(), double()
    row = [repr(x), f"{x:.3f}" if abs(x) < 1e15 else f"{x:.3e}", f"{x:.10g}", f"{x:e}", x.hex(), x.is_integer()]
    for op in (lambda: x + y, lambda: x * y, lambda: x / y, lambda: x // y, lambda: x % y, lambda: round(x, 2), lambda: round(x, -2), lambda: int(x) % 1000003, lambda: x.as_integer_ratio()[0] % 1000003, lambda: hash(x), lambda: float(repr(x)) == x, lambda: float(f"{x:.17g}") == x, lambda: float.fromhex(x.hex()) == x, lambda: round(x) % 1000003, lambda: x ** 0.5 if x > 0 else 0, lambda: abs(x) ** (y % 3), lambda: divmod(x, 7), lambda: x < y, lambda: x == int(x)):
        try:
            row.append(op())
        except (OverflowError, ZeroDivisionError, ValueError) as e:
            row.append(f"{type(e).__name__}: {e}")
    print(*row)
for p in range(0, 18):
    print(p, *(format(v, f".{p}{k}") for v in (2 / 3, 12345.678, 1e-7, 99999.5, 0.5, 1.5, 2.5) for k in "feg"))
