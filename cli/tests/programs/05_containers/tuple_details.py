def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


t = (1, 2, 3, 2)
a, b = (), ()


class T(tuple):
    def __new__(cls, *args):
        return super().__new__(cls, args)


for line in r"""
t, (), (1,), (1, (2, (3,))), len(t), t[0], t[-1], t[1:3], t[::-1], t[:], t[:] is t, t + (), t * 1, tuple(t) is t, t * 2, 0 * t, t * -1
t.count(2), t.count(9), t.index(2), t.index(2, 2), t.index(3, 0, 10), t.index(2, -1)
t.index(9)
t.index(1, 1)
t.index()
t.index(1, "a")
t.count()
t[9]
t[-9]
t["a"]
t[1.0]
t[::0]
t + [1]
t * "a"
t * 1.5
[1] + t
t < [1]
t < 5
t == [1, 2, 3, 2], t == (1, 2, 3, 2), t != (), () < (0,), (1, 2) < (1, 3), (1, "a") < (1, "b"), (2,) > (1, 9), (1,) <= (1,)
(1, "a") < (1, 2)
tuple(), tuple([1, 2]), tuple("ab"), tuple({1: 2}), tuple(range(3)), tuple(x * 2 for x in range(3)), tuple(())
tuple(5)
tuple(1, 2)
tuple(x=[1])
tuple(None)
hash(()) == hash(tuple()), hash((1, 2)) != hash((2, 1)), hash((1, (2,))) == hash((1.0, (2.0,)))
hash(([],))
hash((1, {}))
{(1, 2): "x"}[1, 2], (1, 2) in {(1, 2)}, 2 in t, "a" in t, (2,) in ((2,), 3)
T(1, 2), type(T(1)).__name__, T(1) + (2,), type(T(1) + (2,)).__name__, type(T(1, 2)[:]).__name__, T(1) == (1,), hash(T(1)) == hash((1,)), T(), repr(T(1)), type(tuple(T(1))).__name__, type(T(1) * 1).__name__
T(1).__dict__, T.__mro__
iter(t).__next__(), type(iter(t)).__name__, list(reversed(t)), iter(t).__length_hint__(), list(iter(())), iter(t).__reduce__()[1]
max(t), min(t), sum(t), sorted(t), any(()), all(()), len(()), bool(()), bool((0,)), list(enumerate(t)), list(zip(t, "ab"))
t.__getitem__(0), t.__len__(), t.__contains__(2), t.__add__((1,)), t.__mul__(2), t.__rmul__(2), t.__eq__(5), t.__hash__() == hash(t), t.__getnewargs__()
t.__add__([1])
t.append
(1).append
tuple.__new__()
tuple.__new__(5)
tuple.__new__(list)
tuple.index((1,), 2)
tuple[int, ...], tuple[()], tuple[int, str], tuple.__class_getitem__(int)
1, 2
(1, 2) + (3,) * 2, *t, "end"
[*t, *(), *"x"], (*t,), {*t}, (lambda *a: a)(*t), (lambda: (1, *t))()
[n for n in dir(tuple) if n not in dir(object)]
(yes := (1, 2)), yes
""".strip().splitlines():
    show(line)
x = 1, 2,
(y) = 3
(z,) = [4]
print(x, y, z)
try:
    t[0] = 5
except TypeError as error:
    print(error)
try:
    del t[0]
except TypeError as error:
    print(error)
try:
    t.x = 1
except AttributeError as error:
    print(error)
rec = ([],)
rec[0].append(rec)
print(rec)
nested = ()
for _ in range(20):
    nested = (nested,)
print(nested, hash(nested) == hash(nested))
big = tuple(range(100000))
print(len(big), big[99999], sum(big), big[50000:50003], hash(big), big == tuple(list(big)), big < big + (1,))


def swap(a, b):
    return b, a


print(swap(1, 2), swap(*swap(1, 2)), (lambda a, b=(1,), *c: (a, b, c))(1), max((1, 2), (1, 3)), [a + b for a, b in ((1, 2), (3, 4))])
