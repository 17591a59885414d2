def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class MyInt(int):
    def __add__(self, other):
        return MyInt(int(self) + int(other))

    def __repr__(self):
        return f"MyInt({int(self)})"


class MyList(list):
    def __getitem__(self, i):
        return ("item", super().__getitem__(i))

    def append(self, v):
        super().append(v * 2)


class MyDict(dict):
    def __getitem__(self, k):
        return f"<{super().get(k)}>"

    def __setitem__(self, k, v):
        super().__setitem__(k.upper() if isinstance(k, str) else k, v)

    def __contains__(self, k):
        return True


class MyStr(str):
    def upper(self):
        return MyStr("upper of " + self)


class MyFloat(float):
    def __str__(self):
        return "float!"


class MyTuple(tuple):
    def __len__(self):
        return 99


class MySet(set):
    def add(self, v):
        super().add(str(v))


class MyBytes(bytes):
    def __iter__(self):
        return iter("xyz")


i = MyInt(5)
print(i, i + 1, type(i + 1).__name__, 1 + i, type(1 + i).__name__, i * 2, -i, type(-i).__name__, i == 5, hash(i) == 5, [10, 20, 30, 40, 50, 60][i], range(10)[i], "x" * MyInt(3), int(i), str(i), f"{i}", f"{i:d}", "%d %s" % (i, i), sum([MyInt(1), MyInt(2)]), type(sum([MyInt(1)])).__name__, bin(i), type(i.real).__name__, type(+i).__name__, type(int(i)).__name__, MyInt.from_bytes(b"\1"), i.__dict__, bool(MyInt(0)))
l = MyList([1, 2, 3])
l.append(4)
print(l, l[0], l[1:], list(l), [x for x in l], sum(l), type(l + [1]).__name__, type(l.copy()).__name__, sorted(l), l == [1, 2, 3, 8], max(l), "%s" % l, list(reversed(l)), l * 1, tuple(l), [*l])
l.extra = "attr"
l.extend([5])
l += [6]
print(l, l.__dict__, type(l).__name__)
d = MyDict(a=1)
d["b"] = 2
d.update(c=3)
print(d, d["a"], d.get("a"), "zz" in d, list(d), dict(d), {**d}, d.items(), d.setdefault("e", 5), d == {"a": 1, "B": 2, "c": 3, "e": 5}, (lambda **k: k)(**MyDict(x=1)), d.copy(), type(d.copy()).__name__, type(d | {}).__name__, json_like if (json_like := repr(d)) else "")
exec("result = q", MyDict(q=5))
s = MyStr("abc")
print(s.upper(), type(s.upper()).__name__, s.lower(), type(s.lower()).__name__, s + "d", s[0], "-".join([s]), s in ["abc"], {s: 1}["abc"], s.replace("a", "b"), s == "abc", isinstance(s, str), type(s.strip()).__name__, type(str(s)).__name__, type(s + "").__name__, type(f"{s}").__name__, type("".join([s])).__name__)
f = MyFloat(1.5)
print(f, repr(f), f + 1, type(f + 1).__name__, f"{f}", f"{f:.1f}", str(f), [f], "%s" % f, "%.1f" % f, round(f), f == 1.5)
t = MyTuple((1, 2, 3))
print(len(t), t, t[1], t + (4,), t == (1, 2, 3), list(t), hash(t) == hash((1, 2, 3)), [*t], bool(MyTuple()), tuple(t), type(tuple(t)).__name__, t[::1], t.index(2))
ms = MySet([1])
ms.add(2)
ms.update([3])
ms |= {4}
print(len(ms), 1 in ms, "2" in ms, 3 in ms, type(ms | {5}).__name__, type(ms.copy()).__name__)
b = MyBytes(b"abc")
print(b, list(b), bytes(b), b[0], b + b"d", b.decode(), len(b), b"".join([b]), [*b])


class Cmp(int):
    def __eq__(self, other):
        return "eq!"

    def __lt__(self, other):
        return "lt!"

    __hash__ = int.__hash__


print(Cmp(1) == 1, 1 == Cmp(1), Cmp(1) != 1, Cmp(1) < 1, 1 > Cmp(1), Cmp(1) > 1, sorted([Cmp(2), Cmp(1)]), Cmp(1) in [1], {Cmp(1): "a"}.get(1))


class Call(int):
    def __call__(self):
        return "called"

    def __index__(self):
        return 1

    def __bool__(self):
        return False

    def __int__(self):
        return 77


c = Call(0)
print(c(), [1, 2][c], bool(Call(5)), int(c), float(Call(3)), hex(Call(255)), "ab"[Call(0)], range(5)[Call(3)])


class BadInt(int):
    def __add__(self, other):
        return NotImplemented

    def __radd__(self, other):
        return "radd"


print(1 + BadInt(2))
attempt(lambda: BadInt(1) + 2)
attempt(lambda: BadInt(1) + BadInt(2))


class ExcSub(ValueError):
    def __init__(self, code, *args):
        super().__init__(*args)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {super().__str__()}"


try:
    raise ExcSub(5, "text", 2)
except ValueError as error:
    print(error, repr(error), error.args, error.code)


class TypeSub(type):
    def __new__(mcs, name):
        return super().__new__(mcs, name, (), {"made": True})

    def __init__(cls, name):
        pass


print(TypeSub("T").made, TypeSub("T"))


class Prop(property):
    pass


class Rng:
    def __init__(self, n):
        self.r = range(n)

    def __getattr__(self, name):
        return getattr(self.r, name)

    def __iter__(self):
        return iter(self.r)


print(Rng(5).count(3), list(Rng(3)), Rng(5).stop)


class GenericList(list):
    pass


print(GenericList[int], isinstance(GenericList(), list), GenericList([1]) == [1], GenericList([1]) < [2])
class NestedRepr(list):
    def __repr__(self):
        return f"NR{super().__repr__()}"
n = NestedRepr([1])
n.append(n)
print(n, [n])
