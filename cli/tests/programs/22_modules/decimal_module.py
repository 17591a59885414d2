# The surface of `decimal`: constants, classes, constructors, conversions, and the messages of what is refused.
# imports: copy decimal fractions math numbers operator pickle
import copy
import decimal
import math
import numbers
import operator
import pickle
from decimal import *
from fractions import Fraction

names = {}


def show(source):
    try:
        print(source, "->", ascii(eval(source, globals(), names)))
    except Exception as e:
        print(source, "!!", type(e).__name__, ascii(e.args))


for name in sorted(dir(decimal)):
    value = getattr(decimal, name)
    if name.startswith("__") and name not in ("__version__", "__libmpdec_version__"):
        continue
    if isinstance(value, type):
        print(name, [c.__name__ for c in value.__mro__], value.__module__)
    elif isinstance(value, (int, str, Context)):
        print(name, repr(value))

for value in (
    "'1'", "' 1_000.5 '", "'-.5e3'", "'+5.'", "'Infinity'", "'-inf'", "'nan'", "'sNaN123'", "'-NaN0012'", "'\\u0661\\u0662.\\u0663'",
    "''", "'.'", "'1e'", "'1 2'", "'1\\x00'", "'\\ud800'", "'infinit'", "'1e999999999999999999'", "'1e1000000000000000000'",
    "'0e-99999999999999999999'", "0", "-5", "10**40", "True", "0.1", "-0.0", "float('nan')", "float('-inf')", "5e-324", "1e300",
    "(0, (1, 2, 3), -2)", "[1, [], 5]", "(1, (1, 2), 'F')", "(0, (0, 7), 'n')", "(1, (), 'N')", "(2, (), 0)", "(0, (10,), 0)",
    "(0, 5, 0)", "(0, (), 'x')", "(0, (), 1.0)", "(0, ())", "(0, (), 1 << 80)", "(1 << 80, (), 1)", "None", "1j", "{}", "b'1'",
    "Decimal('-0')", "Fraction(1, 2)", "1, 2", "1, 2, 3", "x=1", "value='7'", "'x', Context(traps=[])",
):
    show(f"Decimal({value})")

for source in (
    "Decimal.from_float(0.5)", "Decimal.from_float(3)", "Decimal.from_float('1')", "Decimal.from_number(Decimal(1))",
    "Decimal.from_number('1')", "Decimal('12.50').as_tuple()", "Decimal('-inf').as_tuple()", "Decimal('sNaN5').as_tuple()",
    "Decimal('12.50').as_integer_ratio()", "Decimal('-5e3').as_integer_ratio()", "Decimal('nan').as_integer_ratio()",
    "Decimal('inf').as_integer_ratio()", "Decimal('12.50').__reduce__()", "int(Decimal('-3.9'))", "int(Decimal('1e30'))",
    "int(Decimal('nan'))", "int(Decimal('inf'))", "float(Decimal('1e400'))", "float(Decimal('0.1'))", "float(Decimal('-nan'))",
    "float(Decimal('snan'))", "complex(Decimal('1.5'))", "bool(Decimal('0e5'))", "bool(Decimal('nan'))", "round(Decimal('2.5'))",
    "round(Decimal('2.675'), 2)", "round(Decimal('1234'), -2)", "round(Decimal(1), 1.0)", "math.floor(Decimal('-2.5'))",
    "math.ceil(Decimal('-2.5'))", "math.trunc(Decimal('-2.5'))", "Decimal(3).real", "Decimal(3).imag", "Decimal(3).conjugate()",
    "Decimal('0e7').adjusted()", "Decimal('inf').adjusted()", "hash(Decimal('1.50')) == hash(Fraction(3, 2)) == hash(1.5)",
    "hash(Decimal('1e50')) == hash(10**50)", "hash(Decimal('-1'))", "hash(Decimal('inf'))", "hash(Decimal('snan'))",
    "Decimal('1.5') == 1.5", "Decimal('0.1') == 0.1", "Decimal('0.1') < 0.1", "Decimal('0.5') == Fraction(1, 2)",
    "Decimal('0.3') < Fraction(1, 3)", "Decimal(1) == 1 + 0j", "Decimal(1) == 1j", "Decimal(1) < 1j", "Decimal(1) < 'a'",
    "Decimal('nan') == Decimal('nan')", "Decimal('nan') < 1", "Decimal('snan') == 1", "Decimal('inf') > 10**100",
    "Decimal('1e1000000') > 1", "1 + Decimal('0.5')", "Decimal('0.5') + 1.0", "Decimal(7) // 2", "-7 % Decimal(3)",
    "divmod(Decimal('7.5'), 2)", "divmod(1, Decimal(0))", "2 ** Decimal(3)", "pow(Decimal(3), 5, 7)", "pow(3, Decimal(5), 7)",
    "pow(Decimal(3), -5, 7)", "pow(Decimal(3), 5, 0)", "pow(Decimal(3), 5, 1.0)", "Decimal(2) ** 0.5", "~Decimal(1)", "Decimal(1) << 1",
    "Decimal(1) / 0", "Decimal(0) / 0", "Decimal(1) % 0", "Decimal(0) ** 0", "Decimal('inf') - Decimal('inf')", "Decimal(-1).sqrt()",
    "Decimal(1).exp(1)", "Decimal(1).exp(1, 2)", "Decimal(1).exp(contex=1)", "Decimal(1).compare()", "Decimal(1).compare(1.5)",
    "Decimal(1).fma(2, '3')", "Decimal(1).quantize(1, 'up')", "Decimal(1).x", "setattr(Decimal(1), 'x', 1)",
    "Decimal(1).__sizeof__()", "Decimal(10**200).__sizeof__()", "isinstance(Decimal(1), numbers.Number)",
    "isinstance(Decimal(1), numbers.Real)", "copy.copy(Decimal('1.0'))", "copy.deepcopy(Decimal('1.0'))", "DecimalTuple(0, (1,), 2)",
    "operator.index(Decimal(1))", "max(Decimal(1), 2, 1.5)", "sum([Decimal('0.1')] * 10)", "sorted([Decimal(3), 1, 2.5])",
):
    show(source)


class Money(Decimal):
    currency = "EUR"

    def __new__(cls, value, note=None):
        self = super().__new__(cls, value)
        self.note = note
        return self

    def __add__(self, other):
        return Money(super().__add__(other), self.note)


m = Money("1.10", "lunch")
print(repr(m), type(m + 1), (m + 1).note, type(m * 2), type(-m), m.__dict__, Decimal(m), type(Decimal(m)))
print(type(Money.from_float(0.5)), Money.from_number(Decimal(2)), m == Decimal("1.1"), {m: 1}[Decimal("1.1")])
for value in (Decimal("-1.50"), Decimal("sNaN7"), Decimal("-Infinity"), getcontext()):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert repr(again) == repr(value), (again, value)
