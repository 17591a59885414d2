d = {"a": 1, "b": 2}
print(d, len(d), d["a"], "a" in d, "z" in d, 1 in d)
d["c"] = 3
d["a"] = 10
print(d, list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.get("a"), d.get("z"), d.get("z", 0))
print(d.pop("a"), d.pop("zz", None), d)
print(d.setdefault("b", 9), d.setdefault("new", []), d)
d.update({"x": 1}, y=2)
d.update([("p", 5)])
print(d)
print(d.popitem(), d)
del d["x"]
print(d)
for k in d:
    print(k, d[k])
for k, v in d.items():
    print(k, v)
print({1: "a", 1.0: "b", True: "c"})
print({**d, "z": 0}, dict(a=1), dict([(1, 2)]), dict({3: 4}, e=5), {k: k * k for k in range(3)})
print({1: 1} == {1: 1.0}, {1: 1} != {1: 2}, {1: 1, 2: 2} == {2: 2, 1: 1})
print({"a": 1} | {"b": 2, "a": 3})
e = {}
e |= {1: 2}
print(e, e.copy(), dict.fromkeys("ab"), dict.fromkeys([1], 0))
e.clear()
print(e, bool(e))
print(list(reversed({1: 0, 2: 0})))
d = {}
for i in range(20):
    d[i] = str(i)
for i in range(0, 20, 2):
    del d[i]
d[0] = "again"
print(d)
d = {(1, 2): "t", None: "n", 1.5: "f", frozenset([1]): "fs"}
print(d[(1, 2)], d[None], d[1.5], d[frozenset([1])])
self = {}
self["me"] = self
print(self)
for f in (
    lambda: d["nope"],
    lambda: d[[]],
    lambda: {[]: 1},
    lambda: {{}: 1},
    lambda: {}.pop("k"),
    lambda: {}.popitem(),
    lambda: {} < {},
    lambda: {} + {},
    lambda: dict(5),
    lambda: dict([1]),
    lambda: dict(["abc"]),
    lambda: hash({}),
    lambda: d.nosuch,
    lambda: {}.update(1),
    lambda: {**5},
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
try:
    del d["nope"]
except KeyError as error:
    print(repr(error))
try:
    for k in d:
        d["extra"] = 1
except RuntimeError as error:
    print(error)
