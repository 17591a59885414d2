def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


a = [1, 2, 3]
it = iter(a)
print(next(it), it.__length_hint__(), type(it).__name__, it.__reduce__()[1:])
a.append(4)
print(it.__length_hint__(), list(it), it.__length_hint__(), list(it))
a.append(5)
print(list(it), next(it, "done"), it.__reduce__()[1:])
it = iter(a)
it.__setstate__(2)
print(next(it, "exhausted for good"))
it = iter(a)
it.__setstate__(2)
print(next(it))
it.__setstate__(-5)
print(next(it, "end"))
it = iter(a)
it.__setstate__(100)
print(next(it, "end"))
attempt(it.__setstate__, "a")
r = reversed(a)
print(next(r), r.__length_hint__(), type(r).__name__, list(r), r.__length_hint__())
r = reversed(a)
r.__setstate__(1)
print(list(r))
r = reversed(a)
a.clear()
print(list(r), r.__length_hint__())
a = [1, 2, 3, 4]
for x in a:
    a.remove(x)
print(a)
a = [1, 2, 3]
out = []
for x in a:
    out.append(x)
    if len(a) < 6:
        a.insert(0, 0)
print(out, a)
a = [1, 2, 3]
for x in reversed(a):
    a.pop()
print(a)
a = [1, 2]
a[0] = a
print(a, repr(a), a[0][0][0] is a)
b = [a, {"k": a}]
print(b)
a = []
b = [a]
a.append(b)
print(a, b)
try:
    a == b
except RecursionError as error:
    print(type(error).__name__)
x = y = []
for _ in range(5):
    x = [x]
print(x)


class Shrinks:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return False


t = [1, 2, 3]
t[:] = [Shrinks(t), 2, 3]
print(t.count(5), t)
t[:] = [Shrinks(t), 2, 3]
print(5 in t, t)
t[:] = [Shrinks(t), 2, 3]
attempt(t.index, 5)
t[:] = [Shrinks(t), 2, 3]
attempt(t.remove, 5)
t[:] = [Shrinks(t), 2, 3]
print(t == [1, 2, 3], t)


class Grows:
    def __init__(self, target):
        self.target = target

    def __repr__(self):
        if len(self.target) < 5:
            self.target.append(len(self.target))
        return "G"


t = []
t.append(Grows(t))
print(t)


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        if isinstance(self.hint, type):
            raise self.hint("hint")
        return self.hint


for hint in (5, 0, NotImplemented, -1, "x", 1.5, TypeError, ValueError, 10**30):
    attempt(list, Hint(hint))
    attempt([0].extend, Hint(hint))


class NoLen:
    def __len__(self):
        raise ValueError("len")

    def __iter__(self):
        return iter("ab")


attempt(list, NoLen())


class Old:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * 10


class OldBad:
    def __getitem__(self, i):
        raise KeyError(i)


print(list(Old()), 20 in Old(), 5 in Old(), [*Old()], sum(Old()), max(Old()))
o = iter(Old())
print(next(o), type(o).__name__, o.__reduce__()[1][0].__class__.__name__, list(o), next(o, "over"))
attempt(list, OldBad())
w, q, *e = Old()
print(w, q, e)


class Iter:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


class BadIter:
    def __iter__(self):
        return 5


class NoneIter:
    __iter__ = None


print(list(Iter()))
attempt(list, BadIter())
attempt(list, NoneIter())
attempt(iter, NoneIter())
attempt(lambda: 5 in NoneIter())
attempt(lambda: [*5])
attempt(lambda: [*None, 1])
attempt(lambda: print(*5))
c = iter([1, 2, 3, 0, 4].pop, 0)
print(list(c), type(c).__name__)
attempt(iter, 5, 0)
attempt(iter)
attempt(iter, len)
attempt(next, 5)
attempt(next)
attempt(next, iter([]))
