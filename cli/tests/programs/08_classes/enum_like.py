class EnumMeta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return {}

    def __new__(mcs, name, bases, ns):
        members = {k: v for k, v in ns.items() if not k.startswith("_") and not callable(v) and not isinstance(v, (property, classmethod, staticmethod))}
        cls = super().__new__(mcs, name, bases, {k: v for k, v in ns.items() if k not in members})
        cls._members = {}
        cls._by_value = {}
        for key, value in members.items():
            member = cls._by_value.get(value)
            if member is None:
                member = object.__new__(cls)
                member.__dict__.update(name=key, value=value)
                cls._by_value[value] = member
            cls._members[key] = member
            type.__setattr__(cls, key, member)
        return cls

    def __call__(cls, value):
        try:
            return cls._by_value[value]
        except KeyError:
            raise ValueError(f"{value!r} is not a valid {cls.__name__}") from None

    def __getitem__(cls, name):
        return cls._members[name]

    def __iter__(cls):
        return iter(cls._by_value.values())

    def __len__(cls):
        return len(cls._by_value)

    def __contains__(cls, item):
        return item in cls._by_value or item in cls._by_value.values()

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_members", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __repr__(cls):
        return f"<enum {cls.__name__}>"


class Enum(metaclass=EnumMeta):
    def __repr__(self):
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self.name}"

    def __setattr__(self, name, value):
        raise AttributeError("members are constant")


class Colour(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    @property
    def hex(self):
        return f"#{0xFF << 8 * (3 - self.value):06x}"

    @classmethod
    def primary(cls):
        return [c for c in cls if c is not cls.GREEN]


print(Colour, list(Colour), len(Colour), Colour.RED, repr(Colour.RED), Colour(2), Colour["BLUE"], Colour.CRIMSON is Colour.RED, 3 in Colour, 9 in Colour, Colour.RED in Colour)
print(Colour.RED.hex, Colour.BLUE.hex, Colour.primary(), {Colour.RED: "r"}[Colour(1)], Colour.RED == Colour.GREEN, isinstance(Colour.RED, Colour))
for f in (lambda: Colour(9), lambda: Colour["PINK"], lambda: setattr(Colour, "RED", 5), lambda: setattr(Colour.RED, "value", 5), lambda: Colour.PINK, lambda: Colour()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
match Colour(2):
    case Colour.RED:
        print("red")
    case Colour.GREEN | Colour.BLUE as c:
        print("matched", c)


class Flag:
    def __init__(self, bits, names):
        self.bits, self.names = bits, names

    def __or__(self, o):
        return Flag(self.bits | o.bits, self.names | o.names)

    def __and__(self, o):
        return Flag(self.bits & o.bits, self.names)

    def __invert__(self):
        return Flag(~self.bits & sum(self.names), self.names)

    def __bool__(self):
        return bool(self.bits)

    def __contains__(self, o):
        return self.bits & o.bits == o.bits

    def __repr__(self):
        return "|".join(n for b, n in sorted(self.names.items()) if self.bits & b) or "0"


names = {1: "R", 2: "W", 4: "X"}
R, W, X = (Flag(b, names) for b in (1, 2, 4))
print(R | X, (R | W) & W, ~R, bool(R & W), W in (R | W), X in (R | W), ~(R | W | X))
