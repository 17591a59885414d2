values = [0, 1, -1, 1.5, True, "a", "", b"a", (), (1,), [], [1], {}, {1: 2}, set(), {1}, frozenset([1]), None, ..., 1j, range(2), slice(1), bytearray(b"a"), int]
names = [repr(v) if not isinstance(v, type) else v.__name__ for v in values]
for a, na in zip(values, names):
    equal = [nb for b, nb in zip(values, names) if a == b]
    less = []
    errors = set()
    for b, nb in zip(values, names):
        try:
            if a < b:
                less.append(nb)
        except TypeError as e:
            errors.add(type(b).__name__)
    print(na, "==", equal, "<", less, "!", sorted(errors))
for op in ("<", "<=", ">", ">="):
    for a, b in ((1, "a"), ("a", b"a"), ([], ()), ({}, {}), ({1}, [1]), (None, 0), (1j, 1), (range(1), range(2)), (int, str), (..., 1)):
        try:
            eval(f"a {op} b")
        except TypeError as e:
            print(e)
print([1, 2] < [1, 2, 0], (1, 2) < (1, 2, 0), "ab" < "abc", b"ab" < b"abc", {1} < {1, 2}, {1} < {2}, {1, 2} > {1}, [1, [2]] < [1, [3]], ("a", 1) < ("a", 2), [[]] > [], [None] == [None], (1, 2) == [1, 2])
print({1: 1} == {1: 1.0}, {1, 2} == frozenset([2, 1]), b"a" == bytearray(b"a"), 1 == 1.0 == True == 1 + 0j, "a" == b"a", [1] == [True], (0,) == (False,), range(3) == range(0, 3), slice(1) == slice(None, 1), {} == set(), "" == None, 0 == "", [] == False)
print(max([1, 2], [1, 3]), min("b", "a"), max((1, "z"), (2, "a")), sorted([(2, 1), (1, 9), (1, 0)]), sorted(["b", "B", "a", "_", "1", "é"]), sorted([b"b", b"a"]), sorted([[2], [1, 2], []]), sorted([{1}, set(), {1, 2}], key=len), sorted([True, False, 2, -1, 0.5]), sorted([1.5, 1, 10**20, -1e300, 2**53]))
