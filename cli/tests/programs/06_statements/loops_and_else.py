def classify():
    for n in range(2, 20):
        for x in range(2, n):
            if n % x == 0:
                yield n, x
                break
        else:
            yield n, "prime"


print(list(classify()))


def flow(kind):
    out = []
    for i in range(5):
        if i == 3 and kind == "break":
            break
        if i == 3 and kind == "return":
            return out, "returned"
        if i == 3 and kind == "raise":
            try:
                raise ValueError
            except ValueError:
                break
        if i % 2:
            continue
        out.append(i)
    else:
        out.append("else")
    return out


for kind in ("none", "break", "return", "raise"):
    print(kind, flow(kind))
n = 0
while n < 10:
    n += 1
    if n == 3:
        continue
    if n == 100:
        break
else:
    print("while else", n)
while False:
    print("never")
else:
    print("while False else")
while 0:
    pass
for x in ():
    pass
else:
    print("for empty else")
try:
    print(x_undefined_by_empty_loop)
except NameError as error:
    print(error)
x = "kept"
for x in []:
    pass
print(x)
for x in [1, 2, 3]:
    last = x
print(x, last)
for i in range(3):
    i *= 10
    print(i, end=" ")
print()


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print([*Countdown(4)], sum(Countdown(5)), 2 in Countdown(5), list(zip(Countdown(3), Countdown(9))))
c = Countdown(6)
for v in c:
    if v == 3:
        break
print(v, list(c))


class RaisesInNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("in next")


class RaisesInIter:
    def __iter__(self):
        raise ValueError("in iter")


class NotIterator:
    def __iter__(self):
        return 5


class IterNone:
    __iter__ = None


class NextNone:
    def __iter__(self):
        return self

    __next__ = None


class InstanceIter:
    def __init__(self):
        self.__iter__ = lambda: iter([1])


for value in (RaisesInNext(), RaisesInIter(), NotIterator(), IterNone(), NextNone(), InstanceIter(), 5, None, 1.5, print, int, object()):
    try:
        for _ in value:
            pass
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("no error")
for a, b in ((1, 2), (3, 4)):
    for c in range(a, b):
        print(a, b, c)
for i, (j, *k) in enumerate([(1, 2, 3), "xy"]):
    print(i, j, k)
for i in *range(2), *"ab", None:
    print(i, end=" ")
print()
for i in 1, 2:
    print(i, end=" ")
else:
    print("tuple else")
for [q] in [[1], (2,)]:
    print(q)
outer = 0
while True:
    outer += 1
    inner = 0
    while True:
        inner += 1
        if inner > outer:
            break
        if outer == 3:
            break
    else:
        print("unreachable")
    if outer > 4:
        break
print(outer, inner)
found = None
for row in range(5):
    for col in range(5):
        if row * col == 6:
            found = row, col
            break
    else:
        continue
    break
print(found)
total = 0
for i in range(100):
    if i % 3 == 0: continue
    if i > 50: break
    total += i
print(total)
for i in range(3): print(i, end=","); print("x", end=";")
print()
while n > 8: n -= 1
else: print("one line else", n)
if 0: pass
elif 1: print("one line elif")
else: pass
for source in ("break", "continue", "if 1:\n break", "def f():\n continue", "for x in y:\n def f():\n  break", "class C:\n break", "while 1:\n class C:\n  continue", "for x in y: pass\nelse:\n break", "for x in y: pass\nelse: continue", "for 5 in x: pass", "for f() in x: pass", "for x.y in z: pass", "for x[0], (a, *b) in z: pass", "for x in: pass", "for x y: pass", "while: pass", "for x in y", "for *x in y: pass", "for x, in y: pass", "for (x) in y: pass", "for x in y, z: pass", "for x in *y: pass", "for x in *y,: pass", "for None in x: pass", "for x := 1 in y: pass", "async for x in y: pass", "while x := 1: break", "for x in lambda: 1: pass", "for x in y if z else w: pass", "else: pass", "while 1: pass\nelif 2: pass"):
    try:
        compile(source, "<loop>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg, error.lineno, error.offset)
