"""attrs: classes with defaults, validators, converters, slots, evolution and comparison."""
import attr
from attrs import asdict, define, evolve, field, fields, frozen, make_class, validators


@define(order=True)
class Point:
    x: int = field(converter=int)
    y: int = field(default=0, validator=validators.instance_of(int))
    tags: list = field(factory=list, eq=False, repr=False)

    @y.validator
    def small(self, attribute, value):
        if value > 100:
            raise ValueError(f"{attribute.name} is too large")


@frozen
class Line:
    start: Point
    end: Point


@attr.s(auto_attribs=True, kw_only=True)
class Old:
    name: str
    size: int = 3


p = Point("3", 4)
print(p, p == Point(3, 4), p < Point(3, 5), p.tags)
line = Line(p, Point(1))
print(line, asdict(line), hash(Line) is not None)
print(evolve(p, y=9), [f.name for f in fields(Point)])
for bad in (lambda: Point(1, "a"), lambda: Point(1, 200), lambda: setattr(line, "start", p), lambda: setattr(p, "z", 1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e).split(":")[0][:60])
print(Old(name="a"), make_class("C", ["a", "b"])(1, 2))
print(Point.__slots__, Point.__match_args__)
