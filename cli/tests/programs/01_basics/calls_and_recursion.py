def square(x):
    return x * x


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def power(base, n):
    if n == 0:
        return 1
    half = power(base, n // 2)
    return half * half * (base if n % 2 else 1)


def is_prime(n):
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return n > 1


print(square(5), gcd(48, 36), fib(20), power(3, 40))
for n in range(30):
    if is_prime(n):
        print(n, end=" ")
print()
