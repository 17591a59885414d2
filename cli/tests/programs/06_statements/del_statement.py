def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


x = 1
del x
try:
    x
except NameError as error:
    print(error)
try:
    del x
except NameError as error:
    print(error)


def local():
    a = b = c = 1
    del a, (b, [c])
    try:
        a
    except UnboundLocalError as error:
        print(error)
    try:
        del b
    except UnboundLocalError as error:
        print(error)
    c = 2
    print(c)


local()


def cell():
    v = 1

    def inner():
        return v

    print(inner())
    del v
    try:
        inner()
    except NameError as error:
        print(type(error).__name__, error)
    try:
        del v
    except UnboundLocalError as error:
        print(error)
    v = 2
    print(inner())


cell()


def nonlocal_del():
    v = 1

    def inner():
        nonlocal v
        del v

    inner()
    try:
        v
    except UnboundLocalError as error:
        print(error)
    try:
        inner()
    except NameError as error:
        print(error)


nonlocal_del()
g = 5


def global_del():
    global g
    del g
    try:
        del g
    except NameError as error:
        print(error)


global_del()


class C:
    y = 1
    del y
    try:
        del y
    except NameError as error:
        print(error)
    try:
        y
    except NameError as error:
        print(error)


print(hasattr(C, "y"))


class P:
    @property
    def ro(self):
        return 1

    @property
    def rw(self):
        return self._v

    @rw.deleter
    def rw(self):
        print("deleter")
        del self._v


p = P()
p._v = 3
del p.rw
attempt(lambda: p.rw)
for source in ("del p.ro", "del p.rw", "del p.nosuch", "del P.nosuch", "del P.ro", "del p[0]", "del P[0]", "del (1).real", "del [].append", "del len.x", "del int.x", "del int.real", "del 'abc'[0]", "del (1,)[0]", "del {}[1]", "del [][0]", "del None.x", "del undefined.x", "del __name__", "del __name__"):
    try:
        exec(source)
        print(source, "fine")
    except Exception as error:
        print(source, "!!", type(error).__name__, error)
for source in ("del 5", "del f()", "del a + b", "del (a, 5)", "del [a for a in b]", "del a if b else c", "del 'x'", "del None", "del ...", "del *a", "del *a, b", "del (*a,)", "del lambda: 1", "del a := 1", "del (a := 1)", "del {}", "del {a}", "del -a", "del a.b()", "del not a", "del f'{x}'", "del a, b()", "del __debug__", "del", "del (yield)", "del a = 1", "del a += 1", "del (), []", "del ((a))", "del a == b", "del True"):
    try:
        compile(source, "<del>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "!!", error.msg, error.offset)
del (), []
a, b, c, d = range(4)
del (a), [b, (c)], d
print(sorted(n for n in globals() if len(n) == 1))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


n = Noisy("n")
m = n
del n
print("still")
del m
print("gone")
lst = [Noisy("l0"), Noisy("l1")]
del lst[0]
print("after item")
del lst
print("after list")
dd = {"k": Noisy("value")}
del dd["k"]
print("after key")


class Slots:
    __slots__ = ("s",)


s = Slots()
attempt(lambda: s.s)
s.s = 1
del s.s
attempt(delattr, s, "s")
attempt(delattr, s, "t")
attempt(delattr, s)
attempt(delattr, s, 5)
