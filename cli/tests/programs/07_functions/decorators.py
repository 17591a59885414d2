def trace(tag):
    print("factory", tag)

    def deco(obj):
        print("decorate", tag, obj.__name__)
        return obj

    return deco


@trace("outer")
@trace("inner")
def f():
    return "f"


print(f())


def replace(obj):
    return 42


@replace
def gone():
    pass


@replace
class Gone:
    pass


print(gone, Gone)


def twice(g):
    def wrapper(*args, **kwargs):
        return g(g(*args, **kwargs))

    wrapper.__name__ = g.__name__
    wrapper.__wrapped__ = g
    return wrapper


@twice
@twice
def inc(x):
    return x + 1


print(inc(0), inc.__name__, inc.__wrapped__.__wrapped__(0))


class Counted:
    def __init__(self, func):
        self.func = func
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.func(*args)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return lambda *args: self(instance, *args)


class K:
    @Counted
    def m(self, x):
        return x * 2

    @staticmethod
    @Counted
    def s(x):
        return x

    @classmethod
    def c(cls, x):
        return cls.__name__, x

    @property
    def p(self):
        return "prop"

    @p.setter
    def p(self, v):
        print("set", v)

    @staticmethod
    def plain():
        return "plain"

    inner = plain


k = K()
print(k.m(2), k.m(3), K.m.calls, k.s(1), K.s.calls, k.c(1), k.p, K.inner(), k.inner())
k.p = 5
registry = {}


def register(name=None, **options):
    def deco(obj):
        registry[name or obj.__name__] = options
        return obj

    if callable(name):
        obj, name = name, None
        return deco(obj)
    return deco


@register
def a(): pass
@register("custom", opt=1)
def b(): pass
@register(opt=2)
class c: pass
print(registry)
funcs = [lambda g: ("first", g()), lambda g: ("second", g)]


@funcs[1]
@funcs[0]
def listed():
    return 1


print(listed)


class NS:
    class deep:
        @staticmethod
        def deco(x):
            return ("ns", x.__name__)


@NS.deep.deco
def dotted(): pass
@(lambda g: g.__name__.upper())
def lam(): pass
@(w := lambda g: "walrus " + g.__name__)
def wal(): pass
@str if __debug__ else print
class Cond: pass
@(type or int)
class Typed: pass
print(dotted, lam, wal, str(Cond)[:17], Typed)


def fails(obj):
    raise ValueError("decorator failed")


try:
    @fails
    def never(): pass
except ValueError as error:
    print(error, "never" in globals())
try:
    @5
    def never2(): pass
except TypeError as error:
    print(error)
try:
    @undefined_decorator
    def never3(): pass
except NameError as error:
    print(error)


def class_deco(cls):
    cls.added = lambda self: "added"
    return cls


@class_deco
class Plain:
    def own(self):
        return self.added()


print(Plain().own())


def singleton(cls):
    instances = {}

    def get(*args):
        if cls not in instances:
            instances[cls] = cls(*args)
        return instances[cls]

    return get


@singleton
class Only:
    def __init__(self, v):
        self.v = v


print(Only(1).v, Only(2).v, Only(1) is Only(3))


@staticmethod
def bare_static():
    return "callable staticmethod"


print(bare_static(), bare_static.__name__, bare_static.__wrapped__.__name__)


@property
def module_prop(self):
    return 1


print(type(module_prop).__name__, module_prop.fget.__name__)


async def co(): pass


@trace("async")
async def decorated_async(): pass


@trace("gen")
def decorated_gen():
    yield


def line(g):
    return g.__code__.co_firstlineno


@line
@trace("x")
def positioned():
    pass


print(positioned)
for source in ("@\ndef f(): pass", "@a", "@a\nx = 1", "@a b\ndef f(): pass", "@a,\ndef f(): pass", "@a := b\ndef f(): pass", "@*a\ndef f(): pass", "@yield\ndef f(): pass", "@a\n@b\nclass C: pass", "@a @b\ndef f(): pass", "@lambda f: f\ndef f(): pass", "@x[0](1).y\ndef f(): pass", "@a if b else c\ndef f(): pass", "@a\nasync def f(): pass", "@a\nlambda: 1", "@a\n\n\ndef f(): pass", "@await x\ndef f(): pass", "@not x\ndef f(): pass", "@'s'\ndef f(): pass"):
    try:
        compile(source, "<d>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg)
