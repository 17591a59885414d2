def power_set(items):
    if not items:
        return [[]]
    rest = power_set(items[1:])
    return rest + [[items[0], *r] for r in rest]


def permutations(s):
    return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in permutations(s[:i] + s[i + 1 :])]


def combinations(items, k):
    if k == 0:
        return [()]
    return [(items[i], *c) for i in range(len(items)) for c in combinations(items[i + 1 :], k - 1)]


def partitions(n, most=None):
    if n == 0:
        return [[]]
    return [[k, *p] for k in range(min(n, most or n), 0, -1) for p in partitions(n - k, k)]


def ackermann(m, n):
    return n + 1 if m == 0 else ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def hanoi(n, a="A", b="B", c="C"):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


def collatz(n, memo={1: 1}):
    if n not in memo:
        memo[n] = 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)
    return memo[n]


def flatten(x):
    return [y for e in x for y in (flatten(e) if isinstance(e, list) else [e])]


def gray(n):
    return [""] if n == 0 else ["0" + g for g in gray(n - 1)] + ["1" + g for g in reversed(gray(n - 1))]


def binary_search(a, x, low=0, high=None):
    high = len(a) if high is None else high
    if low >= high:
        return -1
    mid = (low + high) // 2
    return mid if a[mid] == x else binary_search(a, x, mid + 1, high) if a[mid] < x else binary_search(a, x, low, mid)


def change(amount, coins):
    if amount == 0:
        return 1
    return 0 if amount < 0 or not coins else change(amount - coins[0], coins) + change(amount, coins[1:])


def palindromes(s):
    if not s:
        yield []
    for i in range(1, len(s) + 1):
        if s[:i] == s[:i][::-1]:
            for rest in palindromes(s[i:]):
                yield [s[:i], *rest]


def determinant(m):
    return m[0][0] if len(m) == 1 else sum((-1) ** j * m[0][j] * determinant([r[:j] + r[j + 1 :] for r in m[1:]]) for j in range(len(m)))


def evaluate(t):
    match t:
        case (op, *args):
            values = [evaluate(a) for a in args]
            return {"+": sum, "*": lambda v: v[0] * v[1], "-": lambda v: v[0] - v[1]}[op](values)
        case n:
            return n


Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))


def run(r):
    while callable(r):
        r = r()
    return r


def count_down(n):
    return "done" if n == 0 else lambda: count_down(n - 1)


print(power_set([1, 2, 3]), permutations("abc"), combinations("abcd", 2), partitions(5))
print(ackermann(2, 6), hanoi(10), [collatz(i) for i in range(1, 15)], max(range(1, 3000), key=collatz), flatten([1, [2, [3, [[4]], 5]], []]), gray(3))
print([binary_search(list(range(0, 100, 3)), x) for x in (0, 3, 50, 99)], change(100, [50, 25, 10, 5, 1]), list(palindromes("aabb")), determinant([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), evaluate(("+", 1, ("*", 2, ("-", 9, 4)), 3)))
print(Y(lambda f: lambda n: 1 if n == 0 else n * f(n - 1))(20), Y(lambda f: lambda n: n if n < 2 else f(n - 1) + f(n - 2))(15), run(count_down(50000)))
def church(n):
    return lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))
plus = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
times = lambda m: lambda n: lambda f: m(n(f))
number = lambda c: c(lambda x: x + 1)(0)
print(number(plus(church(3))(church(4))), number(times(church(6))(church(7))), number(church(2)(church(3))))
compose = lambda *fs: (lambda x: compose(*fs[:-1])(fs[-1](x))) if fs else lambda x: x
curry = lambda f, n, *a: f(*a) if n == 0 else lambda x: curry(f, n - 1, *a, x)
print(compose(str, lambda x: x + 1, abs)(-5), curry(lambda a, b, c: a * b + c, 3)(2)(3)(4))
def mutual(n):
    def even(n): return True if n == 0 else odd(n - 1)
    def odd(n): return False if n == 0 else even(n - 1)
    return even(n)
print([mutual(n) for n in range(5)], mutual(200))
