class LinkedList:
    class _Node:
        __slots__ = ("value", "next")

        def __init__(self, value, next=None):
            self.value, self.next = value, next

    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for x in reversed(list(items)):
            self.push(x)

    def push(self, x):
        self.head = self._Node(x, self.head)
        self.size += 1

    def pop(self):
        if not self.head:
            raise IndexError("pop from empty list")
        node, self.head = self.head, self.head.next
        self.size -= 1
        return node.value

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size

    def __repr__(self):
        return "<" + " -> ".join(map(repr, self)) + ">"

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

    def __getitem__(self, i):
        if isinstance(i, slice):
            return LinkedList(list(self)[i])
        if i < 0:
            i += self.size
        for j, x in enumerate(self):
            if j == i:
                return x
        raise IndexError(i)


l = LinkedList("abcde")
print(l, len(l), l[1], l[-1], l[1:3], "c" in l, "z" in l)
l.reverse()
print(l, l.pop(), l.pop(), l, list(reversed(l)), sorted(l), max(l))
for f in (lambda: l[10], LinkedList().pop):
    try:
        f()
    except IndexError as e:
        print(repr(e))


class LRU:
    def __init__(self, size):
        self.size, self.data = size, {}

    def get(self, key):
        if key not in self.data:
            return None
        self.data[key] = self.data.pop(key)
        return self.data[key]

    def put(self, key, value):
        self.data.pop(key, None)
        self.data[key] = value
        if len(self.data) > self.size:
            del self.data[next(iter(self.data))]


c = LRU(2)
c.put("a", 1), c.put("b", 2), c.get("a"), c.put("c", 3)
print(c.data, c.get("b"), c.get("a"), list(c.data))


class Trie:
    def __init__(self):
        self.children, self.end = {}, False

    def add(self, word):
        node = self
        for ch in word:
            node = node.children.setdefault(ch, Trie())
        node.end = True

    def words(self, prefix=""):
        if self.end:
            yield prefix
        for ch in sorted(self.children):
            yield from self.children[ch].words(prefix + ch)

    def find(self, prefix):
        node = self
        for ch in prefix:
            if ch not in node.children:
                return []
            node = node.children[ch]
        return list(node.words(prefix))


t = Trie()
for w in "car card care cat dog do done".split():
    t.add(w)
print(list(t.words()), t.find("car"), t.find("do"), t.find("x"))


class Deque:
    def __init__(self):
        self.front, self.back = [], []

    def append(self, x):
        self.back.append(x)

    def appendleft(self, x):
        self.front.append(x)

    def popleft(self):
        if not self.front:
            self.front, self.back = self.back[::-1], []
        return self.front.pop()


d = Deque()
for i in range(5):
    (d.append if i % 2 else d.appendleft)(i)
print([d.popleft() for _ in range(5)])


class UnionFind:
    def __init__(self, n):
        self.parent = list(range(n))

    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = x = self.parent[self.parent[x]]
        return x

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parent[a] = b
        return a != b


u = UnionFind(10)
print([u.union(a, b) for a, b in ((0, 1), (2, 3), (1, 3), (0, 2), (8, 9))], len({u.find(i) for i in range(10)}))
