def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")


for x in count(3):
    print(x)
g = count(1)
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print(repr(stop), stop.value)
print(next(g, "default"))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


out = []
for n in fib():
    if n > 100:
        break
    out.append(n)
print(out)


def echo():
    received = []
    while True:
        value = yield len(received)
        if value is None:
            return received
        received.append(value)


e = echo()
print(next(e), e.send("a"), e.send("b"))
try:
    e.send(None)
except StopIteration as stop:
    print(stop.value)


def inner():
    x = yield 1
    print("inner got", x)
    yield 2
    return "result"


def outer():
    r = yield from inner()
    print("outer got", r)
    yield from "ab"
    yield from [3]


o = outer()
print(next(o), o.send("S"), list(o))
print(sum(x * x for x in range(5)), list(x for x in "abc" if x != "b"))
gen = (i * j for i in range(3) for j in range(i))
print(list(gen), list(gen))


def cleanup():
    try:
        yield 1
        yield 2
    except ValueError as error:
        print("got", error)
        yield "recovered"
    finally:
        print("closed")


c = cleanup()
next(c)
c.close()
c = cleanup()
next(c)
print(c.throw(ValueError("thrown")))
print(list(c))
try:
    next(echo()).nothing
except AttributeError as error:
    print(error)
try:
    echo().send(5)
except TypeError as error:
    print(error)
print(type(g).__name__, iter(g) is g)


def tree(t):
    if t:
        left, value, right = t
        yield from tree(left)
        yield value
        yield from tree(right)


print(list(tree(((None, 1, None), 2, (None, 3, (None, 4, None))))))
a, b, c = (x for x in "xyz")
print(a, b, c, max(x % 7 for x in range(20)), "-".join(str(x) for x in range(3)))
