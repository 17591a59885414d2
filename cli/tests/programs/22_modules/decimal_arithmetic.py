# All operations on random operands in random contexts: results, flags and exceptions.
# imports: decimal random
import random
from decimal import *

r = random.Random(1729)
MODES = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
SPECIAL = ["NaN", "-NaN", "sNaN", "-sNaN12", "NaN123456789", "Infinity", "-Infinity", "0", "-0", "0E+5", "-0E-7", "1", "-1", "10", "1E+3", "1E-3"]
ONE = """exp ln log10 next_minus next_plus normalize to_integral_value to_integral_exact sqrt logb logical_invert abs minus plus is_normal
    is_subnormal number_class to_sci_string to_eng_string copy_abs copy_negate _apply""".split()
TWO = """add subtract multiply divide divide_int remainder remainder_near divmod compare compare_signal max max_mag min min_mag next_toward
    quantize compare_total compare_total_mag copy_sign logical_and logical_or logical_xor rotate same_quantum scaleb shift power""".split()


def operand(prec, emin, emax):
    if r.random() < 0.1:
        return Decimal(r.choice(SPECIAL))
    n = max(1, r.choice([1, 2, prec, prec - 1, prec + 1, 2 * prec, r.randint(1, 60)]))
    kind = r.randrange(8)
    if kind == 0:
        digits = "9" * n
    elif kind == 1:
        digits = "1" + "0" * (n - 1)
    elif kind == 2:
        digits = "5" + "0" * (n - 1)
    elif kind == 3:
        digits = "".join(r.choice("01") for _ in range(n))
    else:
        digits = "".join(r.choice("0123456789") for _ in range(n))
    exponent = r.choice([0, 0, 0, -n, -1, 1, r.randint(-10, 10), r.randint(-40, 40), emin, emax, emin - prec + 1, emax - prec + 1])
    return Decimal(f"{r.choice(['', '-'])}{digits}E{exponent}")


for i in range(1500):
    prec = r.choice([1, 2, 3, 9, 16, 28, r.randint(1, 50)])
    emax, emin = r.choice([1, 3, 10, 96, 384, 999]), -r.choice([0, 1, 3, 95, 383, 999])
    traps = r.choice([[], [], [InvalidOperation, DivisionByZero, Overflow], [Inexact], [Clamped, Subnormal]])
    c = Context(prec=prec, rounding=r.choice(MODES), Emin=emin, Emax=emax, capitals=r.randint(0, 1), clamp=r.randint(0, 1), flags=[], traps=traps)
    x, y, z = (operand(prec, emin, emax) for _ in range(3))
    name = r.choice(ONE + TWO + TWO + ["fma", "modulo", "create_decimal"])
    if name == "exp" and abs(x.adjusted()) > 20:
        continue
    if name in ("rotate", "shift", "scaleb", "power") and r.random() < 0.6:
        y = Decimal(r.randint(-prec - 1, prec + 1))
    try:
        if name in ONE:
            given, result = (x,), getattr(c, name)(x)
        elif name in TWO:
            given, result = (x, y), getattr(c, name)(x, y)
        elif name == "fma":
            given, result = (x, y, z), c.fma(x, y, z)
        elif name == "modulo":
            given = Decimal(r.randint(-(10**12), 10**12)), Decimal(r.randint(0, 10**9)), Decimal(r.randint(-(10**6), 10**6))
            result = c.power(*given)
        else:
            given, result = (str(x),), c.create_decimal(str(x))
        result = repr(result)
    except ArithmeticError as e:
        result = f"{type(e).__name__} {[k.__name__ for k in e.args[0]]}"
    flags = "".join(s.__name__[0] for s, on in c.flags.items() if on)
    print(name, *given, "|", prec, c.rounding[6:], emin, emax, c.clamp, "->", result, flags)

# Long ones.
with localcontext(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact]):
    a, b = Decimal(7) ** 3000, Decimal(13) ** 1500
    assert a == 7**3000 and b == 13**1500 and a * b == 7**3000 * 13**1500
    assert divmod(a, b) == divmod(7**3000, 13**1500)
    assert int(a - b) == 7**3000 - 13**1500 and (a * a).sqrt() == a
with localcontext(prec=400):
    print(Decimal(2).sqrt())
    print(Decimal(1).exp())
    print(Decimal(10).ln())
    print(Decimal(2).log10())
    print(Decimal(2) ** Decimal("0.5"))
    print(Decimal(1) / 7)
