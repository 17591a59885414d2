def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


s = {1, 2, 3}
attempt(s.add, 4)
attempt(s.add, [])
attempt(s.add)
attempt(s.discard, 9)
attempt(s.discard, [])
attempt(s.discard, {1})
attempt(s.remove, 9)
attempt(s.remove, "gone")
attempt(s.remove, [])
attempt(s.remove, {9})
attempt(s.remove, (1, 2))
attempt(s.remove)
attempt(set().pop)
attempt(s.pop, 1)
attempt(s.update, [5], {6: 0}, "")
attempt(s.update, 5)
attempt(s.update, [[]])
attempt(s.update)
print(s)
for name in ("union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint"):
    method = getattr(s, name)
    attempt(method, {1, 2, 99})
    attempt(method, [1, 2, 1])
    attempt(method, (x for x in (1, 2)))
    attempt(method, {1: 0})
    attempt(method, range(3))
    attempt(method, frozenset([1]))
    attempt(method)
    attempt(method, [1], [2])
    attempt(method, 5)
    attempt(method, [[]])
    attempt(method, s)
for name in ("intersection_update", "difference_update", "symmetric_difference_update"):
    for args in (([1, 2, 99],), ({1, 2},), (), ([1], [2]), (5,), ([[]],), ("self",)):
        t = {1, 2, 3}
        if args == ("self",):
            args = (t,)
        attempt(getattr(t, name), *args)
        print(t)
attempt(s.copy)
attempt(s.copy, 1)
attempt(s.clear)
print(s, repr(set()), repr(frozenset()), repr({1}), repr(frozenset([1])))
for source in ("{1, 2} | {3}", "{1, 2} & {2}", "{1, 2} - {2}", "{1, 2} ^ {2, 3}", "{1} | frozenset([2])", "frozenset([1]) | {2}", "{1} | [2]", "{1} & 'a'", "{1} - 5", "{1} ^ None", "[1] | {2}", "{1} + {2}", "{1} * 2", "{1} < {1, 2}", "{1} <= {1}", "{1} > {1}", "{1, 2} >= {2}", "{1} < [1]", "{1} == [1]", "{1} == frozenset([1])", "{1} != {2}", "{1}.__or__([2])", "{1}.__ior__([2])", "{1}.__sub__({1})", "{1}.__rsub__({1, 2})", "{1}.__lt__(5)", "{1}.__contains__({1})", "{1} | {}.keys()", "{1} | {2: 3}.keys()", "hash({1})", "{{1}}", "{[]}", "{1: 2} in {1}", "{1} in {frozenset([1])}", "[] in {1}", "set(5)", "set(1, 2)", "set(x=1)", "frozenset(5)", "frozenset(x=1)", "frozenset(1, 2)", "set('aab') == {'a', 'b'}", "set([1, 1.0, True])", "frozenset([3, 3])", "frozenset(frozenset([1]))", "set({1: 2})", "set(None)", "frozenset().add(1)", "frozenset([1]).union([2])", "frozenset([1, 2]) & [1]", "type(frozenset() | set()).__name__", "type(set() | frozenset()).__name__", "frozenset() is frozenset()", "frozenset([1]) == {1: 0}.keys()", "len({1, 2, 3, 1})", "bool(set())", "sorted({3, 1, 2})", "max({1, 5})", "sum({1, 2})", "{*[1, 2], *(3,)}", "{i % 3 for i in range(9)}", "iter({1}).__next__()", "type(iter({1})).__name__", "iter({1, 2}).__length_hint__()", "{1}[0]", "reversed({1})", "set[int]", "frozenset[int]", "set.__hash__", "{1}.nosuch", "frozenset([1, 2]).__reduce__()[1:]", "{1}.__reduce__()", "{1} is {1}"):
    attempt(eval, source)
a = b = {1}
a |= {2}
a &= {1, 2, 5}
a -= {1}
a ^= {7}
print(b, a is b)
for op in ("|=", "&=", "-=", "^="):
    try:
        exec(f"x = {{1}}\nx {op} [1]")
    except TypeError as error:
        print(error)
f = g = frozenset([1])
f |= {2}
print(g, f, f.copy() is f)
s = set(range(5))
for change in ("s.add(99)", "s.remove(0)", "s.clear()", "s.discard(50)", "s.update([1, 2])"):
    s = {0, 1, 2}
    try:
        for x in s:
            exec(change)
        print(change, "fine")
    except RuntimeError as error:
        print(change, "!!", error)


class S(set):
    pass


class F(frozenset):
    pass


print(S([1]), F([2]), S([1]) | {2}, type(S() | set()).__name__, type(set() | S()).__name__, type(S().copy()).__name__, type(F().copy()).__name__, type(F() & set()).__name__, repr(S()), repr(F()), S([1]) == {1}, hash(F([1])) == hash(frozenset([1])), type(S([1]).union([2])).__name__)
r = S()
r.attr = {r.__len__()}
print(r.attr, r.__dict__, [n for n in dir(set) if n[0] != "_"], [n for n in dir(frozenset) if n[0] != "_"])
big = set(range(5000))
big -= set(range(0, 5000, 2))
print(len(big), sum(big), 4999 in big, 4998 in big, len(big | {2}), big.isdisjoint({2}), {5, 7} <= big, sorted(big)[:3])
while big:
    big.pop()
print(big)
