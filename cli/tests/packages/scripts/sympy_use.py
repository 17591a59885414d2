"""Algebra, calculus, equations, matrices and printing of sympy."""
from sympy import (
    Derivative, Eq, Function, Integral, Matrix, Rational, Symbol, cos, diff, dsolve, exp, expand, factor, factorint, integrate,
    latex, limit, log, nsimplify, oo, pi, pretty, primerange, series, simplify, sin, solve, sqrt, symbols,
)

x, y, z = symbols("x y z")
n = Symbol("n", integer=True, positive=True)
print(expand((x + y) ** 5), factor(x**4 - 1), simplify(sin(x) ** 2 + cos(x) ** 2))
print(diff(exp(x) * sin(x), x), integrate(x**2 * exp(-x), x), integrate(exp(-x**2), (x, -oo, oo)))
print(limit(sin(x) / x, x, 0), series(log(1 + x), x, 0, 6), solve(x**2 - 2 * x - 3, x), solve([x + y - 3, x - y - 1], [x, y]))
m = Matrix([[2, 1], [1, 3]])
print(m.det(), m.inv(), m.eigenvals(), m.charpoly(x).as_expr())
print(Rational(3, 7) + Rational(1, 3), sqrt(8), nsimplify(0.75), factorint(2**32 + 1), list(primerange(20, 50)))
print(pi.evalf(50), exp(1).evalf(30), (sqrt(2) + pi).evalf(25))
f = Function("f")
print(dsolve(Eq(f(x).diff(x, 2) + f(x), 0), f(x)))
print(latex(Integral(sqrt(1 / x), x)), pretty(Derivative(x**2 / (y + 1), x)))
print((x**2 + 1).subs(x, n), sorted((x * y + x).free_symbols, key=str), (x + 1).as_poly())
