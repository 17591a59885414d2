class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        print("prepare", mcs.__name__, name, [b.__name__ for b in bases], kwargs)
        return {"injected": 1}

    def __new__(mcs, name, bases, ns, **kwargs):
        print("new", name, sorted(k for k in ns if k[:2] != "__"), kwargs)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kwargs):
        print("init", name, kwargs)
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kwargs):
        print("call", cls.__name__, args, kwargs)
        obj = super().__call__(*args, **kwargs)
        print("made")
        return obj

    def meta_method(cls):
        return f"meta_method of {cls.__name__}"

    @property
    def meta_prop(cls):
        return f"meta_prop of {cls.__name__}"

    def __repr__(cls):
        return f"<class {cls.__name__}!>"

    def __len__(cls):
        return 42

    def __getitem__(cls, k):
        return cls.__name__, k

    def __iter__(cls):
        return iter("abc")

    def __contains__(cls, v):
        return v == 7

    def __add__(cls, other):
        return f"{cls.__name__}+{other}"

    def __eq__(cls, other):
        return "eq"

    __hash__ = type.__hash__

    def __bool__(cls):
        return False

    def __getattr__(cls, name):
        if name.startswith("dyn_"):
            return f"{cls.__name__}.{name}"
        raise AttributeError(f"{cls.__name__} lacks {name}")

    def __instancecheck__(cls, obj):
        return obj == 5

    def __subclasscheck__(cls, sub):
        return sub is str

    def __dir__(cls):
        return ["z", "a"]


class A(metaclass=Meta, option=1):
    x = injected + 1

    def __init__(self, *args):
        self.args = args


class B(A, other=2):
    pass


a = A(1, 2)
print(a.args, A.x, A.injected, A.meta_method(), B.meta_method(), A.meta_prop, A, [A, B], len(A), A[3], list(A), 7 in A, A + 1, A == 1, bool(A), A.dyn_thing, type(A) is Meta, isinstance(5, A), isinstance(a, A), issubclass(str, A), issubclass(B, B), dir(A))
for f in (lambda: a.meta_method(), lambda: a.meta_prop, lambda: A.nothing, lambda: a.dyn_x, lambda: len(a), lambda: a[1]):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)


class M1(type): pass
class M2(type): pass
class M3(M1, M2): pass
class C1(metaclass=M1): pass
class C2(metaclass=M2): pass
for bases, kw in (((C1, C2), {}), ((C1, C2), {"metaclass": M3}), ((C1,), {"metaclass": M3}), ((C1,), {"metaclass": M2}), ((C1,), {"metaclass": type}), ((C1, object), {})):
    try:
        class C(*bases, **kw): pass
        print(type(C).__name__)
    except TypeError as error:
        print(error)
try:
    print(type("T", (C1,), {}).__class__, type("T", (C1, C2), {}))
except TypeError as error:
    print(error)


def function_meta(name, bases, ns, **kw):
    return name, bases, sorted(k for k in ns if k[:2] != "__"), kw


class F(int, metaclass=function_meta, q=1):
    y = 1


print(F)


class PrepareList(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Recorder()


class Recorder(dict):
    def __setitem__(self, k, v):
        if k[:2] != "__":
            print("record", k)
        super().__setitem__(k, v)

    def __missing__(self, k):
        if k == "magic":
            return "from missing"
        raise KeyError(k)


class R(metaclass=PrepareList):
    a = 1
    b = magic
    a = 2

    def f(self): pass

    del b


print(R.a, type(R.__dict__).__name__)
for prepared in (5, None, [], "x"):
    class BadPrepare(type):
        @classmethod
        def __prepare__(mcs, *a):
            return prepared

    try:
        class X(metaclass=BadPrepare): pass
    except TypeError as error:
        print(error)


class NoPrepare:
    def __new__(cls, *args):
        return "instance of a plain class used as metaclass"

    __prepare__ = lambda *a, **k: {}


class P(metaclass=NoPrepare): pass
print(P)


class Wrong(type):
    def __new__(mcs, name, bases, ns):
        return 5


class W(metaclass=Wrong): pass
print(W)


class Abstract(type):
    def __call__(cls):
        raise TypeError(f"{cls.__name__} is abstract")


class Ab(metaclass=Abstract): pass
try:
    Ab()
except TypeError as error:
    print(error)


class Registry(type):
    classes = {}

    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        Registry.classes[name] = cls


class Plugin(metaclass=Registry): pass
class One(Plugin): pass
print(sorted(Registry.classes), type(type(Plugin)), Registry.__mro__)
