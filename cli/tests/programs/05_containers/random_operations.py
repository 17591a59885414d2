# A list, a dict, a set and a bytearray under the same random storm, each against a slow model of itself.
state = 3


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


class Model:
    """A dict as a list of pairs."""

    def __init__(self):
        self.pairs = []

    def set(self, k, v):
        for p in self.pairs:
            if p[0] == k:
                p[1] = v
                return
        self.pairs.append([k, v])

    def delete(self, k):
        self.pairs = [p for p in self.pairs if p[0] != k]


d, model = {}, Model()
for i in range(3000):
    k = [rnd(40), str(rnd(20)), (rnd(5), rnd(5)), rnd(30) / 2, frozenset([rnd(4)])][rnd(5)]
    match rnd(6):
        case 0 | 1 | 2:
            d[k] = i
            model.set(k, i)
        case 3:
            d.pop(k, None)
            model.delete(k)
        case 4:
            d.setdefault(k, -i)
            if not any(p[0] == k for p in model.pairs):
                model.set(k, -i)
        case 5 if rnd(10) == 0:
            if d:
                d.popitem()
                model.pairs.pop()
            d = dict(d) if rnd(2) else d.copy()
    if i % 250 == 0:
        assert list(d.items()) == [tuple(p) for p in model.pairs], i
        print(i, len(d), list(d.items())[:2], list(reversed(d))[:2])
l = list(range(10))
sums = []
for i in range(3000):
    a, b, c = rnd(30) - 15, rnd(30) - 15, rnd(5) - 2
    match rnd(9):
        case 0:
            l.append(i)
        case 1:
            l.insert(a, i)
        case 2 if l:
            l.pop(a % len(l))
        case 3:
            l[a:b] = range(rnd(4))
        case 4 if c:
            del l[a:b:c]
        case 5:
            l.reverse() if rnd(2) else l.sort(key=lambda v: (v % 7, v))
        case 6 if c:
            n = len(l[a:b:c])
            l[a:b:c] = range(n)
        case 7 if l:
            l.remove(l[rnd(len(l))])
        case 8:
            l += [i] * rnd(3)
            if len(l) > 60:
                l *= 0
    sums.append(sum(l) + len(l))
    if i % 250 == 0:
        print(i, len(l), l[:8], sum(sums) % 1000003)
s, t = set(), frozenset(range(0, 60, 3))
checks = []
for i in range(2000):
    x = rnd(60)
    match rnd(7):
        case 0 | 1 | 2:
            s.add(x)
        case 3:
            s.discard(x)
        case 4:
            s ^= {x, x + 1}
        case 5:
            s = s | t if rnd(2) else s - t
        case 6:
            s &= set(range(rnd(60)))
    checks.append((len(s), sum(s), x in s, s <= t, s.isdisjoint(t), len(s & t), len(s ^ t)))
    if i % 250 == 0:
        print(i, sorted(s)[:10], checks[-1])
print(sum(a * b for a, b, *_ in checks) % 1000003, sum(c for _, _, c, *_ in checks), sum(d for *_, d, _, _, _ in checks))
b = bytearray()
for i in range(2000):
    a, e = rnd(40), rnd(40)
    match rnd(7):
        case 0 | 1:
            b.append(rnd(256))
        case 2:
            b[a:e] = bytes(rnd(6))
        case 3 if b:
            del b[a % len(b)]
        case 4:
            b.extend(range(rnd(5)))
        case 5:
            b.insert(a, i % 256)
        case 6 if len(b) > 80:
            del b[10:70]
print(len(b), sum(b), b[:10].hex(), b.count(0), b.find(b"\0\0"))
