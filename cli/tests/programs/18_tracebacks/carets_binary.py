def a():
    x, y = 1, "b"
    return (x + 1) * 2 + (x + y) * 3


def b():
    return a() + 1


import sys


def run(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


def sub():
    data = {"k": [1, 2]}
    return data["k"][5]["x"]


def attr():
    o = type("O", (), {"a": type("P", (), {"b": None})})
    return o.a.b.c.d


def call():
    f = [len]
    return f[0](1)(2)


def compare():
    return 1 < 2 < "a" < 4


def unary():
    v = "x"
    return 3 + -v


def aug():
    v = [1]
    v += 5
    return v


def index_assign():
    v = ()
    v[0] = 1


def unpack():
    a, (b, c) = 1, (2,)


def long_line():
    return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" + 1 + "ccccccccccccc"


def wide():
    é, 日本 = "é", 1
    return é + "日本語" + 日本 + "😀"


def tabs():
	x = 1
	return x	+	"tab"


def parens():
    return (1) + (("a"))


def nested():
    return [x for x in [1, 0] if (lambda: 1 / x)()]


def fstring():
    v = 0
    return f"{1 / v} and {v!r:>{5}}"


def attr_call():
    return "abc".upper().nothing().strip()


def kwargs():
    return dict(a=1, b=int("x"), c=3)


def star():
    return print(*5)


def chain():
    return [1][0].real.imag.nope


def whole():
    raise ValueError("whole")


def delete():
    d = {}
    del d["x"]


def ret():
    return undefined


def matmul():
    return 1 @ 2


def boolean():
    class B:
        def __bool__(self):
            raise TypeError("no bool")
    return B() and 1


def not_it():
    for x in 5: pass


def with_it():
    with 5: pass


def assertion():
    assert 1 == 2, "not equal"


def power():
    return 2 ** "x" ** 3


def slice_it():
    return "abc"["a":]


def in_op():
    return 1 in 5


def ternary():
    return 1 if 1 / 0 else 2


def imports():
    from sys import nosuchname


def class_body():
    class K:
        x = 1
        y = x / 0


def default():
    def g(a=1 / 0): pass


def decorator():
    @(1 / 0)
    def g(): pass


def lam():
    return (lambda x: x + "a")(1)


def walrus():
    return (y := 1 / 0)


def yielding():
    def g():
        yield 1
        yield 1 / 0
    return list(g())


def starred():
    return [*range(3), *5]


def dict_merge():
    return {**{"a": 1}, **5}


for f in list(globals().values()):
    if hasattr(f, "__code__") and f is not run:
        run(f)
b()
