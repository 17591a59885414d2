def fannkuch(n):
    perm1 = list(range(n))
    count = list(range(1, n + 1))
    most = checksum = sign = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        while k := perm[0]:
            perm[: k + 1] = perm[k::-1]
            flips += 1
        most = max(most, flips)
        checksum += -flips if sign else flips
        while True:
            if r == n:
                return checksum, most
            perm1.insert(r, perm1.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        sign = sum(1 for i in range(n) for j in range(i) if perm1[j] > perm1[i]) % 2
        r += 0 if count[r] > 0 else 1


print(fannkuch(6))


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1)


def times(v):
    return [sum(a(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def transposed(v):
    return [sum(a(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


u = [1.0] * 60
for _ in range(10):
    v = transposed(times(u))
    u = transposed(times(v))
print(f"{(sum(x * y for x, y in zip(u, v)) / sum(x * x for x in v)) ** 0.5:.9f}")


def pi_digits(n):
    k, a, b, a1, b1 = 2, 4, 1, 12, 4
    out = []
    while len(out) < n:
        p, q, k = k * k, 2 * k + 1, k + 1
        a, b, a1, b1 = a1, b1, p * a + q * a1, p * b + q * b1
        d, d1 = a // b, a1 // b1
        while d == d1 and len(out) < n:
            out.append(str(d))
            a, a1 = 10 * (a % b), 10 * (a1 % b1)
            d, d1 = a // b, a1 // b1
    return "".join(out)


print(pi_digits(300))


def sor(n, rounds):
    g = [[(i * n + j) % 7 / 7 for j in range(n)] for i in range(n)]
    for _ in range(rounds):
        for i in range(1, n - 1):
            row, up, down = g[i], g[i - 1], g[i + 1]
            for j in range(1, n - 1):
                row[j] = 1.25 * 0.25 * (up[j] + down[j] + row[j - 1] + row[j + 1]) - 0.25 * row[j]
    return g


print(f"{sum(map(sum, sor(30, 20))):.12f}")


def monte_carlo(n):
    seed, hits = 113, 0
    for _ in range(n):
        seed = seed * 16807 % 2147483647
        x = seed / 2147483647
        seed = seed * 16807 % 2147483647
        y = seed / 2147483647
        hits += x * x + y * y <= 1
    return 4 * hits / n


print(monte_carlo(50000))


def lu(m):
    n = len(m)
    m = [r[:] for r in m]
    sign = 1
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(m[r][c]))
        if p != c:
            m[p], m[c] = m[c], m[p]
            sign = -sign
        for r in range(c + 1, n):
            f = m[r][c] / m[c][c]
            m[r] = [x - f * y for x, y in zip(m[r], m[c])]
    d = sign
    for i in range(n):
        d *= m[i][i]
    return d


print(f"{lu([[(i * j + i + 1) % 11 for j in range(8)] for i in range(8)]):.6f}")
def euler(f, y, h, n):
    for i in range(n):
        y += h * f(i * h, y)
    return y
def runge_kutta(f, y, h, n):
    for i in range(n):
        t = i * h
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h * k1 / 2)
        k3 = f(t + h / 2, y + h * k2 / 2)
        k4 = f(t + h, y + h * k3)
        y += h * (k1 + 2 * k2 + 2 * k3 + k4) / 6
    return y
print(euler(lambda t, y: y, 1.0, 0.001, 1000), runge_kutta(lambda t, y: y, 1.0, 0.01, 100))
