class Heap:
    def __init__(self):
        self.a = []

    def push(self, x):
        a = self.a
        a.append(x)
        i = len(a) - 1
        while i and a[i] < a[(i - 1) // 2]:
            a[i], a[(i - 1) // 2] = a[(i - 1) // 2], a[i]
            i = (i - 1) // 2

    def pop(self):
        a = self.a
        top, last = a[0], a.pop()
        if a:
            a[0] = last
            i = 0
            while (c := 2 * i + 1) < len(a):
                if c + 1 < len(a) and a[c + 1] < a[c]:
                    c += 1
                if not a[c] < a[i]:
                    break
                a[i], a[c] = a[c], a[i]
                i = c
        return top

    def __bool__(self):
        return bool(self.a)


def dijkstra(graph, start):
    best, via, heap = {start: 0}, {}, Heap()
    heap.push((0, start))
    while heap:
        d, node = heap.pop()
        if d > best[node]:
            continue
        for other, w in graph[node].items():
            if (new := d + w) < best.get(other, float("inf")):
                best[other], via[other] = new, node
                heap.push((new, other))
    return best, via


def path(via, end):
    out = [end]
    while end in via:
        end = via[end]
        out.append(end)
    return "-".join(reversed(out))


graph = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"a": 7, "c": 10, "d": 15}, "c": {"a": 9, "b": 10, "d": 11, "f": 2}, "d": {"b": 15, "c": 11, "e": 6}, "e": {"d": 6, "f": 9}, "f": {"a": 14, "c": 2, "e": 9}, "lonely": {}}
best, via = dijkstra(graph, "a")
for node in graph:
    print(node, best.get(node, "unreachable"), path(via, node))
size = 40
grid = {f"{r},{c}": {f"{r + dr},{c + dc}": (r * 7 + c * 13 + dr) % 9 + 1 for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)) if 0 <= r + dr < size and 0 <= c + dc < size} for r in range(size) for c in range(size)}
best, via = dijkstra(grid, "0,0")
print(len(best), best[f"{size - 1},{size - 1}"], path(via, f"{size - 1},{size - 1}")[:60])
h = Heap()
for i in range(200):
    h.push((i * 7919) % 1009)
out = []
while h:
    out.append(h.pop())
print(out == sorted(out), out[:5], out[-3:])
