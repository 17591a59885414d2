a = [3, 1, 2]
print(a, len(a), a[0], a[-1], a[1:], a[:-1], a[::-1])
a.append(5)
a.extend([7, 8])
a.insert(1, 99)
print(a)
print(a.pop(), a.pop(0), a)
a.remove(99)
print(a, a.index(2), a.count(1))
a.sort()
print(a)
a.sort(reverse=True)
print(a)
a.sort(key=lambda v: -v)
a.reverse()
print(a, sorted(a), list(reversed(a)))
b = a.copy()
b.clear()
print(a, b)
a[0] = "zero"
a[1:3] = ["x", "y", "z"]
print(a)
del a[0]
del a[::2]
print(a)
print([1, 2] + [3], [0] * 3, [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0])
print(2 in [1, 2], 5 not in [1, 2])
c = d = [1]
c += [2]
print(d, c is d)
c = c + [3]
print(d, c)
print([x * x for x in range(5)], [x for x in range(10) if x % 2], [(x, y) for x in "ab" for y in "cd"])
nested = [[1, 2], [3, [4, 5]]]
print(nested[1][1][0], nested)
loop = [1]
loop.append(loop)
print(loop)
print(sum([1, 2, 3]), max([1, 5, 3]), min([4, 2]), any([0, 1]), all([1, 0]))
print([*range(3), *"ab"])
grid = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
print(grid)
for f in (
    lambda: a[10],
    lambda: a["x"],
    lambda: a.pop(50),
    lambda: [].pop(),
    lambda: a.remove("nope"),
    lambda: a.index("nope"),
    lambda: a + 1,
    lambda: a.nosuch,
    lambda: [1] < ["a"],
    lambda: [1, "a"].sort(),
    lambda: list(5),
    lambda: hash([]),
    lambda: a.append(),
    lambda: a.append(1, 2),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
try:
    a[10] = 1
except IndexError as error:
    print(error)
try:
    del a[10]
except IndexError as error:
    print(error)
try:
    a[0:2] = 5
except TypeError as error:
    print(error)
try:
    a[::2] = [1, 2, 3, 4, 5, 6]
except ValueError as error:
    print(error)
