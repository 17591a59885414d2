import sys

data = [5, 2, 9, 1, 5, 6]
print(sorted(data), sorted(data, reverse=True), data)
words = ["banana", "Apple", "cherry", "apple", "Banana"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True))
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "y")]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[1], reverse=True))
print(sorted([3, 1.5, True, 2]), sorted("hello"), sorted({3: 1, 1: 2}), sorted([[2], [1, 5], [1]]))


class Item:
    count = 0

    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        Item.count += 1
        return self.v < other.v

    def __repr__(self):
        return f"I{self.v}"


seed = 12345


def rand():
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return seed


for n in (0, 1, 2, 3, 10, 63, 64, 65, 200, 1000):
    items = [Item(rand() % 1000) for _ in range(n)]
    Item.count = 0
    items.sort()
    ok = all(not items[i + 1].v < items[i].v for i in range(n - 1))
    print(n, ok, Item.count)
for shape in (range(500), range(500, 0, -1), [i % 7 for i in range(500)], [*range(250), *range(250)], [1] * 300):
    items = [Item(v) for v in shape]
    Item.count = 0
    items.sort()
    print(Item.count, end=" ")
    items = [Item(v) for v in shape]
    Item.count = 0
    items.sort(reverse=True)
    print(Item.count)
stable = [(rand() % 5, i) for i in range(50)]
print(sorted(stable, key=lambda p: p[0]) == sorted(stable))
print([i for _, i in sorted(stable, key=lambda p: p[0], reverse=True)][:12])


class Breaks:
    def __lt__(self, other):
        raise ValueError("compare")


for f in (
    lambda: sorted([Breaks(), Breaks()]),
    lambda: sorted([1, "a"]),
    lambda: sorted([1, None]),
    lambda: sorted([1], key=5),
    lambda: sorted([1], lambda v: v),
    lambda: sorted(),
    lambda: [1].sort(1),
    lambda: [2, 1].sort(key=lambda v: 1 // 0),
    lambda: sorted([1j, 2j]),
    lambda: sorted([{}, {}]),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
victim = [3, 1, 2]


def meddle(v):
    victim.append(v)
    return v


try:
    victim.sort(key=meddle)
except ValueError as error:
    print(error, victim)
seen = []
watch = [3, 1, 2]
watch.sort(key=lambda v: seen.append(list(watch)) or v)
print(seen, watch)
nan = float("nan")
print(sorted([3.0, 1.0, 2.0]), sorted([2**70, -(2**70), 5]), sorted(["é", "z", "a", "\U0001f600", "\uffff"]))
partial = [5, 4, 3, 2, 1, Breaks(), Breaks()]
try:
    partial.sort()
except (TypeError, ValueError) as error:
    print(type(error).__name__, len(partial))
