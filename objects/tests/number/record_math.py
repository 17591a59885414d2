"""Records CPython 3.14's math and cmath for tests/number/kernels.rs to compare with.

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 objects/tests/number/record_math.py [cases-per-function [folder]]

math.txt and cmath.txt; `cases.py` tells their form.
"""

import cmath
import math

from cases import CASES, Golden

UNARY = "acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log log1p log2 log10 sin sinh sqrt tan tanh degrees radians frexp modf ulp".split()
BINARY = "fmod remainder pow nextafter".split()
COMPLEX = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar".split()
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, -2.5, 10.0, 23.0, 24.0, 100.5, 171.0, 171.7, 200.5, -200.5, -170.5, 709.0, 710.0, -745.0, -746.0, 1000.0, -1000.0, 1e-300, 5e-324, -5e-324, 1e300, 1.7976931348623157e308,
         math.inf, -math.inf, math.nan, 1e-21, -1e-21, math.pi, 1 + 2**-52, 1 - 2**-53]


def near(g):
    r = g.random
    return r.choice([r.uniform(-1, 1), r.uniform(-10, 10), r.uniform(-200, 200), r.choice([-1, 1]) * 10.0 ** r.uniform(-20, 20), g.float()])


def maths():
    g = Golden("math.txt")
    r = g.random
    for name in UNARY:
        function = getattr(math, name)
        for x in EDGES:
            g.case("math." + name, function, x)
        for _ in range(CASES * 5):
            g.case("math." + name, function, near(g))
    for name in BINARY:
        function = getattr(math, name)
        for x in EDGES[::2] + [math.inf, -math.inf, math.nan, 0.0, -0.0]:
            for y in (0.0, -0.0, 1.0, -2.5, 3.0, math.inf, -math.inf, math.nan, 1e300):
                g.case("math." + name, function, x, y)
        for _ in range(CASES * 8):
            g.case("math." + name, function, near(g), near(g))
            n = r.randint(-99, 99) / 4
            g.case("math." + name, function, n, r.choice([0.5, 0.25, 1.5, 2.0, 3.0]))
    for _ in range(CASES * 6):
        x, y, z = near(g), near(g), near(g)
        g.case("math.fma", math.fma, x, y, r.choice([z, -x * y, 0.0]))
        g.case("math.ldexp", math.ldexp, x, r.choice([0, 1, -1, 50, -50, 1000, -1000, 2000, -2000, -1074, 2**70, -(2**70), r.randint(-1100, 1100)]))
        steps = r.choice([0, 1, 2, 3, 10, 2**40, 2**62, 2**63, 2**64, 10**30, -1])
        g.case("math.nextafter_steps", lambda x, y, n: math.nextafter(x, y, steps=n), x, y, steps)
        g.case("math.nextafter_steps", lambda x, y, n: math.nextafter(x, y, steps=n), r.choice([0.0, -0.0, 5e-324, -5e-324, 1e-323]), y, r.choice([0, 1, 2, 3, 4]))
        close = x * (1 + r.choice([0, 1e-10, 1e-9, 1e-8]))
        g.case("math.isclose", lambda a, b, rel, abs: math.isclose(a, b, rel_tol=rel, abs_tol=abs), x, r.choice([close, y]), r.choice([1e-9, 0.0, 0.5, -1.0]), r.choice([0.0, 1e-3, 1e300]))
        for name in ("log", "log2", "log10"):
            g.case(f"math.{name}_int", getattr(math, name), g.int(3000))
        g.case("math.log_base", lambda n, b: math.log(n, b), g.int(2000), r.choice([2, 10, 1, 0, 3, 2**1100]))
    g.case("math.fma", math.fma, math.inf, 0.0, 1.0)
    g.case("math.fma", math.fma, math.inf, 0.0, math.nan)
    g.case("math.fma", math.fma, 1e308, 10.0, 0.0)

    def vector(size):
        scale = 10.0 ** r.choice([0, 0, 0, 150, -150, 300, -300, -315])
        return [r.choice([r.uniform(-1, 1), r.uniform(-1, 1) * 10.0 ** r.randint(-8, 3), 0.0]) * scale for _ in range(size)]

    for _ in range(CASES * 10):
        v = vector(r.randint(0, 6))
        if r.random() < 0.15:
            v.append(r.choice([math.inf, -math.inf, math.nan]))
        g.case("math.hypot", lambda v: math.hypot(*v), v)
        p = vector(3)
        g.case("math.dist", math.dist, p, vector(r.choice([3, 3, 3, 2])))
        pool = [g.float() for _ in range(r.randint(0, 8))]
        pool += [-x * (1 + r.choice([0, 2**-52])) for x in pool if r.random() < 0.6]
        r.shuffle(pool)
        g.case("math.fsum", math.fsum, pool)
        tie = [1.0, r.choice([2**-53, -(2**-53), 2**-54]), r.choice([2**-106, -(2**-106), 0.0]), r.choice([1.0, 2.0**53, -1.0])]
        g.case("math.fsum", math.fsum, tie)
        size = r.randint(1, 5)
        a, b = vector(size), vector(size)
        if all(math.isfinite(x * y) for x, y in zip(a, b)):
            g.case("math.sumprod", math.sumprod, a, b)
            g.case("math.sumprod", math.sumprod, a + [1e20, -1e20], b + [1.0, 1.0])
    g.case("math.hypot", lambda v: math.hypot(*v), [5e-324, 5e-324])
    g.case("math.hypot", lambda v: math.hypot(*v), [1.7e308, 1.7e308])
    g.case("math.fsum", math.fsum, [1e308, 1e308])
    g.write()


def complexes():
    g = Golden("cmath.txt")
    r = g.random
    parts = [0.0, -0.0, 1.0, -1.0, 2.0, -0.5, math.inf, -math.inf, math.nan, 1e-320, 1e308, -1e308, 1000.0, -1000.0, 709.5, -709.5, math.pi]
    for name in COMPLEX:
        function = getattr(cmath, name)
        cases = [complex(x, y) for x in parts for y in parts]
        if CASES < 50:
            cases = [z for z in cases if r.random() < 0.35 or not cmath.isfinite(z) and r.random() < 0.4]
        for z in cases:
            g.case("cmath." + name, function, z)
        for _ in range(CASES * 6):
            g.case("cmath." + name, function, complex(near(g), near(g)))
            g.case("cmath." + name, function, cmath.rect(1 + r.uniform(-1, 1) * 10.0 ** r.randint(-12, 0), r.uniform(-4, 4)))
    for x in parts:
        for y in parts:
            g.case("cmath.rect", cmath.rect, x, y)
    for _ in range(CASES * 6):
        g.case("cmath.rect", cmath.rect, near(g), near(g))
        z, w = complex(near(g), near(g)), complex(near(g), near(g))
        g.case("cmath.log_base", cmath.log, r.choice([z, 0j, 1j]), r.choice([w, 0j, 1 + 0j, 10 + 0j]))
        close = z * (1 + r.choice([0, 1e-10, 1e-9, 1e-8]))
        g.case("cmath.isclose", lambda a, b, rel, abs: cmath.isclose(a, b, rel_tol=rel, abs_tol=abs), z, r.choice([close, w]), r.choice([1e-9, 0.0, 0.5, -1.0]), r.choice([0.0, 1e-3, 1e300]))
    g.write()


if __name__ == "__main__":
    maths()
    complexes()
