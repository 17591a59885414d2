"""sympy: simplifying, solving, calculus, matrices, number theory, printing."""
import sympy as sp
from sympy.abc import n, x, y

print(sp.expand((x + y) ** 3), sp.factor(x**3 - 1), sp.simplify(sp.sin(x) ** 2 + sp.cos(x) ** 2))
print(sp.diff(sp.sin(x) * sp.exp(x), x), sp.integrate(x * sp.exp(-x), x), sp.integrate(sp.exp(-x**2), (x, -sp.oo, sp.oo)))
print(sp.solve(x**2 - 2, x), sp.solve([x + y - 3, x - y - 1], [x, y]), sp.limit(sp.sin(x) / x, x, 0))
print(sp.series(sp.cos(x), x, 0, 6), sp.summation(1 / n**2, (n, 1, sp.oo)))
m = sp.Matrix([[2, 1], [1, 2]])
print(m.det(), m.inv(), m.eigenvals(), m**3)
print(sp.factorint(360), sp.isprime(2**61 - 1), sp.gcd(84, 36), list(sp.primerange(20, 40)))
print(sp.N(sp.pi, 40), sp.Rational(1, 3) + sp.Rational(1, 6), sp.sqrt(8))
print(sp.latex(sp.Integral(sp.sqrt(x), x)), sp.pretty(sp.Eq(x**2, sp.Rational(1, 2)), use_unicode=False))
print(sp.dsolve(sp.Function("f")(x).diff(x) - sp.Function("f")(x)))
f = sp.lambdify((x, y), x**2 + sp.sin(y), "math")
print(f(2, 0), sp.sympify("2*x + 1").subs(x, 4), sp.Poly(x**2 + 2 * x + 1).all_coeffs())
print(sp.logic.simplify_logic("(a & b) | (a & ~b)"), sp.srepr(x + 1))
