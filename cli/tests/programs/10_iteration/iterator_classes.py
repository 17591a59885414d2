def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Count:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration("at end")
        self.i += 1
        return self.i


print(list(Count(3)), [*Count(2)], sum(Count(4)), max(Count(3)), 2 in Count(3), dict(enumerate(Count(2))), sorted(Count(3), reverse=True), "-".join(map(str, Count(3))))
c = Count(2)
print(next(c), next(c))
try:
    next(c)
except StopIteration as e:
    print(e.value)
print(next(c, "default"), list(c))
a, b, *rest = Count(5)
print(a, b, rest)


class IterTwice:
    def __iter__(self):
        return iter([1, 2])


t = IterTwice()
print(list(t), list(t), [(x, y) for x in t for y in t])


class GenIter:
    def __init__(self, data):
        self.data = data

    def __iter__(self):
        for x in self.data:
            yield x * 2

    def __reversed__(self):
        return GenIter(self.data[::-1])


print(list(GenIter([1, 2])), list(reversed(GenIter([1, 2]))), 4 in GenIter([1, 2]))


class NextRaises:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("in next")


class NextReturnsNothing:
    n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration


class NoNext:
    def __iter__(self):
        return self


class NextNotCallable:
    __next__ = 5

    def __iter__(self):
        return self


class IterRaises:
    def __iter__(self):
        raise AttributeError("iter raises")


class IterNotCallable:
    __iter__ = 5


class IterReturnsNone:
    def __iter__(self):
        pass


class ClassIter:
    __iter__ = lambda self: iter("xy")


class StaticIter:
    @staticmethod
    def __iter__():
        return iter("static")


class IterGetattr:
    def __getattr__(self, name):
        return lambda *a: iter("never")


for o in (NextRaises(), NextReturnsNothing(), NoNext(), NextNotCallable(), IterRaises(), IterNotCallable(), IterReturnsNone(), ClassIter(), StaticIter(), IterGetattr()):
    print(type(o).__name__, end=": ")
    attempt(list, o)
attempt(next, NoNext())
attempt(next, [])
attempt(next, IterTwice())
attempt(next, NextNotCallable())


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, v):
        if v == self.value:
            return True
        side = self.left if v < self.value else self.right
        return side is not None and v in side

    def insert(self, v):
        name = "left" if v < self.value else "right"
        child = getattr(self, name)
        if child:
            child.insert(v)
        else:
            setattr(self, name, Tree(v))


root = Tree(50)
for v in (30, 70, 20, 40, 60, 80, 10, 90):
    root.insert(v)
print(list(root), len(root), 60 in root, 65 in root, max(root), sorted(root) == [*root])


class Peek:
    def __init__(self, it):
        self.it = iter(it)
        self.buffer = []

    def __iter__(self):
        return self

    def __next__(self):
        return self.buffer.pop() if self.buffer else next(self.it)

    def peek(self, default=None):
        try:
            self.buffer.append(next(self))
        except StopIteration:
            return default
        return self.buffer[-1]


p = Peek("abc")
print(p.peek(), next(p), p.peek(), list(p), p.peek("empty"))


def grouper(it, n):
    it = iter(it)
    while chunk := [x for _, x in zip(range(n), it)]:
        yield chunk


def window(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) > n:
            buf.pop(0)
        if len(buf) == n:
            yield tuple(buf)


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield (x, *rest)


def product(*pools):
    if not pools:
        yield ()
        return
    for x in pools[0]:
        for rest in product(*pools[1:]):
            yield (x, *rest)


print(list(grouper(range(7), 3)), list(window("abcde", 3)), list(permutations((1, 2, 3))), list(product("ab", [1, 2], "x")), sum(1 for _ in permutations(tuple(range(6)))))
