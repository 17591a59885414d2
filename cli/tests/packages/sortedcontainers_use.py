"""sortedcontainers: lists, dicts and sets kept in order."""
from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

s = SortedList((i * 7919) % 1000 for i in range(3000))
print(len(s), s[:5], s[-3:], s.bisect_left(500), s.count(7), list(s.irange(10, 12)))
s.add(-1)
s.discard(999)
s.update([5.5, 2.5])
print(s.index(5.5), s.pop(), s[0], s == sorted(s), repr(SortedList("cab")))
d = SortedDict({"b": 2, "a": 1, "c": 3})
print(d, d.peekitem(0), d.popitem(), list(d.irange("a", "b")), d.keys()[0], d.index("b"), d.setdefault("z", 9))
t = SortedSet([3, 1, 2, 3])
print(t, t | {9}, t & {1, 2}, t[1], t.isdisjoint([7]))
k = SortedKeyList(["ccc", "a", "bb"], key=len)
print(k, k.bisect_key_left(2), list(k.irange_key(1, 2)))
k.add("dd")
k._check()
s._check()
for bad in (lambda: s.index(10**9), lambda: s.append(1), lambda: SortedList([1, "a"])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
