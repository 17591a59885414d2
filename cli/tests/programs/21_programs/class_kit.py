# A kit of classes: metaclasses, descriptors, ABCs, protocols, registries, mixins, slots, operator overloading, copying, pickling, weak references.
# imports: abc collections.abc contextlib copy functools pickle typing weakref numbers reprlib types inspect
import abc
import collections.abc
import copy
import functools
import inspect
import numbers
import pickle
import reprlib
import types
import typing
import weakref


class Field:
    def __init__(self, kind, *, default=inspect.Parameter.empty, check=None):
        self.kind, self.default, self.check = kind, default, check

    def __set_name__(self, owner, name):
        self.name, self.slot = name, f"_{name}"

    @typing.overload
    def __get__(self, instance: None, owner): ...

    @typing.overload
    def __get__(self, instance: object, owner): ...

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        try:
            return getattr(instance, self.slot)
        except AttributeError:
            raise AttributeError(f"{owner.__name__}.{self.name} is not set", name=self.name, obj=instance) from None

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {getattr(self.kind, '__name__', self.kind)}, not {type(value).__name__}")
        if self.check and not self.check(value):
            raise ValueError(f"{value!r} is no good {self.name}")
        setattr(instance, self.slot, value)

    def __delete__(self, instance):
        delattr(instance, self.slot)


class RecordMeta(abc.ABCMeta):
    registry = weakref.WeakValueDictionary()

    @classmethod
    def __prepare__(mcs, name, bases, **options):
        return {"__order__": []} if options.get("ordered") else {}

    def __new__(mcs, name, bases, namespace, *, ordered=False, frozen=False):
        own = {k: v for k, v in namespace.items() if isinstance(v, Field)}
        inherited = {}
        for base in reversed(bases):
            inherited |= getattr(base, "__fields__", {})
        slots = tuple(f"_{k}" for k in own)
        cls = super().__new__(mcs, name, bases, namespace | {"__slots__": slots + (("__weakref__",) if not bases else ()), "__fields__": inherited | own})
        cls.__match_args__ = tuple(cls.__fields__)
        parameters = [inspect.Parameter(k, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=f.default, annotation=f.kind) for k, f in cls.__fields__.items()]
        cls.__signature__ = inspect.Signature(parameters)
        mcs.registry[name] = cls
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.options = types.MappingProxyType(options)

    def __call__(cls, *args, **kwargs):
        bound = cls.__signature__.bind(*args, **kwargs)
        bound.apply_defaults()
        return super().__call__(**bound.arguments)

    def __len__(cls):
        return len(cls.__fields__)

    def __iter__(cls):
        return iter(cls.__fields__)

    def __repr__(cls):
        return f"<record {cls.__name__}({', '.join(cls)})>"


class Record(metaclass=RecordMeta):
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        cls.depth = len(cls.__mro__) - 2

    def __iter__(self):
        return (getattr(self, name) for name in type(self))

    @reprlib.recursive_repr()
    def __repr__(self):
        return f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n in type(self))})"

    def __eq__(self, other):
        return tuple(self) == tuple(other) if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash(tuple(self))

    def __getstate__(self):
        return {n: getattr(self, n) for n in type(self)}

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    def __reduce__(self):
        return functools.partial(object.__new__, type(self)), (), self.__getstate__()

    def __replace__(self, **changes):
        return type(self)(**self.__getstate__() | changes)


class Point(Record):
    x = Field(numbers.Real)
    y = Field(numbers.Real, default=0)

    @abc.abstractmethod
    def norm(self): ...


class Euclid(Point, ordered=True):
    label = Field(str, default="", check=str.isascii)

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5


print(Point, Euclid, len(Euclid), list(Euclid), Euclid.options, Euclid.depth, inspect.signature(Euclid), Euclid.__match_args__)
p = Euclid(3, y=4)
print(p, p.norm(), hash(p) == hash(Euclid(3, 4)), p == Euclid(3, 4, "q"), copy.copy(p) == p, copy.replace(p, x=6), pickle.loads(pickle.dumps(p)) == p)
match p:
    case Euclid(3, y, label=""):
        print("matched", y)
for action in (lambda: Point(1), lambda: Euclid(), lambda: Euclid("3"), lambda: Euclid(1, 2, "é"), lambda: Euclid(1, 2, "a", 4), lambda: Euclid(1, z=2),
               lambda: setattr(p, "z", 1), lambda: p.__dict__, lambda: delattr(p, "x") or p.x, lambda: Euclid(1) < Euclid(2), lambda: Field.__get__(Euclid.x, object.__new__(Euclid), Euclid)):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(sorted(RecordMeta.registry), isinstance(Euclid.x, Field), typing.get_overloads(Field.__get__).__len__())


@functools.total_ordering
class Version(collections.abc.Sequence):
    __slots__ = "parts",

    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __getitem__(self, i):
        return Version(".".join(map(str, self.parts[i]))) if isinstance(i, slice) else self.parts[i]

    def __len__(self):
        return len(self.parts)

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented

    def __repr__(self):
        return f"v{'.'.join(map(str, self.parts))}"

    def __format__(self, spec):
        return format(repr(self)[1:], spec)


v = Version("3.14.10")
print(v, v[0], v[:2], v >= Version("3.9"), max(map(Version, ["1.10", "1.9", "1.2.3"])), 14 in v, v.index(10), list(reversed(v)), f"{v:>10}|", v.count(3))
for action in (lambda: v < 3, lambda: hash(v), lambda: v == 3, lambda: v.x, lambda: sorted([v, 1]), lambda: v["a"]):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Money(numbers.Number):
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        if isinstance(other, Money):
            return Money(self.cents + other.cents)
        return self if other == 0 else NotImplemented

    __radd__ = __add__

    def __mul__(self, n):
        return Money(round(self.cents * n)) if isinstance(n, numbers.Real) else NotImplemented

    __rmul__ = __mul__

    def __neg__(self):
        return Money(-self.cents)

    def __truediv__(self, other):
        return self.cents / other.cents if isinstance(other, Money) else Money(self.cents // other)

    def __imatmul__(self, rate):
        self.cents = round(self.cents * rate)
        return self

    def __index__(self):
        return self.cents

    def __bool__(self):
        return bool(self.cents)

    def __hash__(self):
        return hash(self.cents)

    def __repr__(self):
        sign = "-" * (self.cents < 0)
        return f"{sign}${abs(self.cents) // 100}.{abs(self.cents) % 100:02}"


m = Money(250)
total = sum([m, m * 2, 0.5 * m])
print(total, -total, total / m, total / 3, bool(Money(0)), hex(m), range(300)[m], [m] * 2)
m @= 1.1
print(m)
for action in (lambda: m + 1, lambda: 1 - m, lambda: m * "a", lambda: m // 2, lambda: abs(m), lambda: m @ 2, lambda: divmod(m, 2), lambda: m < m, lambda: ~m):
    try:
        print(action())
    except TypeError as error:
        print(error)


@typing.runtime_checkable
class Shape(typing.Protocol):
    name: str

    def area(self) -> float: ...


class Mixin:
    def __init__(self, **kwargs):
        self.log = [f"{type(self).__name__}:Mixin"]
        super().__init__(**kwargs)

    def describe(self):
        return f"{self.name} of {self.area():.2f} [{', '.join(self.log)}]"


class Base:
    def __init__(self, *, name="shape"):
        self.name = name


class Square(Mixin, Base):
    def __init__(self, side, **kwargs):
        super().__init__(**kwargs)
        self.side = side

    @functools.cached_property
    def squared(self):
        self.log.append("computed")
        return self.side**2

    def area(self):
        return self.squared

    @classmethod
    def unit(cls):
        return cls(1, name="unit")

    @staticmethod
    def corners():
        return 4

    @property
    def side(self):
        return self._side

    @side.setter
    def side(self, value):
        self._side = value
        vars(self).pop("squared", None)


s = Square(1.5, name="sq")
print(s.describe(), s.describe(), isinstance(s, Shape), isinstance(Base(), Shape), Square.unit().describe(), Square.corners(), [c.__name__ for c in Square.__mro__])
s.side = 2
print(s.area(), sorted(vars(s)), Square.side.fget.__qualname__, inspect.getattr_static(s, "side") is Square.side)
observed = []
ref, final = weakref.ref(s, lambda r: observed.append("dead")), weakref.finalize(s, observed.append, "final")
proxy = weakref.proxy(s)
print(proxy.name, ref() is s, final.alive)
del s
print(observed, ref(), final.alive)
try:
    proxy.name
except ReferenceError as error:
    print(error)
Temp = types.new_class("Temp", (Base,), {}, lambda ns: ns.update(hello=lambda self: f"hello {self.name}"))
print(Temp(name="t").hello(), Temp.__module__, type(Temp), types.resolve_bases((list[int],)), Temp.__bases__)
print([n for n, _ in inspect.getmembers(Square, inspect.isfunction)], inspect.getmro(Square)[1].__name__, inspect.isabstract(Point), sorted(Point.__abstractmethods__))
