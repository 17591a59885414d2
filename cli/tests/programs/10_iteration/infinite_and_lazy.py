def count(start=0, step=1):
    while True:
        yield start
        start += step


def take(n, it):
    return [x for _, x in zip(range(n), it)]


def cycle(items):
    saved = []
    for x in items:
        yield x
        saved.append(x)
    while saved:
        yield from saved


def chain(*its):
    for it in its:
        yield from it


def islice(it, start, stop=None, step=1):
    if stop is None:
        start, stop = 0, start
    for i, x in enumerate(it):
        if i >= stop:
            return
        if i >= start and (i - start) % step == 0:
            yield x


def takewhile(p, it):
    for x in it:
        if not p(x):
            return
        yield x


def dropwhile(p, it):
    it = iter(it)
    for x in it:
        if not p(x):
            yield x
            break
    yield from it


def accumulate(it, f=lambda a, b: a + b):
    it = iter(it)
    try:
        total = next(it)
    except StopIteration:
        return
    yield total
    for x in it:
        total = f(total, x)
        yield total


def groupby(it, key=lambda x: x):
    groups = []
    for x in it:
        k = key(x)
        if groups and groups[-1][0] == k:
            groups[-1][1].append(x)
        else:
            groups.append((k, [x]))
    yield from groups


def tee(it, n=2):
    it = iter(it)
    queues = [[] for _ in range(n)]

    def branch(mine):
        while True:
            if not mine:
                try:
                    x = next(it)
                except StopIteration:
                    return
                for q in queues:
                    q.append(x)
            yield mine.pop(0)

    return [branch(q) for q in queues]


def roundrobin(*its):
    pending = [iter(i) for i in its]
    while pending:
        for it in list(pending):
            try:
                yield next(it)
            except StopIteration:
                pending.remove(it)


def primes():
    found = {}
    for n in count(2):
        if n in found:
            for p in found.pop(n):
                found.setdefault(n + p, []).append(p)
        else:
            yield n
            found[n * n] = [n]


print(take(5, count(10, -3)), take(7, cycle("abc")), list(cycle([])), list(chain("ab", [1], ())), list(islice(count(), 2, 10, 3)), list(takewhile(lambda x: x < 5, count())), take(3, dropwhile(lambda x: x < 5, count())))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), list(accumulate([])), list(groupby("aabbbca")), list(groupby(range(10), lambda x: x // 4)))
a, b = tee(count())
print(take(3, a), take(5, b), next(a))
print("".join(roundrobin("abc", "d", "ef")), take(15, primes()), next(p for p in primes() if p > 1000))
print(sum(takewhile(lambda p: p < 2000, primes())), take(4, (x * x for x in count() if x % 2)), take(3, zip(count(), cycle("xy"))), take(3, map(lambda a, b: a * b, count(1), count(2))), take(4, filter(lambda n: n % 7 == 0, count(1))), take(3, enumerate(count(5), 100)), take(3, iter(lambda: 7, 8)))


def pascal():
    row = [1]
    while True:
        yield row
        row = [a + b for a, b in zip([0, *row], [*row, 0])]


for row in take(6, pascal()):
    print(row)


def look_and_say():
    s = "1"
    while True:
        yield s
        s = "".join(f"{len(g)}{k}" for k, g in groupby(s))


print(take(7, look_and_say()), len(next(islice(look_and_say(), 25, 26))))


def kolakoski():
    yield from (1, 2, 2)
    seq = [1, 2, 2]
    for i in count(2):
        new = [1 if seq[-1] == 2 else 2] * seq[i]
        seq += new
        yield from new


print(take(20, kolakoski()), sum(take(2000, kolakoski())))
def fibonacci(a=0, b=1):
    while True:
        yield a
        a, b = b, a + b
print(take(12, fibonacci()), next(f for f in fibonacci() if len(str(f)) == 50), [sum(1 for f in takewhile(lambda f: f < 10**k, fibonacci())) for k in range(1, 8)])
print(any(x > 100 for x in count()), next((x for x in count() if x * x > 500)), all(x < 3 for x in count()), 50 in count(), max(take(100, (x * 37 % 101 for x in count()))))
