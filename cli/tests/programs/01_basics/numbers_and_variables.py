a = 3
b = 4
print(a + b)
print(a * b - 1)
print(b / a)
c = a * a + b * b
print(c)
d = c ** 0.5
print(d)
e = True
print(e, not e)
f = None
print(f)
g = "text"
print(g, g + g, len(g))
print(7 // 2, 7 % 2, -7 // 2)
print(1_000_000 * 1_000_000 * 1_000_000)
