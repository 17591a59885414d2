def seq(v):
    match v:
        case []:
            return "empty"
        case [1, 2, 3]:
            return "one two three"
        case [1, *_, 9]:
            return "from 1 to 9"
        case [a, b] if a == b:
            return f"twins {a}"
        case [[a, b], c]:
            return f"nested {a} {b} {c}"
        case [a, *rest, z] if len(rest) > 3:
            return f"long {a} {rest} {z}"
        case (str() as s, int() as n):
            return f"str int {s} {n}"
        case [*everything]:
            return f"all {everything}"
        case _:
            return "no sequence"


class MySeq:
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class ListSub(list):
    pass


class TupleSub(tuple):
    pass


for v in ([], (), [1, 2, 3], (1, 2, 3), [1, 9], [1, 5, 5, 9], [4, 4], [[1, 2], 3], ["ab", 3], [0, 1, 2, 3, 4, 5], "abc", b"abc", bytearray(b"ab"), range(3), range(1, 4), memoryview(b"ab"), {1, 2}, {1: 2}, None, 5, iter([1]), MySeq(1, 2), ListSub([1, 2, 3]), TupleSub((1, 9)), [None], (x for x in "ab"), {}.keys()):
    print(type(v).__name__, seq(v))


def mapping(v):
    match v:
        case {"a": 1, "b": 2}:
            return "a1 b2"
        case {"a": x, **rest} if rest:
            return f"a={x} rest={rest}"
        case {"a": int(x) | str(x)}:
            return f"only a {x}"
        case {"nested": {"deep": [_, second, *_]}}:
            return f"deep {second}"
        case {1: "one", None: n}:
            return f"keys 1 and None {n}"
        case {-1.5: x, 2 + 3j: y, b"k": z}:
            return f"odd keys {x} {y} {z}"
        case {True: t}:
            return f"true {t}"
        case {**all_of_it} if len(all_of_it) > 3:
            return f"many {sorted(all_of_it)}"
        case {}:
            return "some mapping"
        case _:
            return "none"


class Missing(dict):
    def __missing__(self, key):
        return "made up"


class Duck:
    def __getitem__(self, k):
        return 1

    def keys(self):
        return ["a"]

    def get(self, k, d=None):
        return 1


for v in ({"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 3}, {"a": 5, "z": 6}, {"a": 7}, {"a": "s"}, {"a": 1.5}, {"nested": {"deep": [1, 2, 3, 4]}}, {"nested": {"deep": [1]}}, {1: "one", None: "n"}, {-1.5: 1, 2 + 3j: 2, b"k": 3}, {True: "t"}, {1: "t"}, {}, {i: i for i in "wxyz"}, Missing(), Missing(a=3), Duck(), [], 5, type("M", (), {}).__dict__):
    print(type(v).__name__, mapping(v))


class Spy(dict):
    def get(self, *args):
        print("get", args[0], end="; ")
        return super().get(*args)

    def __getitem__(self, k):
        print("getitem", k)
        return super().__getitem__(k)

    def __contains__(self, k):
        print("contains", k)
        return super().__contains__(k)

    def __len__(self):
        print("len", end="; ")
        return super().__len__()


match Spy(a=1, b=2):
    case {"a": 5}:
        pass
    case {"a": 1, "zz": _}:
        pass
    case {"a": 1, **rest}:
        print(rest)


def gen(n):
    for i in range(n):
        print("produced", i)
        yield i


match [*gen(2)]:
    case [x, y]:
        print(x, y)
bound = "before"
match [1, [2, 3]]:
    case [a, [b, 5]]:
        print("no")
    case [a, [c, 3]] if a > 5:
        print("no")
    case [d, [e, f]]:
        print(d, e, f)
print("partly bound", a, b if "b" in globals() else "unbound", c)
match 1, 2, *[3]:
    case x, *y:
        print(x, y)
match [1, 2, 3]:
    case [x, 2, _] | [_, x, 5]:
        print("or", x)
key = "dynamic"


class K:
    key = "dynamic"


match {"dynamic": 5}:
    case {K.key: v}:
        print("dotted key", v)
for subject, source in (([1, 2], "case [a, a]: pass"), (1, "case {'a': 1, 'a': 2}: pass"), (1, "case a: pass\n case b: pass"), (1, "case a | b: pass"), (1, "case [a] | [b]: pass"), (1, "case [*a, *b]: pass"), (1, "case {**a, 'b': 1}: pass"), (1, "case {**_}: pass"), (1, "case {a: 1}: pass"), (1, "case _ as x: pass"), (1, "case x as x: pass"), (1, "case 1 as _: pass"), (1, "case {K.a: 1, K.a: 2}: pass"), (1, "case -x: pass"), (1, "case 1 + 2: pass"), (1, "case 1 + 2j: pass"), (1, "case -1 - 2j: pass"), (1, "case f'x': pass"), (1, "case a.b.c: pass"), (1, "case a(): pass"), (1, "case A(x=1, x=2): pass"), (1, "case A(x=1, 2): pass"), (1, "case *a: pass"), (1, "case (*a,): pass"), (1, "case _: pass\n case 1: pass"), (1, "case x if False: pass\n case 1: pass"), (1, "case (a, b) | (b, a): pass"), (1, "case 1 | _: pass\n case 2: pass"), (1, "case _ | 1: pass"), (1, "case {'a': a, **a}: pass"), (1, "case (x): pass"), (1, "case 1 as a.b: pass"), (1, "case None | True | ...: pass"), (1, "case {1: a, 1.0: b}: pass"), (1, "case 'a' 'b': pass"), (1, "case u'x' | b'y' | rb'z': pass"), (1, "case (): pass"), (1, "case (1): pass"), (1, "case 1,: pass")):
    try:
        compile(f"match s:\n {source}", "<m>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "!!", error.msg, error.lineno, error.offset)
