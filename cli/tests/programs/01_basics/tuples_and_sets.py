t = (1, 2, 3)
print(t, len(t), t[0], t[-1], t[1:], t + (4,), t * 2, (), (1,))
print(t.index(2), t.count(1), 2 in t, t == (1, 2, 3), t < (1, 2, 4), hash(t) == hash((1, 2, 3)))
print(tuple("ab"), tuple([1]), tuple(), 1, (2))
a = 1, 2
print(a)
for f in (
    lambda: t[5],
    lambda: t.index(9),
    lambda: t + [1],
    lambda: t.append,
    lambda: hash(([],)),
    lambda: t["a"],
    lambda: tuple(3),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
try:
    t[0] = 1
except TypeError as error:
    print(error)
s = {3, 1, 2, 3}
print(s, len(s), 2 in s, set(), frozenset(), frozenset([1]))
s.add(5)
s.discard(1)
s.discard(100)
s.remove(2)
print(s)
print({1, 2} | {2, 3}, {1, 2} & {2, 3}, {1, 2} - {2, 3}, {1, 2} ^ {2, 3})
print({1}.union([2], [3]), {1, 2}.intersection([2]), {1, 2}.difference([2]), {1, 2}.symmetric_difference([2, 3]))
print({1} < {1, 2}, {1} <= {1}, {1, 2} > {3}, {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]))
s = {1, 2}
s |= {3}
s &= {2, 3, 4}
s -= {3}
s ^= {7}
print(sorted(s))
s.update([1], (5,))
s.intersection_update([1, 2, 5])
s.difference_update([5])
s.symmetric_difference_update([9])
print(sorted(s), sorted(s.copy()))
s.clear()
print(s)
print({x % 3 for x in range(10)}, {*range(3), *[5]}, sorted(set("hello")))
print(frozenset([1, 2]) == {1, 2}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])))
print({frozenset([1]): "v"}[frozenset([1])], frozenset([1]) in {frozenset([1])}, {1} in {frozenset([1])})
for f in (
    lambda: {1}.remove(5),
    lambda: set().pop(),
    lambda: {[]},
    lambda: {1} + {2},
    lambda: {1} | [2],
    lambda: set(5),
    lambda: hash(set()),
    lambda: {1} < [1],
    lambda: frozenset().add,
    lambda: s[0],
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
