"""more-itertools: a walk through its tools."""
import more_itertools as mi

print(list(mi.chunked("abcdefg", 3)), list(mi.windowed([1, 2, 3, 4], 2)), list(mi.flatten([[1], [2, 3]])))
print(list(mi.sliding_window("abcd", 2)), mi.first([], "none"), mi.one([5]), list(mi.unique_everseen("aabbc")))
p = mi.peekable([1, 2, 3])
print(p.peek(), next(p), p[0], bool(p), list(p), bool(p))
print(dict(mi.bucket("a1b2".split("b")[0], key=str.isalpha)._cache) == {}, list(mi.collapse([1, [2, [3, "ab"]]])))
print(list(mi.interleave_longest([1, 2], "abc")), list(mi.split_at("abcdc", lambda c: c == "c")))
print(list(map(list, mi.consecutive_groups([1, 2, 4, 5, 7])) if False else [list(g) for g in mi.consecutive_groups([1, 2, 4, 5, 7])]))
print(mi.ilen(range(9)), mi.nth_or_last([1, 2], 5), list(mi.partitions("abc"))[:2], list(mi.set_partitions([1, 2, 3], 2)))
print(list(mi.run_length.encode("aabccc")), mi.minmax([3, 1, 2]), list(mi.powerset([1, 2])), mi.spy("abc", 2)[0])
print(mi.map_reduce("apple avocado bean".split(), lambda w: w[0], len, sum), list(mi.numeric_range(1.0, 2.0, 0.25)))
for bad in (lambda: mi.one([1, 2]), lambda: mi.first([]), lambda: list(mi.chunked("abc", 2, strict=True))):
    try:
        bad()
    except ValueError as e:
        print(e)
s = mi.seekable(iter("abc"))
print(list(s), s.seek(1), list(s))
