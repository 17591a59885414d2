def f(*args, **kwargs):
    return args, kwargs


def g(a, b=2, /, c=3, *d, e, f=6, **h):
    return a, b, c, d, e, f, h


print(f(), f(1), f(1, 2, x=3), f(*[1, 2], *(3,), **{"a": 1}, **{"b": 2}), f(*"ab", 1, *{2: 0}, k=1, **{}))
print(f(*range(3), *map(str, [1])), f(**dict(a=1), z=2), f(*(), **{}), f((yield_ := 1), *[2]), f(x for x in "ab")[0][0].__next__())
print(g(1, e=5), g(1, 2, 3, 4, 5, e=6, f=7, g=8), g(1, c=9, e=5, a="kw a", b="kw b"), g(*[1, 2, 3, 4], **{"e": 5, "x": 6}))


class K:
    def keys(self):
        print("keys")
        return iter(["p", "q"])

    def __getitem__(self, k):
        print("item", k)
        return k * 2


print(f(**K()), f(**K(), r=1))


class It:
    def __iter__(self):
        print("iter")
        yield 1
        yield 2


print(f(0, *It(), 3))
args = [1, 2]
kwargs = {"x": 1}
a2, k2 = f(*args, **kwargs)
args.append(3)
kwargs["y"] = 2
print(a2, k2)


def mutate(*args, **kwargs):
    kwargs["new"] = 1
    return args


t = (1, 2)
print(mutate(*t) is not None, mutate(*t) == t, kwargs, mutate(**kwargs), kwargs)
print((lambda *a, **k: (a, k))(1, *[2], b=3), (lambda a, /, b, *, c: (a, b, c))(1, b=2, c=3), (lambda *, a=1: a)(), (lambda a=1, *b: (a, b))(), (lambda: (1, 2))(), (lambda x: lambda y: x + y)(1)(2))


class Callable:
    def __call__(self, *args, **kwargs):
        return "called", args, kwargs


class Meta(type):
    def __call__(cls, *args, **kwargs):
        print("meta call", args, kwargs)
        return super().__call__(*args, **kwargs)


class WithMeta(metaclass=Meta):
    def __new__(cls, *args, **kwargs):
        print("new", args, kwargs)
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        print("init", args, kwargs)


c = Callable()
print(c(), c(1, k=2), c(*[1], **{"z": 2}), c.__call__(5), Callable.__call__(c, 6), callable(c))
print(type(WithMeta(1, k=2)).__name__)


class NoInit:
    def __new__(cls, x):
        return x


print(NoInit(5), NoInit("any"))


class CallAttr:
    __call__ = Callable()


class Inst:
    pass


n = 0


print(CallAttr()(1))
i = Inst()
i.__call__ = lambda: 5
for call in (lambda: i(), lambda: Inst()(), lambda: __doc__(), lambda: __name__(), lambda: n(), lambda: args(), lambda: kwargs(), lambda: t(), lambda: f()()):
    try:
        print(call())
    except TypeError as error:
        print(error)
print(max(*[1, 5, 3]), max([1], [2], key=len), print(*[], sep=""), str(*["x"]), dict(**{"a": 1}, b=2), [*map(pow, [1, 2], [3, 4])], int("ff", base=16), int(*["7"]), sorted(*[[3, 1]], **{"reverse": True}))
bound = [].append
bound(1)
m = c.__call__
print(bound.__self__, m(1))
def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, *rest, k0=0, k1=1, k2=2, **kw):
    return a0, a19, len(rest), k0, k1, k2, len(kw)


print(many(*range(20)), many(*range(30), k1="x", **{f"z{i}": i for i in range(40)}), many(**{f"a{i}": i for i in range(20)}))
print(f(*range(300))[0][-1], len(f(**{f"k{i}": i for i in range(300)})[1]), eval("f(" + ",".join(map(str, range(1000))) + ")")[0][999], len(eval("f(" + ",".join(f"a{i}={i}" for i in range(500)) + ")")[1]))
exec("def big(" + ",".join(f"p{i}" for i in range(400)) + "): return p0 + p399")
print(big(*range(400)))
for source in ("f(a=1, a=2)", "f(a=1, 2)", "f(**x, 2)", "f(**x, *y)", "f(a for a in b, 1)", "f(1, a for a in b)", "f(a for a in b)", "f(a for a in b,)", "f(1=2)", "f(a.b=1)", "f(a()=1)", "f((a)=1)", "f(True=1)", "f(None=1)", "f(a=)", "f(*)", "f(**)", "f(,)", "f(a b)", "f(a, b c)", "f(*a, b)", "f(a := 1)", "f(a := 1, b)", "f(a=b := 1)", "f(a=(b := 1))", "f(x, y for y in z)", "f(lambda: 1)", "f(lambda x: x, *y)", "f(yield)", "f(*a, **b, c=1)", "f(a if b)", "f(a", "f(a))", "f(a=1, **b, a=2)", "f(x=1 for x in y)", "f(*x for x in y)", "f(**x for x in y)", "f(... , None)", "f(a, *, b)", "f(f(f(1)))", "f(a!)", "f(a, b=c, *d, e)"):
    try:
        compile(source, "<call>", "eval")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "!!", error.msg, error.offset, error.end_offset)
