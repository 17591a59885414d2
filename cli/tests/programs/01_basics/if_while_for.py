for n in range(-2, 3):
    if n < 0:
        print(n, "negative")
    elif n == 0:
        print(n, "zero")
    else:
        print(n, "positive")
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print("while", i)
else:
    print("not reached")
while i < 6:
    i += 1
else:
    print("while else", i)
for c in "abc":
    print(c)
else:
    print("for else")
for c in "abc":
    if c == "b":
        break
else:
    print("not reached")
for i, c in enumerate("xyz", 1):
    print(i, c)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "67")]:
    print(a, b, c)
for i in range(3):
    for j in range(3):
        if j > i:
            break
        print(i, j, end="; ")
    else:
        print("full", i)
print()
for x in []:
    print("never")
else:
    print("empty else")
for i in range(3):
    pass
print("left over", i)
data = {}
for data["k"] in range(3):
    print(data)
total = 0
while True:
    total += 1
    if total > 10:
        break
print(total)
for i in range(10, 0, -3):
    print(i, end=" ")
print()


def find(items, want):
    for index, item in enumerate(items):
        if item == want:
            return index
    else:
        return "absent"


print(find("abc", "c"), find("abc", "z"))
n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
items = [1, 2, 3]
for item in items:
    if item < 3:
        items.append(item + 10)
print(items)
try:
    for x in 5:
        pass
except TypeError as error:
    print(error)
for x in range(5):
    try:
        if x == 1:
            continue
        if x == 3:
            break
        print("body", x)
    finally:
        print("finally", x)
primes = []
for n in range(2, 60):
    for p in primes:
        if n % p == 0:
            break
    else:
        primes.append(n)
print(primes)
