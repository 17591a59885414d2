def escape(c, limit=40):
    z = 0j
    for i in range(limit):
        if abs(z) > 2:
            return i
        z = z * z + c
    return limit


for row in range(21):
    y = (row - 10) / 8
    print("".join(" .:-=+*#%@"[escape(complex((col - 44) / 20, y)) * 9 // 40] for col in range(64)).rstrip())
print(sum(escape(complex(x / 50, y / 50)) for x in range(-100, 50, 3) for y in range(-60, 60, 3)))


def newton(z, n=30):
    for i in range(n):
        step = (z**3 - 1) / (3 * z**2)
        z -= step
        if abs(step) < 1e-9:
            return z, i
    return z, n


for start in (1 + 1j, -1 + 1j, -2 - 3j, 0.1j):
    z, n = newton(start)
    print(f"{z.real:+.6f}{z.imag:+.6f}j after {n}")


def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = [2.718281828459045 ** (-2j * 3.141592653589793 * k / n) * odd[k] for k in range(n // 2)]
    return [a + b for a, b in zip(even, w)] + [a - b for a, b in zip(even, w)]


print([f"{abs(v):.4f}" for v in fft([1, 1, 1, 1, 0, 0, 0, 0])])


def mat_mul(a, b):
    return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]


def det(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** i * m[0][i] * det([r[:i] + r[i + 1 :] for r in m[1:]]) for i in range(len(m)))


m = [[2, -1, 0], [1, 3, 5], [4, 0, 7]]
print(mat_mul(m, m), det(m), det([[1j, 2], [3, 4j]]))
p = [[1, 1], [1, 0]]
r = [[1, 0], [0, 1]]
n = 90
while n:
    if n & 1:
        r = mat_mul(r, p)
    p = mat_mul(p, p)
    n >>= 1
print(r[0][1])
def simpson(f, a, b, n=100):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n)))
print(round(simpson(lambda x: x * x, 0, 3), 9), round(simpson(lambda x: 1 / (1 + x * x), 0, 1) * 4, 10))
