class ABCMeta(type):
    def __new__(mcs, name, bases, ns, **kw):
        cls = super().__new__(mcs, name, bases, ns, **kw)
        abstract = {k for k, v in ns.items() if getattr(v, "__isabstractmethod__", False)}
        for base in bases:
            abstract |= {k for k in getattr(base, "__abstractmethods__", ()) if getattr(getattr(cls, k, None), "__isabstractmethod__", False)}
        cls.__abstractmethods__ = frozenset(abstract)
        cls._registry = []
        return cls

    def register(cls, sub):
        cls._registry.append(sub)
        return sub

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, sub):
        hook = cls.__subclasshook__(sub)
        if hook is not NotImplemented:
            return hook
        return cls in sub.__mro__ or any(issubclass(sub, r) for r in cls._registry) or any(issubclass(sub, s) for s in type.__subclasses__(cls))


def abstract(f):
    f.__isabstractmethod__ = True
    return f


class Shape(metaclass=ABCMeta):
    @abstract
    def area(self): ...

    @property
    @abstract
    def name(self): ...

    def describe(self):
        return f"{self.name} of area {self.area():.2f}"


class Square(Shape):
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s**2


class NamedSquare(Square):
    name = "square"


@Shape.register
class Duck:
    pass


class Sized(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, sub):
        if cls is Sized:
            return any("__len__" in c.__dict__ for c in sub.__mro__)
        return NotImplemented


print(NamedSquare(2).describe(), isinstance(Duck(), Shape), issubclass(Duck, Shape), isinstance(5, Shape), issubclass(NamedSquare, Shape), isinstance([], Sized), isinstance(5, Sized), sorted(Square.__abstractmethods__), property(abstract(lambda self: 1)).__isabstractmethod__)
for cls in (Shape, Square):
    try:
        cls(1) if cls is Square else cls()
    except TypeError as e:
        print(e)


class Comparable:
    def __lt__(self, other): return self.key() < other.key()
    def __le__(self, other): return not other < self
    def __gt__(self, other): return other < self
    def __ge__(self, other): return not self < other


class Json:
    def to_json(self):
        return "{" + ", ".join(f'"{k}": {v!r}' for k, v in sorted(vars(self).items())) + "}"


class Logged:
    log = []

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        for name, f in list(vars(cls).items()):
            if callable(f) and not name.startswith("_"):
                def wrapper(self, *args, _f=f, _n=name):
                    Logged.log.append((type(self).__name__, _n, args))
                    return _f(self, *args)
                setattr(cls, name, wrapper)


class Book(Comparable, Json, Logged):
    def __init__(self, title, year):
        self.title, self.year = title, year

    def key(self):
        return self.year, self.title

    def cite(self, style="plain"):
        return f"{self.title} ({self.year})" if style == "plain" else f"{self.title}. {self.year}."


a, b = Book("A", 1999), Book("B", 1989)
print(a > b, a <= b, sorted([a, b])[0].title, max(a, b).title, a.to_json(), b.cite(), b.cite("formal"), [n for n in (c.__name__ for c in Book.__mro__)])
print(len(Logged.log), Logged.log[-1])


class Chain:
    def __getattr__(self, name):
        return Chain(*self.parts, name) if not name.startswith("__") else object.__getattribute__(self, name)

    def __init__(self, *parts):
        self.parts = parts

    def __call__(self, **kw):
        return "/" + "/".join(self.parts) + ("?" + "&".join(f"{k}={v}" for k, v in kw.items()) if kw else "")

    def __getitem__(self, k):
        return Chain(*self.parts, str(k))


print(Chain().users[5].posts(page=2, size=10), Chain().a.b.c())


class Cooperative:
    def setup(self, log): log.append("base")
class One(Cooperative):
    def setup(self, log): log.append("one"); super().setup(log)
class Two(Cooperative):
    def setup(self, log): log.append("two"); super().setup(log)
class Three(Cooperative):
    def setup(self, log): log.append("three"); super().setup(log)
class All(One, Two, Three):
    def setup(self, log): log.append("all"); super().setup(log)
log = []
All().setup(log)
print(log)
