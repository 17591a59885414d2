# memory: 1200
# timeout: 60
nested = []
for _ in range(1000000):
    nested = [nested]
print("list nested a million deep")
del nested
t = ()
for _ in range(300000):
    t = (t,)
del t
d = {}
for _ in range(300000):
    d = {"d": d}
del d
print("tuples and dicts")


class Node:
    __slots__ = ("next", "value")

    def __init__(self, next, value):
        self.next = next
        self.value = value


chain = None
for i in range(1000000):
    chain = Node(chain, i)
n, total = chain, 0
while n:
    total += n.value
    n = n.next
print(total)
del chain


class Plain:
    pass


chain = None
for i in range(200000):
    p = Plain()
    p.next = chain
    chain = p
del chain, p
print("chains gone")
fs = None
for i in range(100000):
    fs = (lambda f: lambda: f)(fs)
del fs
gens = iter([])


def wrap(g):
    yield from g


for i in range(500):
    gens = wrap(gens)
print(list(gens))
for i in range(100000):
    gens = wrap(gens)
del gens
print("functions and generators")
e = None
for i in range(100000):
    new = ValueError(i)
    new.__context__ = e
    e = new
del e, new
print("exceptions")
big = {}
for i in range(1000000):
    big[i] = i
print(len(big), big[999999], sum(big))
for i in range(0, 1000000, 2):
    del big[i]
print(len(big), next(iter(big)))
del big
l = list(range(2000000))
l.reverse()
l.sort()
print(l[0], l[-1], sum(l[::1000]))
l[1000000:1000000] = [0] * 1000
del l[:500000]
print(len(l))
s = set(range(500000))
s &= set(range(250000, 750000))
print(len(s), min(s), max(s))
text = "".join(str(i) for i in range(300000))
print(len(text), text.count("99"), text.find("299999"))
b = bytearray()
for i in range(300000):
    b += i.to_bytes(3)
print(len(b), b[-3:].hex())
strings = [f"key{i}" for i in range(200000)]
table = {s: i for i, s in enumerate(strings)}
print(sum(table[s] for s in strings), "key199999" in table, "nokey" in table)
matrix = [[i * j % 7 for j in range(300)] for i in range(300)]
print(sum(map(sum, matrix)), sum(matrix[i][i] for i in range(300)))
huge = "x" * 50_000_000
print(len(huge), huge.count("x"), len(huge.replace("x", "")))
del huge
for size in (10**15, 10**18, 2**62):
    for make in (lambda: [0] * size, lambda: "a" * size, lambda: bytes(size), lambda: bytearray(size), lambda: (0,) * size, lambda: " ".rjust(size), lambda: b"".ljust(size)):
        try:
            make()
            print("made")
        except (MemoryError, OverflowError) as error:
            print(type(error).__name__, error)
