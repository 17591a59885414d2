def build(n):
    node = None
    for i in range(n):
        node = {"value": i, "next": node, "list": [i, (i, {i})]}
    return node


def walk(node):
    total = 0
    while node is not None:
        total += node["value"] + node["list"][1][0]
        node = node["next"]
    return total


n = build(100000)
print(walk(n))
copy = None
stack = []
x = n
while x is not None:
    stack.append(x["value"])
    x = x["next"]
print(len(stack), stack[0], stack[-1])
del n


class Tree:
    __slots__ = ("left", "right", "key")

    def __init__(self, key):
        self.left = self.right = None
        self.key = key


def insert(root, key):
    node = root
    while True:
        if key < node.key:
            if node.left is None:
                node.left = Tree(key)
                return
            node = node.left
        else:
            if node.right is None:
                node.right = Tree(key)
                return
            node = node.right


seed = 1
root = Tree(2**30)
for _ in range(20000):
    seed = (seed * 1103515245 + 12345) % 2**31
    insert(root, seed)


def inorder(root):
    stack, node = [], root
    while stack or node:
        while node:
            stack.append(node)
            node = node.left
        node = stack.pop()
        yield node.key
        node = node.right


keys = list(inorder(root))
print(len(keys), keys == sorted(keys), keys[0], keys[-1])


def depth(root):
    best, todo = 0, [(root, 1)]
    while todo:
        node, d = todo.pop()
        best = max(best, d)
        todo += [(c, d + 1) for c in (node.left, node.right) if c]
    return best


print(depth(root))
graph = {i: [(i * 7 + 1) % 5000, (i * 13 + 5) % 5000, (i + 1) % 5000] for i in range(5000)}
seen, queue, order = {0}, [0], 0
while queue:
    nxt = []
    for v in queue:
        for w in graph[v]:
            if w not in seen:
                seen.add(w)
                nxt.append(w)
    queue = nxt
    order += 1
print(len(seen), order)
table = {}
for i in range(200000):
    table[f"k{i % 5000}"] = table.get(f"k{i % 5000}", 0) + i
print(len(table), table["k0"], table["k4999"], max(table, key=table.get), sum(table.values()))
words = "the quick brown fox jumps over the lazy dog and the quick cat".split() * 2000
freq = {}
for w in words:
    freq[w] = freq.get(w, 0) + 1
print(sorted(freq.items(), key=lambda p: (-p[1], p[0]))[:5])
sieve = bytearray([1]) * 200000
sieve[0:2] = b"\0\0"
for i in range(2, 448):
    if sieve[i]:
        sieve[i * i :: i] = bytes(len(range(i * i, 200000, i)))
print(sum(sieve), [i for i in range(100) if sieve[i]])
m = [[(i * j + i) % 10 for j in range(60)] for i in range(60)]
product = [[sum(a * b for a, b in zip(row, col)) for col in zip(*m)] for row in m]
print(sum(map(sum, product)), product[5][7], product[59][59])
text = " ".join(str(i * i) for i in range(20000))
print(len(text), text.count("1"), len(text.split()), text[-20:], hash(text) == hash(text + ""))
parts = []
for i in range(50000):
    parts.append(chr(97 + i % 26))
s = "".join(parts)
print(len(s), s.count("abc"), s.find("xyz"), s[::-1][:10], s.upper()[:5])
acc = ""
for i in range(20000):
    acc += "x"
print(len(acc))
closures = [lambda n=i: n for i in range(50000)]
print(sum(c() for c in closures))
gens = [iter(range(i)) for i in range(1000)]
print(sum(sum(g) for g in gens))
objs = [type("O", (), {"v": i})() for i in range(2000)]
print(sum(o.v for o in objs))
