class Field:
    def __init__(self, kind, *, default=None, check=None):
        self.kind, self.default, self.check = kind, default, check

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        return self if obj is None else obj._data.get(self.name, self.default)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name}: expected {self.kind.__name__}, got {type(value).__name__}")
        if self.check and not self.check(value):
            raise ValueError(f"{self.name}: {value!r} is not allowed")
        obj._data[self.name] = value


class Record:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.fields = [n for c in reversed(cls.__mro__) for n, v in vars(c).items() if isinstance(v, Field)]
        cls.__match_args__ = tuple(cls.fields)

    def __init__(self, *args, **kw):
        self._data = {}
        if len(args) > len(self.fields):
            raise TypeError(f"{type(self).__name__} takes {len(self.fields)} values")
        for name, value in (dict(zip(self.fields, args)) | kw).items():
            if name not in self.fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and self._data == other._data

    def replace(self, **kw):
        return type(self)(**{n: getattr(self, n) for n in self.fields if getattr(self, n) is not None} | kw)


class Item(Record):
    name = Field(str, check=str.strip)
    price = Field(float, check=lambda p: p >= 0)
    count = Field(int, default=0)


class Perishable(Item):
    days = Field(int, default=7)


class Inventory:
    def __init__(self):
        self.items = {}

    def __iadd__(self, item):
        if (old := self.items.get(item.name)) is not None:
            item = old.replace(count=old.count + item.count)
        self.items[item.name] = item
        return self

    def __getitem__(self, key):
        match key:
            case str():
                return self.items[key]
            case slice(start=low, stop=high):
                return [i for i in self.items.values() if (low or 0) <= i.price < (high or 1e9)]

    def __iter__(self):
        return iter(sorted(self.items.values(), key=lambda i: i.name))

    @property
    def value(self):
        return sum(i.price * i.count for i in self)


inv = Inventory()
for item in (Item("nail", 0.05, 1000), Item("saw", 19.99, 3), Perishable("milk", 1.2, 10, 5), Item("nail", 0.05, 500), Perishable(name="egg", price=0.3)):
    inv += item
print(*inv, sep="\n")
print(f"{inv.value:.2f}", inv["saw"], inv[1.0:], inv[:0.1], Item("a", 1.0) == Item("a", 1.0), Item("a", 1.0) == Perishable("a", 1.0))
for f in (lambda: Item("x", "free"), lambda: Item("", 1.0), lambda: Item("x", -1.0), lambda: Item(1, 2, 3, 4), lambda: Item(colour="red"), lambda: inv["nothing"], lambda: setattr(inv["saw"], "count", 1.5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for item in inv:
    match item:
        case Perishable(name, _, _, days) if days < 6:
            print(name, "is urgent")
        case Perishable(name=n):
            print(n, "keeps")
        case Item(name, price) if price > 10:
            print(name, "is expensive")
        case Item(count=c):
            print(c, "pieces")
print(Item.fields, Perishable.fields, Perishable.__match_args__, Item.price.kind)
