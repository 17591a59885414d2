def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


a = list(range(10))
for s in (slice(None), slice(2, 5), slice(-3, None), slice(None, -3), slice(5, 2), slice(5, 2, -1), slice(None, None, -1), slice(None, None, 3), slice(-1, None, -4), slice(100, None, -1), slice(-100, 3), slice(3, 100), slice(0, 0), slice(None, 10**30), slice(-(10**30), 2), slice(None, None, 10**30), slice(None, None, -(10**30)), slice(True, 5), slice(9, 0, -3)):
    print(s, a[s], s.indices(10))


def edit(start, stop, step, values):
    b = list(range(10))
    try:
        if values is None:
            del b[start:stop:step]
        else:
            b[start:stop:step] = values
        print(b)
    except Exception as error:
        print(type(error).__name__, error)


for args in ((2, 5, None, "abc"), (2, 5, None, []), (2, 2, None, "xy"), (5, 2, None, "q"), (None, None, None, [1]), (None, None, 2, "abcde"), (None, None, 2, "abc"), (None, None, -1, range(10)), (1, 8, 3, "xyz"), (8, 1, -3, "xyz"), (100, 200, None, "end"), (-100, -50, None, "start"), (0, 3, 1, "longer list"), (None, None, 3, []), (3, 3, 2, []), (3, 3, 2, [1]), (2, 5, None, 5), (2, 5, 2, 5), (None, None, 0, [1]), ("a", None, None, [1]), (1, 5, None, None), (None, None, None, None), (None, None, 2, None), (1, None, 3, None), (None, None, -1, None), (8, 2, -2, None), (5, 2, None, None), (5, 5, 2, None), (None, None, 0, None), (None, 5, -1, None), (-2, None, None, None), (None, None, 100, None), (10**30, None, None, "z"), (None, None, None, (i for i in "gen")), (2, 4, None, {"k": 1}), (1, 2, None, "é€")):
    print(*args[:3], end=": ")
    edit(*args)
c = [1, 2, 3]
c[1:1] = c
print(c)
c[:] = c[::-1]
print(c)
c[1:3] = c
print(c)
c[::2] = c[1::2] + [0] * (len(c[::2]) - len(c[1::2]))
print(c)
d = [0] * 5
d[1:4] = (x * 2 for x in range(3))
print(d)
del d[1], d[-1], d[:1]
print(d)


class Idx:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


class Evil:
    def __init__(self, target):
        self.target = target

    def __index__(self):
        self.target.clear()
        return 2


print(a[Idx(1) : Idx(-1) : Idx(3)], a[Idx(2)])
attempt(lambda: a[Idx("x")])
attempt(lambda: a[Idx(1) : Idx(2.0)])
attempt(lambda: a[object() :])
e = [1, 2, 3, 4]
attempt(lambda: e[Evil(e)])
e = [1, 2, 3, 4]
print(e[Evil(e) :], e)
e = [1, 2, 3, 4]
e[Evil(e) :] = "ab"
print(e)
e = [1, 2, 3, 4]
attempt(lambda: e.__setitem__(Evil(e), 5))
e = [1, 2, 3, 4]
del e[Evil(e) :]
print(e)
e = [1, 2, 3, 4]


def feed():
    e.clear()
    yield from "xyz"


e[1:3] = feed()
print(e)
e = [1, 2, 3, 4, 5, 6]
attempt(lambda: e.__setitem__(slice(0, 6, 2), feed()))
print(e)


class Sliced:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


s = Sliced()
print(s[1], s[1:2], s[::], s[1:2:3], s[1:2, 3], s[...], s[:, ::2], s[()], s[1,], s[*[1, 2], 3], s[None:"a"], s[-1])
s[1:2] = 5
s[:] = 6
s[1, 2:3] = 7
s[*(1, 2)] = 8
del s[::2]
del s[1, 2]
