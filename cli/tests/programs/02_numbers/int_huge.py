a = 3**2000
b = 7**1500
print(len(str(a)), len(str(b)), a % 10**20, b % 10**20)
print((a * b) % (10**9 + 7), (a // b) % (10**9 + 7), (a % b) % (10**9 + 7), (b % a) == b)
print((a * a - b * b) == (a - b) * (a + b), (a + b) ** 2 == a * a + 2 * a * b + b * b)
q, r = divmod(b, a)
print(q, divmod(a, 12345678901234567891)[1])
q, r = divmod(a**3, b)
print(q * b + r == a**3, 0 <= r < b, q.bit_length())
q, r = divmod(-(a**3), b)
print(q * b + r == -(a**3), 0 <= r < b, q.bit_length())
print(hex(a)[-20:], oct(a)[-20:], bin(a)[-20:])
print(str(a)[:30], str(a)[-30:])
print(int(str(a)) == a, int(hex(a), 16) == a, int(bin(b), 2) == b)
print(a & b == b & a, (a & b) + (a | b) == a + b, a ^ b == (a | b) - (a & b), ~a == -a - 1)
print((-a & b) % 10**20, (-a | b) % 10**20, (-a ^ -b) % 10**20)
print((a << 100) >> 100 == a, (a >> 1000) % 10**20, (-a >> 1000) % 10**20, -a >> 5000)
print(hash(a), hash(-a), hash(b))
print(a.bit_length(), a.bit_count(), b.bit_count(), (-b).bit_count())
print(float(3**600), float(-(3**600)), a > float("inf"))
try:
    float(a)
except OverflowError as error:
    print(error)
try:
    a * 1.0
except OverflowError as error:
    print(error)
try:
    a / 2
except OverflowError as error:
    print(error)
print(a / (a // 3), a / b < 1e-300)


def gcd(x, y):
    while y:
        x, y = y, x % y
    return x


print(gcd(a * 12, a * 18) == 6 * a, gcd(2**200 * 15, 2**150 * 35) == 2**150 * 5)


def isqrt(n):
    x = 1 << ((n.bit_length() + 1) // 2)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


print(isqrt(10**100), isqrt(2 * 10**80), pow(a, b, 10**18 + 9))
fact = 1
for i in range(1, 1001):
    fact *= i
print(len(str(fact)), fact % (10**9 + 7), sum(map(int, str(fact))))
x, y = 0, 1
for _ in range(5000):
    x, y = y, x + y
print(str(x)[:25], len(str(x)), x % 10**20)
digits = 200
pi = 0
unit = 10 ** (digits + 10)


def arctan(inverse):
    power = unit // inverse
    total = power
    n = 3
    sign = -1
    while power:
        power //= inverse * inverse
        total += sign * (power // n)
        sign = -sign
        n += 2
    return total


print(4 * (4 * arctan(5) - arctan(239)) // 10**10)
print(a.to_bytes(400, "little")[:8].hex(), int.from_bytes(a.to_bytes(400, "big"), "big") == a)
print(2**1279 - 1 == int("1" * 1279, 2), (2**4000 - 1) % 1000003, (10**500 + 1) // (10**250 + 7) % 10**15)
print(-(10**100) // 10**99, -(10**100) % (10**99 + 1), 10**100 // -(10**99 + 1))
