# Special methods written in Python, called by instructions: what they may return, how they fail, who calls them.
import _weakref
import gc
import sys


def names(traceback):
    while traceback:
        yield traceback.tb_frame.f_code.co_name
        traceback = traceback.tb_next


def attempt(what, *args):
    for _ in range(3):  # warm, then specialised
        try:
            result = what(*args)
        except BaseException as e:
            frames = list(names(e.__traceback__))
            result = f"{type(e).__name__}: {e} {frames}"
    return result


class Returns:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value

    def __getitem__(self, key):
        return self.value[key]

    def __contains__(self, item):
        return self.value

    def __setitem__(self, key, value):
        self.value = (key, value)
        return "dropped"

    def __iter__(self):
        return self.value

    def __eq__(self, other):
        return self.value

    def __lt__(self, other):
        return self.value


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value


class Index:
    def __index__(self):
        return 7


for value in (3, True, 0, -1, 1 << 70, -(1 << 70), "x", None, 2.0, Index()):
    o = Returns(value)
    shown = "Index()" if isinstance(value, Index) else value
    print("len", shown, attempt(lambda: len(o)), attempt(lambda: bool(o)), attempt(lambda: "yes" if o else "no"))
    print("bool", shown, attempt(lambda: not Truth(value)), attempt(lambda: 1 if Truth(value) else 2))
    print("in", shown, attempt(lambda: 1 in o) is (1 in o), attempt(lambda: 1 not in o))
for value in ([], [1], NotImplemented, None, Truth(True)):
    o = Returns(value)
    print("==", attempt(lambda: bool(o == 1) if not isinstance(o == 1, Truth) else "Truth"), attempt(lambda: 1 if o == 2 else 0))
    print("<", attempt(lambda: 1 if o < 2 else 0))
for value in (iter([1, 2]), [1, 2], None, (n for n in "ab")):
    print("iter", attempt(lambda: [x for x in Returns(value)]) if not isinstance(value, type(iter([]))) else list(Returns(value)))
o = Returns(0)
for i in range(3):
    o[i] = i + 1
print("setitem", o.value)


class Reflected:
    def __eq__(self, other):
        return NotImplemented

    def __gt__(self, other):
        return f"gt {type(other).__name__}"

    def __lt__(self, other):
        return NotImplemented


class Sub(Reflected):
    def __eq__(self, other):
        return f"sub eq {type(other).__name__}"

    def __gt__(self, other):
        return "sub gt"


for _ in range(3):
    a, b, s = Reflected(), Reflected(), Sub()
    results = [a == b, a == a, a != b, a == s, s == a, a < b, a < s, s < a]
print("reflected", results)
print(attempt(lambda: Returns(NotImplemented) < 3))


class Numbered:
    def __init__(self, error, stop=3):
        self.error, self.stop = error, stop

    def __getitem__(self, i):
        if i == self.stop:
            raise self.error
        return i * i


for error in (IndexError("end"), StopIteration("end"), KeyError("other")):
    print("numbered", attempt(lambda: [x for x in Numbered(error)]))
    def loop():
        for x in Numbered(error):
            pass
        else:
            return x, "ended"
    print("numbered", attempt(loop))
it = iter(Numbered(IndexError()))
for x in it:
    pass
print("exhausted", list(it), it.__reduce__()[1])


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration("over")
        if self.n < 0:
            raise ValueError("negative")
        self.n -= 1
        return self.n


print("next", attempt(lambda: [x for x in Counter(4)]))
def negative():
    for x in Counter(-1):
        pass
print("next", attempt(negative))


class Generators:
    def __iter__(self):
        yield from (1, 2)

    def __contains__(self, x):
        yield x

    def __len__(self):
        yield 1

    def __getitem__(self, i):
        yield i


def delegating():
    got = yield from Generators()
    if len([g for g in Generators()]) == 2 and 3 in Generators():
        yield "in"


for _ in range(3):
    made = list(delegating())
print("generators", made, attempt(lambda: len(Generators())).replace(hex(0), ""))


class Caller:
    def __len__(self):
        f = sys._getframe()
        self.seen = (f.f_code.co_name, f.f_back.f_code.co_name, sorted(f.f_locals)[:2])
        return 1

    def __bool__(self):
        return sys._getframe(1).f_code.co_name == "asks"


def asks():
    c = Caller()
    for _ in range(3):
        n = len(c)
    return c.seen, 1 if c else 0


print("caller", asks())


class Deep:
    def __len__(self):
        return len(self)

    def __bool__(self):
        return True if self else False

    def __eq__(self, other):
        return self == other

    def __iter__(self):
        return iter([x for x in self])


def deep(what):
    try:
        what()
    except RecursionError:
        return "RecursionError"


print(deep(lambda: len(Deep())), deep(lambda: 1 if Deep() else 0), deep(lambda: Deep() == 1), deep(lambda: [x for x in Deep()]))


class Deletes:
    def __len__(self):
        del Deletes.__len__
        gc.collect()
        return 5


def measured():
    d = Deletes()
    return len(d)


for _ in range(2):
    print("deletes", attempt(measured) if _ else measured())


class Dies:
    def __getitem__(self, i):
        global holder
        holder = None
        gc.collect()
        if i == 2:
            raise IndexError
        return i, type(self).__name__


holder = [Dies()]
print("dies", [x for x in holder[0]])
died = []
o = Dies()
w = _weakref.ref(o, lambda r: died.append(1))
for x in o:
    o = None
print("died", died, w())


# Class methods and static methods.
class Base:
    @classmethod
    def make(cls, *args, **kw):
        return cls.__name__, args, kw

    @staticmethod
    def plain(*args):
        return args

    def shadow(self):
        return "method"


class Derived(Base):
    pass


class Meta(type):
    @property
    def make(cls):
        return lambda *a: ("meta", a)


class Metered(Base, metaclass=Meta):
    pass


for _ in range(5):
    b, d = Base(), Derived()
    results = [b.make(1), d.make(2, k=3), Base.make(), Derived.make(4), Metered.make(5), Metered().make(6)]
    results += [b.plain(1), Derived.plain(2), Base.plain(), d.plain(3, 4)]
    d.make = lambda *a: ("own", a)
    d.plain = lambda *a: ("own plain", a)
    results += [d.make(7), d.plain(8)]
print(results)


def use(o):
    return o.plain(1), type(o).plain(2)


b = Base()
for _ in range(5):
    results = use(b)
print(results)
Base.__dict__["plain"].__init__(lambda x: ("new", x))
gc.collect()
print(use(b))
Base.plain = staticmethod(lambda x: ("newer", x))
print(use(b))
print(attempt(lambda: str.__repr__("a")), attempt(lambda: int.__add__(1, 2)), attempt(lambda: dict.fromkeys("ab", 1)))


# Pairs unpacked in loops.
def pairs(*iterables):
    out = []
    for iterable in iterables:
        for a, b in iterable:
            out.append((a, b))
    return out


d = {"a": 1, "b": 2}
for _ in range(4):
    results = pairs(d.items(), enumerate("xy", 5), zip("pq", "rst"), zip([1, 2, 3], "z"), [(8, 9)], enumerate([], 1), zip("a", "b", strict=True))
print(results)


def grows(d):
    for k, v in d.items():
        d[k + "x"] = v


print(attempt(pairs, zip("ab")), attempt(pairs, [(1, 2, 3)]), attempt(lambda: grows(dict(d))))
shared = d.items()
kept = []
for pair in shared:
    kept.append(pair)
print(kept)


# Slices of lists.
items = list(range(9))
for _ in range(4):
    items[:3] = items[2::-1]
    items[1:4] = items[3:0:-1]
    items[-2:] = [8, 7]
    items[5:5] = [50]
    items[6:5] = (60,)
    items[0:2] = []
    items[100:] = items
    items[::3] = items[::3]
print(items, items[::-2], items[7:2:-3], tuple(items)[::-1][:3])
