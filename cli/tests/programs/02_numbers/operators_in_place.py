class Acc:
    def __init__(self, log):
        self.log = log


for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "pow", "lshift", "rshift", "and", "or", "xor"):

    def method(self, other, name=name):
        return Acc(self.log + [f"i{name} {other}"])

    setattr(Acc, f"__i{name}__", method)
a = Acc([])
a += 1
a -= 2
a *= 3
a /= 4
a //= 5
a %= 6
a @= 7
a **= 8
a <<= 9
a >>= 10
a &= 11
a |= 12
a ^= 13
print(a.log)


class Falls:
    def __add__(self, other):
        return "add"

    def __iadd__(self, other):
        return NotImplemented


f = Falls()
f += 1
print(f)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
lst = [[0]] * 2
lst[0] += [1]
print(lst)


class Box:
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        print("get", k)
        return self.d.get(k, 0)

    def __setitem__(self, k, v):
        print("set", k, v)
        self.d[k] = v

    def __getattr__(self, name):
        print("getattr", name)
        return 10

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)


def side(value):
    print("side", value)
    return value


b = Box()
b[side("k")] += side(5)
b.count += side(1)
b.count *= 3
b[1:2] = "slice"
b[1:2] += "!"
b[side(1), side(2)] -= 1
s = "ab"
s += "cd"
s *= 2
print(s)
x = y = [1]
x += (2, 3)
x *= 2
print(y, x is y)
x = x + [9]
print(y is x)
st = fs = {1}
st |= {2}
st -= {1}
print(fs)
fs = frozenset([1])
g = fs
fs |= {2}
print(g, fs)
i = 5
i **= 2
i //= 3
i <<= 70
i >>= 68
i ^= 1
print(i)
z = 1.5
z **= 2
z %= 1
print(z)
for source in ("x = 1\nx += 'a'", "x = 'a'\nx -= 1", "x = []\nx += 5", "x = ()\nx @= 1", "x = None\nx //= 2", "x = 1\nx <<= 'a'", "x = {}\nx += {}", "x = 2\nx **= None", "x = set()\nx |= [1]", "undefined += 1", "x = object()\nx &= 1", "x = [1]\nx *= 'a'", "x = 'a'\nx *= 1.5", "x = 1\nx >>= -1"):
    try:
        exec(source, {})
    except Exception as error:
        print(source.splitlines()[-1], "!!", type(error).__name__, error)


def local():
    try:
        q += 1
    except UnboundLocalError as error:
        print(error)
    q = 1
    q += 1
    return q


print(local())
