"""Iteration recipes of more-itertools."""
import more_itertools as mi

print(list(mi.chunked("abcdefg", 3)), list(mi.windowed([1, 2, 3, 4], 2)), list(mi.flatten([[1], [2, 3]])))
print(list(mi.split_at("one,two", lambda c: c == ",")), list(mi.interleave_longest([1, 2], "abc")), mi.first([], 7), mi.last([1, 9]))
peek = mi.peekable(range(5))
print(peek.peek(), next(peek), peek[1], list(peek))
print(mi.ilen(x for x in range(9)), list(mi.unique_everseen("AAbBccD", key=str.lower)), mi.partition(lambda v: v > 2, [1, 2, 3])[1].__next__())
print(list(mi.collapse([1, [2, [3, ["four"]]]])), list(mi.sliced("abcdef", 4)), mi.nth(range(5), 3), mi.one([4]), list(mi.divide(2, range(5))[0]))
print(dict(mi.map_reduce("apple avocado banana".split(), lambda w: w[0], len)), list(mi.distinct_permutations("aab")), list(mi.powerset([1, 2])))
buckets = mi.bucket(["a1", "b1", "a2"], key=lambda s: s[0])
print(sorted(buckets), list(buckets["a"]), mi.consume(range(3)), list(mi.run_length.encode("aaab")), list(mi.sort_together([(3, 1, 2), "cab"])))
print(list(mi.spy(iter("xyz"), 2)[0]), mi.seekable(iter("ab")).elements()[:0], mi.exactly_n([1, 0, 1], 2), mi.all_equal("aaa"), list(mi.numeric_range(1.0, 3.0, 0.5)))
try:
    mi.one([1, 2])
except ValueError as error:
    print(error)
