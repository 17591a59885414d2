def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


d = {"a": 1, "b": 2}
attempt(d.get, "a")
attempt(d.get, "z")
attempt(d.get, "z", 5)
attempt(d.get)
attempt(d.get, [])
attempt(d.get, "a", 1, 2)
attempt(d.get, key="a")
attempt(d.pop, "a")
attempt(d.pop, "a")
attempt(d.pop, "a", None)
attempt(d.pop)
attempt(d.pop, [])
attempt({}.pop, [])
attempt({}.pop, [], 1)
attempt(d.popitem)
attempt(d.popitem)
attempt(d.popitem, 1)
attempt(d.setdefault, "k")
attempt(d.setdefault, "k", 5)
attempt(d.setdefault, "j", 5)
attempt(d.setdefault)
attempt(d.setdefault, [])
print(d)
attempt(d.update, {"x": 1})
attempt(d.update, [("y", 2), ["z", 3], "pq"])
attempt(d.update, a=1, b=2)
attempt(d.update, {"k": 9}, k=10)
attempt(d.update)
attempt(d.update, 5)
attempt(d.update, [1])
attempt(d.update, [(1,)])
attempt(d.update, ["abc"])
attempt(d.update, [(1, 2, 3)])
attempt(d.update, [([], 1)])
attempt(d.update, {}, {})
attempt(d.update, None)
attempt(d.update, self=1, other=2)
print(d)


class Keys:
    def keys(self):
        return ["k1", "k2"]

    def __getitem__(self, k):
        return k.upper()


class BadKeys:
    def keys(self):
        return 5


class BadItem:
    def keys(self):
        return ["a"]

    def __getitem__(self, k):
        raise ValueError(k)


attempt(dict, Keys())
attempt(dict, BadKeys())
attempt(dict, BadItem())
attempt({}.update, Keys())
attempt(dict, Keys(), k1="override")
attempt(dict, 5)
attempt(dict, "ab")
attempt(dict, ["ab", "cd"])
attempt(dict, [1, 2])
attempt(dict, {}, {})
attempt(dict, None)
attempt(dict, [("a", 1)], b=2)
attempt(dict, **{"x": 1})
attempt(lambda: dict(**{1: 2}))
attempt(dict.fromkeys, "abc")
attempt(dict.fromkeys, [1, 2, 1], "v")
attempt(dict.fromkeys, {3: 1}, 0)
attempt(dict.fromkeys, {1, 2}, 0)
attempt(dict.fromkeys, 5)
attempt(dict.fromkeys)
attempt(dict.fromkeys, [[]])
attempt(d.clear)
attempt(d.clear, 1)
attempt(d.copy)
d = {1: "a", 2: "b", 3: "c"}
attempt(lambda: d[9])
attempt(lambda: d[None])
attempt(lambda: d["text"])
attempt(lambda: d[(1, 2)])
attempt(lambda: d[[]])
attempt(lambda: d[{}])
attempt(lambda: d[{1}])
attempt(lambda: [] in d)
attempt(d.__getitem__, 1)
attempt(d.__getitem__)
attempt(d.__setitem__, 1)
attempt(d.__setitem__, [], 1)
attempt(d.__delitem__, 9)
attempt(d.__delitem__, [])
attempt(d.__contains__, 1)
attempt(d.__len__)
attempt(d.__or__, {1: "z"})
attempt(d.__or__, [(1, 2)])
attempt(d.__ror__, {9: 9})
attempt(d.__ior__, [(8, 8)])
attempt(d.__ior__, 5)
attempt(lambda: d | [(1, 2)])
attempt(lambda: d | None)
attempt(lambda: {} < {})
attempt(lambda: {}.nosuch)
attempt(d.__eq__, 5)
attempt(d.__reversed__().__next__)
attempt(dict.get, 5, 1)
attempt(dict.get)
attempt(hash, d)
print(d, {} == {}, {1: 2} == {1: 2.0}, {1: [2]} == {1: [2]}, {1: 2} != {2: 1}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: float("nan")} == {1: float("nan")})
print({1: 1} | {2: 2} | {1: 3}, {**{1: 1}, **{1: 2}, 3: 3}, len({}), bool({}), bool({0: 0}), list({3: 0, 1: 0, 2: 0}), max({3: 0, 9: 1}), sorted({"b": 1, "a": 2}))
d |= {5: "five"}
d |= [(6, "six")]
print(d)
try:
    d |= 7
except TypeError as error:
    print(error)
print([n for n in dir(dict) if n[0] != "_"], dict.__hash__, dict[str, int])
d.__init__({1: 1}, z=26)
print(d)


class D(dict):
    def __missing__(self, key):
        return f"missing {key}"


m = D(a=1)
print(m["a"], m["q"], m.get("q"), "q" in m, m, repr(m), type(m.copy()).__name__, type(m | {}).__name__, type({} | m).__name__, type(D.fromkeys("a")).__name__, m == {"a": 1})
m.attr = 1
print(m.attr, m.__dict__, isinstance(m, dict), D.__mro__)
attempt(m.pop, "nope")
attempt(lambda: D.__missing__(m, "direct"))
attempt(lambda: {}.__missing__)
