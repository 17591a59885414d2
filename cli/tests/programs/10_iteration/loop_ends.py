"""Loops over objects with `__getitem__` or `__next__` in Python: what is seen of the exception that ends them."""
import sys


class Numbered:
    def __init__(self, data, how=None):
        self.data = data
        self.how = how

    def __getitem__(self, i):
        return self.data[i]


class Told(Numbered):
    def __getitem__(self, i):
        try:
            return self.data[i]
        finally:
            print("finally", i)


class Kept(Numbered):
    def __getitem__(self, i):
        if i == len(self.data):
            self.error = IndexError("kept", i)
            raise self.error
        return self.data[i]


class Stops(Numbered):
    def __getitem__(self, i):
        if i == len(self.data):
            raise StopIteration(i)
        return self.data[i]


class Fails(Numbered):
    def __getitem__(self, i):
        if i == len(self.data):
            raise self.how
        return self.data[i]


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class KeptCounter(Counter):
    def __next__(self):
        if not self.n:
            self.error = StopIteration("value")
            raise self.error
        return super().__next__()


def loop(iterable):
    seen = []
    for item in iterable:
        seen.append(item)
    return seen


def lines(error):
    seen = []
    tb = error.__traceback__
    while tb:
        seen.append(tb.tb_frame.f_code.co_qualname)
        tb = tb.tb_next
    return seen


for _ in range(5):
    loop(Numbered([1, 2, 3]))
    loop(Counter(3))
print(loop(Numbered([1, 2, 3])), loop(Numbered("ab")), loop(Numbered({0: "x"}) if False else Numbered(())))
print(loop(Told([1])))
kept = Kept("ab")
print(loop(kept), kept.error, lines(kept.error))
print(loop(Stops("abc")))
print(loop(Counter(4)))
counter = KeptCounter(2)
print(loop(counter), repr(counter.error), lines(counter.error))
for how in (KeyError("no"), LookupError("no"), ValueError("no")):
    try:
        loop(Fails("ab", how))
    except Exception as error:
        print(repr(error), lines(error), repr(error.__context__))


class Sub(IndexError):
    pass


print(loop(Fails("ab", Sub("sub"))))
try:
    1 / 0
except ZeroDivisionError:
    print(loop(Numbered("xy")), sys.exception())
    kept = Kept("q")
    print(loop(kept), repr(kept.error.__context__))


class Local:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


class Holds(Numbered):
    def __getitem__(self, i):
        local = Local(i)
        return self.data[i]


print(loop(Holds("ab")))


class Inner(Numbered):
    def __getitem__(self, i):
        return [x for x in Numbered(self.data)][i]


print(loop(Inner("abc")))
events = []


def tracer(frame, event, arg):
    if event == "exception":
        events.append((frame.f_code.co_name, arg[0].__name__, arg[2] is not None and lines(arg[1].with_traceback(arg[2]))))
    return tracer


sys.settrace(tracer)
loop(Numbered("a"))
sys.settrace(None)
print(events)


def generator():
    yield from Numbered("gh")
    for x in Numbered("ij"):
        yield x


print(list(generator()), [*Numbered("kl")], tuple(Counter(2)), dict(zip(Numbered("mn"), Counter(5))))


class Defaults:
    def __init__(self, first, second="two", *, third="three"):
        self.all = first, second, third


class Plain:
    __slots__ = ("a", "b", "c")

    def __init__(self, a, b=None, c=()):
        self.a, self.b, self.c = a, b, c


def make(n):
    out = []
    for i in range(n):
        out.append((Plain(i).b, Plain(i, 1).c, Plain(i, 1, 2).c, Defaults(i).all, Defaults(i, 5).all))
    return out[-1]


print(make(50))
Plain.__init__.__defaults__ = (7, 8)
print(Plain(1).b, Plain(1).c, make(3))
Plain.__init__.__defaults__ = (9,)
print(Plain(1, 2).c)
for call in (lambda: Plain(1), lambda: Plain(), lambda: Plain(1, 2, 3, 4), lambda: make(3)):
    try:
        print(call())
    except TypeError as error:
        print(error)


def inside():
    for i in range(30):
        p = Plain(i, 3)
        yield p.a, p.b, p.c


print(list(inside())[-1])


class Claims:
    @property
    def __class__(self):
        return int


class Quiet:
    pass


class Getattr:
    def __getattribute__(self, name):
        if name == "__class__":
            return str
        return object.__getattribute__(self, name)


class Slotted:
    __slots__ = ("__dict__",)


quiet = Quiet()
quiet.__dict__["__class__"] = int
slotted = Slotted()
slotted.__dict__["__class__"] = int
for _ in range(3):
    answers = [isinstance(o, c) for o in (Claims(), quiet, Getattr(), slotted) for c in (int, str, (str, list), object)]
print(answers)
