def log(tag, value=None):
    print("eval", tag)
    return value


class Obj:
    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __setitem__(self, key, value):
        print("setitem", key, value)

    def __delitem__(self, key):
        print("delitem", key)

    def __delattr__(self, name):
        print("delattr", name)


o = Obj()
log("target", o)[log("key", "k")] = log("value", 5)
log("a", o).x = log("b", o).y = log("v", 1)
a = o[a] = 7
(o.p, o.q), [o[0], *o.rest] = (1, 2), (3, 4, 5)
for o.i, o[log("index", 9)] in [(1, 2), (3, 4)]:
    pass
del o.x, o["k"], (o.y, [o[1]])
del a
x = y = z = []
x.append(1)
print(z, x is y)
a, b = b, a = 1, 2
print(a, b)
a, (b, *c), d = 1, "xyz", 3
print(a, b, c, d)
*a, = range(3)
print(a)
[*a] = "ab"
print(a)
a, *b, c = "ab"
print(a, b, c)
*a, b = [1]
print(a, b)
a, *(b, c), d = range(4)
print(a, b, c, d)
() = []
[] = ()
for source in ("() = [1]", "[] = 5", "a, b = 1", "a, b = 'abc'", "a, b = {1}", "a, b = {1: 2, 3: 4, 5: 6}", "a, *b, c = 'x'", "a, b, *c = 'x'", "*a, = None", "a, b = iter([1])", "a, (b, c) = 1, 2", "a, (b, c) = 1, (2,)", "(a, b), c = [1, 2, 3], 4", "a, b, c = range(10**9)", "a, b = [1, 2, 3, 4, 5]", "a, b = (1, 2, 3)", "a, b, c = (1, 2)", "a, b, c, d = 'ab'", "[a, [b]] = 'x', 'yz'"):
    try:
        exec(source)
        print(source, "fine")
    except Exception as error:
        print(source, "!!", type(error).__name__, error)


class Seq:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            print("yield", i)
            yield i


try:
    a, b = Seq(5)
except ValueError as error:
    print(error)
a, *b = Seq(3)
print(a, b)


class Fails:
    def __iter__(self):
        yield 1
        raise KeyError("from iter")


try:
    a, b = Fails()
except KeyError as error:
    print(repr(error))


class Len:
    def __len__(self):
        return 7

    def __getitem__(self, i):
        if i < 3:
            return i
        raise IndexError


try:
    a, b = Len()
except ValueError as error:
    print(error)
a, b, c = Len()
print(a, b, c)
i: int = 5
j: "undefined name" = 6
k: int
print(i, j, sorted(globals().get("__annotations__", {})) or "lazily")
try:
    k
except NameError as error:
    print(error)
(m): int = 8
o.ann: int = 9
o[log("ann key")]: log("not evaluated for values?") = 10
n: int = 1, 2
r: tuple = *n, 3
print(m, n, r)
lst = [1, 2, 3]
lst[0], lst[1:], lst[len(lst)-1] = "a", ["b", "c", "d"], "e"
print(lst)
f = g = lambda: h
h = (yield_ := 3)
print(f(), g(), (w := 1, w + 1), [q := 2, q], w)
print((lambda: (inner := 5) + inner)(), any((hit := v) > 2 for v in range(5)), hit)
d = {}
d[k2 := "key"] = (v2 := "value")
print(d, k2, v2)
if any(len(longest := word) > 3 for word in ["a", "abcd"]) and (m2 := 3) > 2:
    print(longest, m2)
while (chunk := lst.pop()) != "a":
    print(chunk, end=" ")
print(lst)
