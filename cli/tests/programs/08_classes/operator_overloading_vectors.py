class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Vec({self.x}, {self.y})"

    def __eq__(self, other):
        if not isinstance(other, Vec):
            return NotImplemented
        return (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __add__(self, other):
        if isinstance(other, Vec):
            return Vec(self.x + other.x, self.y + other.y)
        if other == 0:
            return self
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        if isinstance(k, (int, float)):
            return Vec(self.x * k, self.y * k)
        return NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __truediv__(self, k):
        return Vec(self.x / k, self.y / k)

    def __floordiv__(self, k):
        return Vec(self.x // k, self.y // k)

    def __mod__(self, k):
        return Vec(self.x % k, self.y % k)

    def __divmod__(self, k):
        return self // k, self % k

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __pos__(self):
        return self

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __bool__(self):
        return bool(self.x or self.y)

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __le__(self, other):
        return abs(self) <= abs(other)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __round__(self, n=None):
        return Vec(round(self.x, n), round(self.y, n))

    def __format__(self, spec):
        return f"<{self.x:{spec}}, {self.y:{spec}}>"

    def __call__(self, f):
        return Vec(f(self.x), f(self.y))

    def __complex__(self):
        return complex(self.x, self.y)

    def __lshift__(self, n):
        return Vec(self.x << n, self.y << n)

    def __and__(self, other):
        return Vec(self.x & other.x, self.y & other.y)

    def __xor__(self, other):
        return Vec(self.x ^ other.x, self.y ^ other.y)

    def __invert__(self):
        return Vec(~self.x, ~self.y)

    def __pow__(self, n, mod=None):
        return Vec(pow(self.x, n, mod), pow(self.y, n, mod))

    def __reversed__(self):
        return iter((self.y, self.x))


a, b = Vec(3, 4), Vec(1, 2)
print(a + b, a - b, a * 2, 2 * a, a * 1.5, a @ b, a / 2, a // 2, a % 2, divmod(a, 2), -a, +a is a, abs(a), bool(a), bool(Vec(0, 0)))
print(list(a), a[0], a[-1], a[:], len(a), 3 in a, 9 in a, a < b, a > b, a <= a, b >= a, a == Vec(3, 4), a != b, a == (3, 4), hash(a) == hash((3, 4)))
print(sum([a, b, a]), sum([a, b], Vec(10, 10)), max(a, b), min([a, b], key=lambda v: v.x), sorted([a, b]), round(Vec(1.234, 5.678), 1), round(Vec(1.5, 2.5)), f"{a:.2f} {a:>4} {a}", a(str), complex(a), a << 2, a & b, a ^ b, ~a, a**2, pow(a, 2, 5), list(reversed(a)))
c = a
c += b
print(a, c is a)
c *= 2
print(a, c, c is a)
x, y = a
print(x, y, {a: 1}[Vec(4, 6)], a in [Vec(4, 6)], [b, a].index(Vec(4, 6)), (a, b).count(Vec(1, 2)))
for source in ("a + 1", "1 + a", "a * b", "a * 'x'", "'x' * a", "a - 1", "a @ 1", "a | b", "1 - a", "a >> 1", "a < 1", "a()", "a.z", "int(a)", "a[5]", "round('x')", "a += 1", "[] + a", "a + []", "1 / a", "1 @ a", "divmod(1, a)", "1 ** a", "a >= 1"):
    scope = {"a": Vec(3, 4), "b": b}
    try:
        exec(f"r = {source}" if "+=" not in source else source, scope)
        print(source, scope.get("r", scope["a"]))
    except Exception as error:
        print(source, "!!", type(error).__name__, error)


class Sub(Vec):
    def __radd__(self, other):
        return f"Sub.__radd__({other})"

    def __eq__(self, other):
        return f"Sub.__eq__"

    __hash__ = Vec.__hash__


s = Sub(1, 1)
print(a + s, s + a, a == s, s == a, a != s, a - s, type(a - s).__name__)


class Poly:
    def __init__(self, *c):
        self.c = c

    def __mul__(self, o):
        out = [0] * (len(self.c) + len(o.c) - 1)
        for i, p in enumerate(self.c):
            for j, q in enumerate(o.c):
                out[i + j] += p * q
        return Poly(*out)

    def __pow__(self, n):
        r = Poly(1)
        for _ in range(n):
            r = r * self
        return r

    def __call__(self, x):
        r = 0
        for c in reversed(self.c):
            r = r * x + c
        return r

    def __str__(self):
        return " + ".join(f"{c}x^{i}" if i else str(c) for i, c in enumerate(self.c) if c)


p = Poly(1, 1) ** 6
print(p, p(2), (Poly(-1, 1) * Poly(1, 1))(10), Poly(1, 0, 2))
