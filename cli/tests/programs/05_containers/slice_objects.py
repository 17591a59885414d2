def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


s = slice(1, 10, 2)


class I:
    def __index__(self):
        return 3


for line in r"""
slice(5), slice(1, 5), slice(1, 5, 2), slice(None), slice("a", [], {}), slice(None, None, None), repr(slice(1))
s.start, s.stop, s.step, s == slice(1, 10, 2), s != slice(1, 10), s < slice(2, 3), slice(1) < slice(2), slice(1, 2) <= slice(1, 2)
slice(1) < slice("a")
slice(1) < 5
slice(1) == 5
hash(slice(1, 2)) == hash(slice(1, 2)), {slice(1): "a"}[slice(1)]
hash(slice([]))
slice()
slice(1, 2, 3, 4)
slice(start=1)
s.start = 5
s.nosuch
slice(1, 10, 2).indices(5), slice(None).indices(5), slice(None, None, -1).indices(5), slice(-3, None).indices(5), slice(-100, 100).indices(5), slice(10, -10, -1).indices(5), slice(None, None, -2).indices(0), slice(3, 1).indices(5), slice(I(), I(), I()).indices(10), slice(10**30).indices(5), slice(None, None, 10**30).indices(5), slice(None).indices(10**30), slice(-1, None, -1).indices(10**30), slice(2, -2).indices(10**30)
slice(1).indices(-1)
slice(1).indices("a")
slice(1).indices(1.5)
slice("a").indices(5)
slice(1.5).indices(5)
slice(None, None, 0).indices(5)
slice(None, None, "a").indices(5)
slice(1).indices()
type("S", (slice,), {})
slice(1, 2).__reduce__(), slice[int], slice[int, str, None]
[n for n in dir(slice) if n not in dir(object)]
[1, 2, 3, 4][slice(1, 3)], "abcd"[slice(None, None, -1)], (1, 2, 3)[slice(I(), None)], b"abc"[slice(1)], range(10)[slice(2, 8, 3)]
[1, 2][slice(1.5)]
"ab"[slice("x")]
match_ := slice(1, 2, 3)
slice(1, 2, 3) in [slice(1, 2, 3)], slice(1, (2, 3)) == slice(1, (2, 3)), slice(float("nan")) == slice(float("nan"))
sorted([slice(3), slice(1), slice(2)], key=lambda x: x.stop)
""".strip().splitlines():
    show(line)
try:
    s.stop = 1
except AttributeError as error:
    print(error)


class Spy:
    def __getitem__(self, item):
        return item

    __setitem__ = lambda self, k, v: print("set", k, v)
    __delitem__ = lambda self, k: print("del", k)


p = Spy()
print(p[1:2], p[:], p[::], p[1:], p[:1], p[::1], p[1:2:3], p["a":"b"], p[None:], p[1:2, 3:4], p[..., 1:], p[(1, 2)], p[1:2,], p[-1:~1], p[(x := 1):2], x)
p[1:2] = 1
del p[::2], p[1:]
for p[0] in range(2):
    pass
