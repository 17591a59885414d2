def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


a = [1, 2, 3]
attempt(a.append, 4)
attempt(a.append)
attempt(a.append, 1, 2)
attempt(a.append, object=1)
attempt(a.extend, "ab")
attempt(a.extend, a)
attempt(a.extend, 5)
attempt(a.extend, (x for x in [7, 8]))
print(a)
attempt(a.insert, 0, "first")
attempt(a.insert, -1, "near end")
attempt(a.insert, 100, "end")
attempt(a.insert, -100, "start")
attempt(a.insert, 1)
attempt(a.insert, "x", 1)
attempt(a.insert, 10**30, 1)
attempt(a.insert, 1.0, 1)
print(a)
attempt(a.pop)
attempt(a.pop, 0)
attempt(a.pop, -2)
attempt(a.pop, 100)
attempt(a.pop, -100)
attempt(a.pop, "a")
attempt(a.pop, 1, 2)
attempt([].pop)
attempt(a.remove, 1)
attempt(a.remove, "zz")
attempt(a.remove)
attempt(a.index, "a")
attempt(a.index, "zz")
attempt(a.index, "a", 5)
attempt(a.index, "a", 5, 100)
attempt(a.index, "a", -4)
attempt(a.index, 2, 0, 1)
attempt(a.index, 2, "x")
attempt(a.index, 2, None)
attempt(a.index)
attempt(a.count, 2)
attempt(a.count)
attempt(a.reverse)
print(a)
attempt(a.copy)
attempt(a.copy, 1)
attempt(a.clear)
print(a, a.__len__(), bool(a))
attempt(list, 5)
attempt(list, [1], [2])
attempt(list, x=1)
attempt(list, None)
print(list(), list("abc"), list(range(3)), list({1: 2}), list((1,)), list(x for x in "ab"))
a.__init__([1, 2])
print(a)
a.__init__()
print(a)
b = [1, 2, 3]
attempt(b.__getitem__, 0)
attempt(b.__getitem__, slice(1, None))
attempt(b.__getitem__, "a")
attempt(b.__setitem__, 5, 1)
attempt(b.__delitem__, 5)
attempt(b.__contains__, 2)
attempt(b.__add__, [4])
attempt(b.__add__, (4,))
attempt(b.__iadd__, (4,))
attempt(b.__mul__, 2)
attempt(b.__mul__, "a")
attempt(b.__rmul__, 2)
attempt(b.__imul__, 0)
attempt(b.__eq__, [])
attempt(b.__eq__, ())
attempt(b.__lt__, [1])
attempt(b.__lt__, 5)
attempt(b.__reversed__().__next__)
attempt(list.append, 5, 1)
attempt(list.append)
attempt(list.__len__, ())
attempt(lambda: [1, 2][0:"a"])
attempt(lambda: [1, 2][1.0])
attempt(lambda: [1, 2][1, 0])
attempt(lambda: [1] * 10**30)
attempt(lambda: [1] * 1.5)
attempt(lambda: [1] + None)
attempt(lambda: [] < ())
attempt(lambda: [1, [2]] < [1, ["a"]])
print([1, 2] > [1], [1, "a"] == [1, "a"], [1, 2] != [1, 2], [] == [], [[1]] == [[1]], [float("nan")] == [float("nan")], [1, 2, 3] < [1, 2, 4, 0], [1, 2] <= [1, 2], ["a"] >= ["B"])
print([1, "a", 2] < [1, "b"], [1, 2] * 0, [[]] * 3, [1] * -5, [None] * 3)
c = [1, 2, 3]
c *= 3
c += "xy"
print(c, c * True)
print([n for n in dir(list) if n[0] != "_"])
print(repr(list.append), repr([].append)[:30], list.sort.__text_signature__, list.__hash__, list[int], list.__class_getitem__(str))


class L(list):
    def __init__(self, *args):
        super().__init__(args)


l = L(3, 1, 2)
print(l, sorted(l), l + [4], type(l + [4]).__name__, type(l[:]).__name__, type(l.copy()).__name__, type(l * 2).__name__, l == [3, 1, 2], isinstance(l, list), repr(l))
l.attr = 5
l.sort()
print(l, l.attr, l.__dict__)


class Eq:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        print("eq", self.n, getattr(other, "n", other), end="; ")
        return self.n == getattr(other, "n", other)


e = [Eq(1), Eq(2), Eq(3)]
print(2 in e, e.index(3), e.count(1), Eq(2) in e, e == [1, 2, 3], e == e[:], e != [1, 5])
e.remove(2)
print(len(e))
