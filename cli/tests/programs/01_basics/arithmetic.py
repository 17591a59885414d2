a = 17
b = 5
print(a + b, a - b, a * b, a / b, a // b, a % b, a**b)
print(-a // b, -a % b, a // -b, a % -b, -a // -b, -a % -b)
print(divmod(17, 5), divmod(-17, 5), divmod(17, -5))
print(a & b, a | b, a ^ b, ~a, a << b, a >> 2, -a >> 2)
print(+a, -a, abs(-a))
print(2 + 3 * 4 ** 2 - 1, (2 + 3) * 4, -2**2, (-2) ** 2, 2 ** -1)
print(2 ** 3 ** 2)
print(1.5 + 2, 1.5 - 2, 1.5 * 2, 1.5 / 2, 7.5 // 2, 7.5 % 2, 2.0 ** 0.5)
print(-7.5 // 2, -7.5 % 2, 7.5 % -2)
print(10**20, 2**64, -(2**63), 10**20 // 7, 10**20 % 7)
x = 10
x += 5
print(x)
x -= 3
print(x)
x *= 4
print(x)
x //= 7
print(x)
x **= 3
print(x)
x %= 100
print(x)
x <<= 3
print(x)
x >>= 1
print(x)
x |= 3
print(x)
x &= 0xFE
print(x)
x ^= 0xFF
print(x)
x /= 4
print(x)
print(True + True, True * 3, False - 1)
print(1 < 2, 1 > 2, 1 <= 1, 1 >= 2, 1 == 1.0, 1 != 2)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1 > 0)
print(0x1F, 0o17, 0b101, 1_000_000)
for f in (
    lambda: 1 / 0,
    lambda: 1 // 0,
    lambda: 1 % 0,
    lambda: 1.0 / 0,
    lambda: 1.0 // 0,
    lambda: 1.0 % 0,
    lambda: 0**-1,
    lambda: 0.0**-1,
    lambda: 1 << -1,
    lambda: 1 >> -1,
    lambda: 1 + "a",
    lambda: "a" + 1,
    lambda: "a" - 1,
    lambda: [] * "a",
    lambda: -"a",
    lambda: ~1.0,
    lambda: 1.0 << 2,
    lambda: None + None,
    lambda: 1 < "a",
    lambda: 1 >= None,
    lambda: divmod(1, 0),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
