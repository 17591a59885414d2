def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), type(k).__name__, type(v).__name__, type(i).__name__)
d["d"] = 4
print(k, v, i)
print("a" in k, "z" in k, 1 in v, 9 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ("a",) in i, ["a", 1] in i, ("zz", 1) in i)
attempt(lambda: [] in k)
attempt(lambda: ([], 1) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted({"a", "q"} & k), sorted({"q"} | k), sorted({"a", "q"} - k), sorted({"q", "a"} ^ k))
print(sorted(k & ["a", "b"]), sorted(k | "xy"), sorted(k - ("a",)), sorted(["a", "z"] - k), sorted(["z"] | k), sorted(k ^ ["z", "a"]), sorted("ab" & k))
print(sorted(i & {("a", 1), ("b", 9)}), sorted(i - {("a", 1)}), sorted(i | {("z", 0)})[-1], sorted(i ^ i), type(k & {"a"}).__name__, type(i | set()).__name__)
print(k == {"a", "b", "c", "d"}, k == d.keys(), k != {"a"}, k < {"a", "b", "c", "d", "e"}, k <= k, k > {"a"}, k >= {"a", "z"}, i == {("a", 1)}, i == d.items(), v == d.values(), k == ["a", "b", "c", "d"], k.isdisjoint({"z"}), k.isdisjoint("ab"), i.isdisjoint([("a", 1)]))
attempt(lambda: k < ["a"])
attempt(lambda: k & 5)
attempt(lambda: k + k)
attempt(lambda: k[0])
attempt(lambda: v & v)
attempt(lambda: k.isdisjoint(5))
attempt(lambda: k.isdisjoint())
attempt(lambda: hash(k))
attempt(lambda: hash(v) == hash(v))
attempt(lambda: d.keys(1))
attempt(lambda: {1: []}.items() | set())
attempt(lambda: {1: []}.items() & [(1, [])])
attempt(lambda: type(k)())
attempt(lambda: type("K", (type(k),), {}))
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), list(reversed(d)), [*k], dict(i), dict(zip(v, k)), max(v), sum(v))
m = k.mapping
print(type(m).__name__, m, m["a"], m == d)
attempt(lambda: m.__setitem__("a", 2))
attempt(lambda: m.__class__(5))
print(k.mapping, v.mapping == d, i.mapping == d)
it = iter(d)
print(next(it), it.__length_hint__(), type(it).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(d)).__name__, type(reversed(v)).__name__, type(reversed(i)).__name__)
print(list(it.__reduce__()[1][0]), next(it))
d["new"] = 1
attempt(next, it)
attempt(next, it)
print(it.__length_hint__())
it = iter(d.items())
d.pop("new")
attempt(next, it)
for change in ("d['zz'] = 1", "del d['a']", "d.clear()", "d.update(q=1)", "d.pop('b')", "d.popitem()", "d['a'] = 100", "d.setdefault('k')", "d['y'] = d.pop('a')", "d.__init__(a=5)"):
    d = {"a": 1, "b": 2}
    try:
        for x in d:
            exec(change)
        print(change, "fine", d)
    except (RuntimeError, KeyError) as error:
        print(change, "!!", repr(error), d)
d = {n: n for n in range(3)}
try:
    for n in d:
        del d[n]
        d[n + 10] = 0
except RuntimeError as error:
    print(error)
d = {1: 1}
try:
    for n in reversed(d):
        d[2] = 2
except RuntimeError as error:
    print(error)
e = {}
e["self"] = e
e["views"] = [e.keys(), e.values()]
print(e["self"] is e, list(e.keys()))
print(repr({}.keys()), repr({}.values()), repr({}.items()), {}.keys() == set(), {}.keys() == {}.items(), {1: 2}.values() == {1: 2}.values())
r = {1: None}
r[1] = r.values()
print(repr(r))
