"""Sorted lists, dicts and sets against plain sorting."""
import random

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

random.seed(5)
values = [random.randrange(1000) for _ in range(5000)]
sorted_list = SortedList()
for value in values:
    sorted_list.add(value)
assert list(sorted_list) == sorted(values)
for value in values[:2000]:
    sorted_list.remove(value)
assert list(sorted_list) == sorted(values[2000:])
sorted_list._check()
print(sorted_list[:10], sorted_list.bisect_left(500), sorted_list.count(7), list(sorted_list.irange(10, 14)), sorted_list.pop(), len(sorted_list))
mapping = SortedDict({"b": 1, "a": 2, "c": 3})
print(mapping, mapping.peekitem(0), mapping.popitem(), list(mapping.irange("a", "b")), mapping.keys()[0], mapping.bisect("b"), mapping.setdefault("z", 9), mapping.values())
chosen = SortedSet([5, 1, 3])
chosen.update([2, 5])
print(chosen, chosen & {1, 2, 9}, chosen[1], chosen | [8], chosen - {5}, SortedKeyList(["bb", "a", "ccc"], key=len))
try:
    sorted_list.remove("x")
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)
