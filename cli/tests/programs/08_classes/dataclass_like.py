class Field:
    def __init__(self, default=..., factory=None, repr=True, compare=True):
        self.default, self.factory, self.repr, self.compare = default, factory, repr, compare


def dataclass(cls=None, *, order=False, frozen=False, slots=False):
    if cls is None:
        return lambda cls: dataclass(cls, order=order, frozen=frozen, slots=slots)
    fields = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= getattr(base, "__fields__", {})
    for name in cls.__annotations__:
        value = cls.__dict__.get(name, ...)
        fields[name] = value if isinstance(value, Field) else Field(value)
        if isinstance(value, Field):
            if value.default is ...:
                delattr(cls, name)
            else:
                setattr(cls, name, value.default)
    cls.__fields__ = fields
    cls.__match_args__ = tuple(fields)
    lines = []
    seen_default = False
    for name, f in fields.items():
        has = f.default is not ... or f.factory
        if seen_default and not has:
            raise TypeError(f"non-default argument {name!r} follows default argument")
        seen_default = seen_default or has
        lines.append(f"{name}=MISSING" if has else name)
    body = "".join(f"    object.__setattr__(self, {n!r}, {f'(F[{n!r}].factory() if F[{n!r}].factory else F[{n!r}].default) if {n} is MISSING else {n}' if f.default is not ... or f.factory else n})\n" for n, f in fields.items())
    ns = {"MISSING": object(), "F": fields}
    exec(f"def __init__(self, {', '.join(lines)}):\n{body or '    pass'}\n    getattr(self, '__post_init__', lambda: None)()", ns)
    cls.__init__ = ns["__init__"]
    cls.__init__.__qualname__ = f"{cls.__qualname__}.__init__"
    key = lambda self: tuple(getattr(self, n) for n, f in fields.items() if f.compare)
    cls.__repr__ = lambda self: f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n, f in fields.items() if f.repr)})"
    cls.__eq__ = lambda self, other: key(self) == key(other) if type(self) is type(other) else NotImplemented
    if order:
        for op in ("lt", "le", "gt", "ge"):
            setattr(cls, f"__{op}__", lambda self, other, op=op: getattr(key(self), f"__{op}__")(key(other)) if type(self) is type(other) else NotImplemented)
    if frozen:
        def fail(self, name, *value):
            raise AttributeError(f"cannot assign to field {name!r}")
        cls.__setattr__ = cls.__delattr__ = fail
        cls.__hash__ = lambda self: hash(key(self))
    else:
        cls.__hash__ = None
    return cls


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = Field(factory=list, compare=False)


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    note: str = Field("", repr=False, compare=False)


@dataclass
class Point3(Point):
    z: float = 0.0

    def __post_init__(self):
        self.norm = (self.x**2 + self.y**2 + self.z**2) ** 0.5


p, q = Point(1), Point(1, 0)
p.tags.append("t")
print(p, q, p == q, p != Point(2), p == (1, 0), Point3(1, 2, z=2), Point3(1, 2, [], 2).norm, Point3.__match_args__)
vs = [Version(1, 2), Version(1), Version(0, 9, "old")]
print(sorted(vs), max(vs), Version(1) < Version(1, 1), Version(1, 0, "a") == Version(1, 0, "b"), len({Version(1), Version(1, 0)}), vs[2].note)
for f in (lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: Point(z=1), lambda: hash(p), lambda: setattr(vs[0], "major", 5), lambda: Version(1) < 5, lambda: Version(1) < p, lambda: delattr(vs[0], "minor"), lambda: Point(1, x=2)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
match Point3(1, 2, z=3.5):
    case Point(x, y) if x > y:
        print("no")
    case Point3(x, y, z=z):
        print(x, y, z)
try:
    @dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
