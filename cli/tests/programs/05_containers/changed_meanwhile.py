# Containers that change while they are compared, copied or iterated.


class Clears:
    def __init__(self, victim):
        self.victim = victim

    def __eq__(self, other):
        self.victim().clear()
        return NotImplemented


a, b = [Clears(lambda: b)], [Clears(lambda: a)]
print(a == b, a, b)
a, b = [Clears(lambda: a)], [1]
print(a == b, a != b, a)


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter((1, 2))

    def __length_hint__(self):
        return self.hint


print([0] + list(Hinted(10)))
c = [0]
c.extend(Hinted((1 << 63) - 1))
print(c)


class Counted(int):
    hashed = 0

    def __hash__(self):
        self.hashed += 1
        return int(self)


d = dict.fromkeys(map(Counted, range(5)))
copies = dict.fromkeys(d), dict.fromkeys(set(d), 3), dict.fromkeys(frozenset(d)), set(d)
print(sum(k.hashed for k in d), [len(x) for x in copies])


def broken():
    yield "key"
    raise TypeError("oops")


for source in ([3], [broken()], [(1, 2, 3)]):
    try:
        {}.update(source)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))

d = dict.fromkeys(range(10))
for i in range(7):
    del d[i]
iterators = reversed(d), reversed(d.values()), reversed(d.items())
for it in iterators:
    print(next(it))
d.clear()
d.update(dict.fromkeys(range(3)))
for it in iterators:
    try:
        print(list(it))
    except RuntimeError as e:
        print(e)


class Name(str):
    pass


class Plain:
    def __init__(self):
        self.attribute = 1


p = Plain()
print(getattr(p, Name("attribute")), hasattr(p, Name("attribute")), getattr(p, Name("other"), None))

data = list(range(5))


class Key:
    def __init__(self, x):
        self.x = x

    def __del__(self):
        data[:] = [0]

    def __lt__(self, other):
        return self.x < other.x


try:
    data.sort(key=Key)
except ValueError as e:
    print(e)

view = {"a": 1, "d": 2}.keys()
print(type(view & frozenset("d")), type(view | frozenset("d")), type(view - frozenset("d")))
