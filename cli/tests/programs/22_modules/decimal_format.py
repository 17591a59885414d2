# `format` of decimals: all parts of the mini-language, the locale's form, and what is refused.
# imports: decimal warnings
import warnings
from decimal import *

warnings.simplefilter("ignore")


def show(*arguments):
    value, *rest = arguments
    try:
        print(value, ascii(rest), "->", ascii(Decimal(value).__format__(*rest)))
    except Exception as e:
        print(value, ascii(rest), "!!", type(e).__name__, ascii(e.args))


values = ["0", "-0", "1", "-1.5", "123456.789", "1E+5", "1E-10", "0E+5", "0E-10", "-1234567.891", "NaN", "-sNaN123", "-Infinity", "9.995", "-0.004"]
specs = [
    "", "f", "e", "g", "G", "E", "F", "%", "n", ".2f", ".0f", ".2e", ".0e", ".3g", ".0g", ".1%", ",.2f", "012,.1f", "+", " .3f", "_>12", "*^14.2f",
    "=12", "0=12", "\u00e9<12", "\x00<12", "z.1f", "N",
]
for value in values:
    for spec in specs:
        show(value, spec)
for value in ("-0.004", "NaN"):
    for spec in (
        "d", "x", "s", ".", "5.", "00", ".-1f", ",.3,f", ".3_f", "_", "_.2f", "#", "#g", ">010", "-z.1f", "zz", "9" * 20, "." + "9" * 20 + "f",
        "1" + "0" * 18, ".1" + "0" * 18 + "e", "f ", "  f", ",n", ",d", "0n", "\ud800<5", "z\x00", "f\x00x", "020,.3f", "00f", "<<5", "\u20ac=9f",
    ):
        show(value, spec)
point = {"decimal_point": ",", "thousands_sep": ".", "grouping": "\x03\x03"}
odd = {"decimal_point": "\u00bf", "thousands_sep": "\u00b4", "grouping": "\x02\x01\x7f"}
for override in (
    point, odd, {}, {"grouping": ""}, {"decimal_point": ""}, {"decimal_point": 1}, {"thousands_sep": "abcde"}, {"grouping": "\xff"}, 1, None,
    {"thousands_sep": " ", "grouping": "\x03\x00"},
):
    for spec in ("n", "f", ",", "020n", "+.3n", "%"):
        show("-1234567.89", spec, override)
show("1")
show("1", 1)
show("1", "f", {}, 1)

for rounding in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    with localcontext(prec=2, rounding=rounding, capitals=0):
        print(rounding, [format(Decimal(s), ".1f") for s in ("0.25", "-0.25", "0.35", "0.29", "0.95", "1e2")], format(Decimal("12345"), ".2e"),
              format(Decimal("1e9")), f"{Decimal('123456'):g}", f"{Decimal('0.000123456'):.3}")
