def bubble(a):
    a = a[:]
    for i in range(len(a)):
        swapped = False
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            break
    return a


def insertion(a):
    a = a[:]
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and a[j - 1] > x:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def selection(a):
    a = a[:]
    for i in range(len(a)):
        m = min(range(i, len(a)), key=a.__getitem__)
        a[i], a[m] = a[m], a[i]
    return a


def merge(a):
    if len(a) < 2:
        return a[:]
    left, right = merge(a[: len(a) // 2]), merge(a[len(a) // 2 :])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def quick(a):
    if len(a) < 2:
        return a[:]
    pivot = a[len(a) // 2]
    return quick([x for x in a if x < pivot]) + [x for x in a if x == pivot] + quick([x for x in a if x > pivot])


def heap(a):
    a = a[:]

    def sift(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c] < a[c + 1]:
                c += 1
            if a[i] >= a[c]:
                return
            a[i], a[c] = a[c], a[i]
            i = c

    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for n in range(len(a) - 1, 0, -1):
        a[0], a[n] = a[n], a[0]
        sift(0, n)
    return a


def shell(a):
    a = a[:]
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x = a[i]
            while i >= gap and a[i - gap] > x:
                a[i] = a[i - gap]
                i -= gap
            a[i] = x
        gap //= 2
    return a


def counting(a):
    if not a:
        return []
    low, counts = min(a), [0] * (max(a) - min(a) + 1)
    for x in a:
        counts[x - low] += 1
    return [i + low for i, n in enumerate(counts) for _ in range(n)]


def radix(a):
    offset = -min(a, default=0)
    a = [x + offset for x in a]
    shift = 0
    while any(x >> shift for x in a):
        buckets = [[] for _ in range(16)]
        for x in a:
            buckets[x >> shift & 15].append(x)
        a = [x for b in buckets for x in b]
        shift += 4
    return [x - offset for x in a]


seed = 99


def rnd(n):
    global seed
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    return seed % n


cases = [[], [1], [2, 1], [3, 1, 2], [5] * 6, list(range(30)), list(range(30, 0, -1)), [rnd(100) - 50 for _ in range(80)], [rnd(1000) for _ in range(150)]]
for f in (bubble, insertion, selection, merge, quick, heap, shell, counting, radix):
    print(f.__name__, [f(c) == sorted(c) for c in cases])
print(quick([rnd(50) for _ in range(20)]), merge(list("sorting algorithms")))


def bisect(a, x):
    low, high = 0, len(a)
    while low < high:
        mid = (low + high) // 2
        if a[mid] < x:
            low = mid + 1
        else:
            high = mid
    return low


a = sorted(rnd(1000) for _ in range(100))
print(all(bisect(a, x) == sum(v < x for v in a) for x in range(0, 1000, 13)))
def kth(a, k):
    p = a[len(a) // 2]
    low, same = [x for x in a if x < p], a.count(p)
    if k < len(low):
        return kth(low, k)
    return p if k < len(low) + same else kth([x for x in a if x > p], k - len(low) - same)
b = [rnd(500) for _ in range(101)]
print(kth(b, 50) == sorted(b)[50], kth(b, 0) == min(b), kth(b, 100) == max(b))
