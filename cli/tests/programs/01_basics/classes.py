class Point:
    """A point."""

    dimensions = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def move(self, dx, dy=0):
        self.x += dx
        self.y += dy
        return self

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    @property
    def norm1(self):
        return abs(self.x) + abs(self.y)

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @staticmethod
    def describe():
        return "static"


p = Point(1, 2)
print(p, p.x, p.y, p.dimensions, Point.dimensions, p.norm1)
print(p.move(1), p.move(dx=1, dy=5), p + Point(1), p == Point(3, 7), p != Point(3, 7))
print(Point.origin(), Point.describe(), p.describe())
p.extra = "dynamic"
print(p.__dict__, hasattr(p, "extra"), getattr(p, "nope", "default"))
del p.extra
print(hasattr(p, "extra"), vars(p))
m = p.move
print(m(1), Point.move(p, 1))
Point.dimensions = 3
print(p.dimensions)
p.dimensions = 7
print(p.dimensions, Point.dimensions)


class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

    def __repr__(self):
        return super().__repr__() + f"+{self.z}"


q = Point3(1, 2, 3)
print(q, q.move(1), isinstance(q, Point), isinstance(p, Point3), issubclass(Point3, Point), type(q).__name__)
print(Point3.__mro__, Point3.__bases__, Point.__doc__, Point3.__doc__)


class Stack:
    def __init__(self):
        self._items = []

    def __len__(self):
        return len(self._items)

    def __getitem__(self, i):
        return self._items[i]

    def __setitem__(self, i, v):
        self._items[i] = v

    def __contains__(self, v):
        return v in self._items

    def __iter__(self):
        return iter(self._items)

    def __call__(self, v):
        self._items.append(v)
        return self


s = Stack()
s(1)(2)(3)
print(len(s), s[0], 2 in s, list(s), bool(Stack()))
s[0] = "new"
print([*s])
for f in (
    lambda: Point(),
    lambda: Point(1, 2, 3),
    lambda: Point(z=1),
    lambda: p.nosuch,
    lambda: Point.nosuch,
    lambda: p.move(),
    lambda: Point.move(),
    lambda: p(),
    lambda: p[0],
    lambda: len(p),
    lambda: p < p,
    lambda: object().x,
    lambda: object(1),
    lambda: iter(p),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
try:
    p.norm1 = 5
except AttributeError as error:
    print(error)
try:
    del p.nosuch
except AttributeError as error:
    print(error)
