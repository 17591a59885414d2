f = lambda: None
g = lambda x, y=2, *a, k, o=5, **kw: (x, y, a, k, o, kw)
print(f(), g(1, k=3), g(1, 2, 3, k=4, z=5), (lambda x, /: x)(1), (lambda *, a: a)(a=2), (lambda *a: a)(1, 2))
print((lambda: (yield_ := 5))(), (lambda x: x if x else -1)(0), (lambda: [i for i in range(3)])(), (lambda x: (lambda: x)())(7))
print([*map(lambda p: p[0] * p[1], [(1, 2), (3, 4)])], sorted("bca", key=lambda c: -ord(c)), (lambda a, b=lambda: 5: a + b())(1))
gen = (lambda: (yield))()
print(type(gen).__name__, next(gen))
count = 0


def tick():
    global count
    count += 1
    return count


def defaults(a=tick(), b=tick()):
    return a, b


print(defaults(), defaults(), count)


def mutable(item, seen=[], table={}):
    seen.append(item)
    table[item] = len(seen)
    return seen, table


mutable(1)
print(mutable(2), mutable.__defaults__)
x = 10


def early(v=x):
    return v


x = 20
print(early(), early(x))


def expr(a=1 + 2, b=[i for i in range(3)], c=(lambda: "l")(), d=None or "d", *, e={**{"k": 1}}, f=not True):
    return a, b, c, d, e, f


print(expr())


class C:
    n = 5

    def m(self, v=n, w=lambda: "w"):
        return v, w()

    def late(self, v=None):
        return self.n if v is None else v


print(C().m(), C().late())
sentinel = object()


def opt(v=sentinel):
    return v is sentinel


print(opt(), opt(None))
for source in ("def f(a=1, b): pass", "lambda a=1, b: 1", "def f(*a, *b): pass", "def f(**k, a): pass", "def f(**k, *a): pass", "def f(*): pass", "def f(*, **k): pass", "def f(a, a): pass", "def f(a, *a): pass", "def f(a, *, a): pass", "def f(a, /, a): pass", "def f(/): pass", "def f(a, /, b, /): pass", "def f(*a, /): pass", "def f(a, *, /): pass", "def f(a, /, *, b): pass", "def f(*a=1): pass", "def f(**k=1): pass", "def f(a=): pass", "def f((a, b)): pass", "def f(a.b): pass", "def f(5): pass", "def f('a'): pass", "def f(None): pass", "def f(True=1): pass", "def f(a b): pass", "def f(a,, b): pass", "def f(,): pass", "def f(a,): pass", "def f(*a,): pass", "def f(**k,): pass", "def f(*, a,): pass", "def f(a, /,): pass", "lambda *: 1", "lambda **k, a: 1", "lambda a, a: 1", "lambda (a): 1", "lambda a:", "lambda: ", "lambda a=1, /, b: 1", "lambda a, /, b=1, *c, d, **e: 1", "lambda *, a=1, b: 1", "lambda x: yield x", "lambda x: (yield x)", "lambda: (await x)", "lambda x=(y := 1): x", "lambda x: y := 1", "lambda: lambda: lambda: 1", "def f(a, b=1, *, c, d=2, e): pass", "def f(a: int=1, b): pass", "def f(a=1, /, b): pass", "def f(a, b=1, /, c): pass", "def f(*, a, *, b): pass", "def f(*, *a): pass", "def (): pass", "def f: pass", "def f() pass", "def f():", "def f(): x = 1; return x", "def f()\n: pass", "def 5(): pass", "def f.g(): pass", "def f(x): return = 1", "async def f(a=1, b): pass", "def f(__debug__): pass", "def f(a, *args: int, b=1, **kw: str): pass"):
    try:
        compile(source, "<def>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "!!", error.msg, error.offset)
