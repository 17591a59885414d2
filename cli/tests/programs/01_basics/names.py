x = 1
y = z = 2
print(x, y, z)
x, y = y, x
print(x, y)
a, b, c = [10, 20, 30]
print(a, b, c)
(a, b), c = (1, 2), 3
print(a, b, c)
first, *rest = range(5)
print(first, rest)
*init, last = "abc"
print(init, last)
head, *mid, tail = [1, 2]
print(head, mid, tail)
[p, [q, r]] = 1, (2, 3)
print(p, q, r)
data = {}
data["k"], data["l"] = 1, 2
print(data)
i = 0
lst = [0, 0, 0]
i, lst[i] = 1, 9
print(i, lst)
del x
try:
    print(x)
except NameError as error:
    print(error)
try:
    a, b = 1, 2, 3
except ValueError as error:
    print(error)
try:
    a, b, c = 1, 2
except ValueError as error:
    print(error)
try:
    a, *b, c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
try:
    a, b = (n for n in range(5))
except ValueError as error:
    print(error)


def local():
    try:
        print(later)
    except UnboundLocalError as error:
        print(error)
    later = 1
    print(later)
    del later
    try:
        later
    except UnboundLocalError as error:
        print(error)


local()


def outer():
    def inner():
        return free

    try:
        inner()
    except NameError as error:
        print(error)
    free = 5
    print(inner())


outer()
if (n := 10) > 5:
    print("walrus", n)
print([m := 3, m**2, m])
counter = 0


def bump():
    global counter
    counter += 1
    return counter


print(bump(), bump(), counter)


def nest():
    v = 1

    def deeper():
        nonlocal v
        v += 10
        return v

    return deeper(), deeper(), v


print(nest())
