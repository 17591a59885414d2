edges = [0, 1, -1, 2, -2, 7, -7]
for p in (15, 30, 31, 32, 49, 50, 51, 53, 59, 60, 62, 63, 64, 65, 127, 128):
    for d in (-1, 0, 1):
        edges += [2**p + d, -(2**p) + d]
checksum = 0


def mix(value):
    global checksum
    checksum = (checksum * 1000003 ^ hash(value)) % (2**61 - 1)


for name, op in (
    ("add", lambda a, b: a + b),
    ("sub", lambda a, b: a - b),
    ("mul", lambda a, b: a * b),
    ("floordiv", lambda a, b: a // b if b else None),
    ("mod", lambda a, b: a % b if b else None),
    ("truediv", lambda a, b: a / b if b else None),
    ("and", lambda a, b: a & b),
    ("or", lambda a, b: a | b),
    ("xor", lambda a, b: a ^ b),
    ("lshift", lambda a, b: a << (b % 130)),
    ("rshift", lambda a, b: a >> (b % 130)),
    ("lt", lambda a, b: a < b),
    ("eq", lambda a, b: a == b),
    ("ge", lambda a, b: a >= b),
):
    checksum = 0
    total = 0
    for a in edges:
        for b in edges:
            result = op(a, b)
            if result is not None:
                mix(result)
                if type(result) is int:
                    total += result
    print(name, checksum, total % (10**9 + 7))
for a in edges:
    for b in edges:
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and (0 <= r < b or b < r <= 0), (a, b)
for a in edges[::5]:
    print(a, -a, ~a, abs(a), a.bit_length(), a.bit_count(), float(a), hash(a))
print(2**49 + 2**49, 2**50 - 1 + 1, -(2**49) - 1, 2**62 + 2**62, 2**63 * 2, 2**32 * 2**32, 2**25 * 2**25)
x = 1
for i in range(140):
    x *= 2
    if i % 10 == 0:
        print(x, end=" ")
print()
x = 2**70
while x:
    x //= 1000
    print(x, end=" ")
print()
x = -(2**66)
for _ in range(8):
    x >>= 9
    print(x, end=" ")
print()
n = 2**49 - 3
for _ in range(6):
    n += 1
    print(n, n - 1, n + 1, -n)
n = 2**63 - 3
for _ in range(6):
    n += 1
    print(n, n.bit_length(), hex(n))
fact = 1
for i in range(1, 60):
    fact *= i
print(fact, fact // 57**3, fact % 61)
