data = {"users": [{"name": "Ann", "roles": {"admin", "dev"}, "pos": (1, 2)}, {"name": "Bob", "roles": set(), "pos": (3, 4)}], "meta": {"count": 2, "tags": ("x", ["y", {"z": frozenset([1])}])}}
print(data["users"][0]["name"], data["meta"]["tags"][1][1]["z"], sorted(data["users"][0]["roles"]))
data["users"][1]["roles"] |= {"ops"}
data["users"].append({"name": "Cid", **{"roles": {"dev"}, "pos": (0, 0)}})
data["meta"]["count"] += 1
print([u["name"] for u in data["users"] if "dev" in u["roles"]], data["meta"]["count"], max(data["users"], key=lambda u: sum(u["pos"]))["name"])


def deep_copy(x):
    match x:
        case dict():
            return {deep_copy(k): deep_copy(v) for k, v in x.items()}
        case list() | tuple() | set() | frozenset():
            return type(x)(map(deep_copy, x))
        case _:
            return x


def walk(x, path=()):
    if isinstance(x, dict):
        for k, v in x.items():
            yield from walk(v, (*path, k))
    elif isinstance(x, (list, tuple)):
        for i, v in enumerate(x):
            yield from walk(v, (*path, i))
    else:
        yield path, sorted(x) if isinstance(x, (set, frozenset)) else x


copy = deep_copy(data)
copy["users"][0]["name"] = "changed"
copy["meta"]["tags"][1].append("new")
print(data["users"][0]["name"], len(data["meta"]["tags"][1]), copy == data, deep_copy(data) == data)
for path, leaf in walk(data):
    print(".".join(map(str, path)), "=", leaf)


def get(x, path, default=None):
    for key in path.split("."):
        try:
            x = x[int(key) if key.lstrip("-").isdigit() else key]
        except (KeyError, IndexError, TypeError):
            return default
    return x


print(get(data, "users.0.name"), get(data, "users.-1.pos.1"), get(data, "users.9.name"), get(data, "meta.tags.1.0"), get(data, "meta.count.x", "none"))


def flatten(d, sep="_", prefix=""):
    out = {}
    for k, v in d.items():
        if isinstance(v, dict):
            out |= flatten(v, sep, f"{prefix}{k}{sep}")
        else:
            out[f"{prefix}{k}"] = v
    return out


def merge(a, b):
    return {k: merge(a[k], b[k]) if isinstance(a.get(k), dict) and isinstance(b.get(k), dict) else b.get(k, a.get(k)) for k in [*a, *(k for k in b if k not in a)]}


print(flatten({"a": 1, "b": {"c": 2, "d": {"e": 3}}}), merge({"a": {"x": 1, "y": 2}, "b": 1}, {"a": {"y": 3, "z": 4}, "c": 5}))
groups = {}
for w in "apple avocado banana blueberry cherry apricot".split():
    groups.setdefault(w[0], {}).setdefault(len(w), []).append(w)
print(groups, {v: k for k, vs in {"p": "ab", "q": "cd"}.items() for v in vs})
matrix = [[1, 2, 3], [4, 5, 6]]
print(list(map(list, zip(*matrix))), [sum(r) for r in matrix], [x for r in matrix for x in r], [r[::-1] for r in matrix[::-1]], [[*r, sum(r)] for r in matrix])
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}


def topo(g):
    done, out = set(), []
    def visit(n):
        if n not in done:
            done.add(n)
            for m in g[n]:
                visit(m)
            out.append(n)
    for n in g:
        visit(n)
    return out[::-1]


print(topo(graph), [[n for n in graph if m in graph[n]] for m in graph])
table = {(r, c): r * c for r in range(3) for c in range(3)}
print(table[2, 2], table[(1, 2)], sum(v for (r, c), v in table.items() if r == c), {r: [table[r, c] for c in range(3)] for r in range(3)})
shared = [0]
alias = [shared, shared, [*shared]]
shared.append(1)
print(alias, alias[0] is alias[1], alias[0] is alias[2])
cells = [[0] * 2] * 2
cells[0][0] = 9
print(cells, [[0] * 2 for _ in range(2)])
big = {i: {j: [i * j] * 2 for j in range(20)} for i in range(20)}
print(sum(v[0] for row in big.values() for v in row.values()), len(str(big)), big[7][8], repr(big) == str(eval(repr(big))))
