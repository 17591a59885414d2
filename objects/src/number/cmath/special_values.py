"""Writes special_values.rs: what cmath's functions give where a part is infinite or NaN, as CPython 3.14 has it (C99, Annex G).

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 objects/src/number/cmath/special_values.py
"""

import cmath
import math
import os

CLASSES = [-math.inf, -2.5, -0.0, 0.0, 2.5, math.inf, math.nan]
NAMES = {math.pi: "PI", math.pi / 2: "FRAC_PI_2", math.pi / 4: "FRAC_PI_4", 0.75 * math.pi: "P34", math.inf: "INF"}


def number(x):
    if x != x:
        return "NAN"
    sign = "-" if math.copysign(1, x) < 0 else ""
    return sign + (NAMES.get(abs(x)) or repr(abs(x)))


def entry(function, x, y):
    if math.isfinite(x) and math.isfinite(y):
        return "NONE"
    try:
        z = function(x, y)
    except ValueError:
        return "NONE"
    return f"Complex::new({number(z.real)}, {number(z.imag)})"


def main():
    out = [
        "//! What functions give where a part of their argument is infinite or NaN; written by `special_values.py`.",
        "//!",
        "//! The rows are the real part's classes, the columns the imaginary part's: -inf, negative, -0, 0, positive, inf, NaN. `NONE` stands",
        "//! where both are finite and where the function is undefined.",
        "",
        "use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};",
        "",
        "use crate::number::complex::Complex;",
        "",
        "const INF: f64 = f64::INFINITY;",
        "const NAN: f64 = f64::NAN;",
        "const P34: f64 = 3.0 * FRAC_PI_4;",
        "const NONE: Complex = Complex::new(NAN, NAN);",
        "",
        "/// Values by the classes of both parts.",
        "pub(super) type Table = [[Complex; 7]; 7];",
    ]
    functions = {name: (lambda f: lambda x, y: f(complex(x, y)))(getattr(cmath, name)) for name in
                 ("acos", "acosh", "asinh", "atanh", "cosh", "exp", "log", "sinh", "sqrt", "tanh")}
    functions["rect"] = cmath.rect
    for name, function in functions.items():
        out += ["", f"pub(super) const {name.upper()}: Table = ["]
        for x in CLASSES:
            out.append("    [" + ", ".join(entry(function, x, y) for y in CLASSES) + "],")
        out.append("];")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "special_values.rs"), "w", encoding="ascii") as file:
        file.write("\n".join(out) + "\n")


main()
