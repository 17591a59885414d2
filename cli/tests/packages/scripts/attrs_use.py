"""Classes, validators, converters, evolution and slots of attrs."""
import attr
import attrs
from attrs import define, field, frozen, validators


@define(order=True)
class Point:
    x: int = field(converter=int)
    y: int = field(default=0, validator=validators.instance_of(int))

    @y.validator
    def _positive(self, attribute, value):
        if value < 0:
            raise ValueError(f"{attribute.name} is negative")


@frozen(slots=True)
class Line:
    start: Point
    end: Point
    names: list = field(factory=list)


p = Point("3", 4)
print(p, p == Point(3, 4), p < Point(5), attrs.asdict(p), attrs.astuple(p))
line = Line(p, Point(1))
print(line, attrs.asdict(line))
print(attrs.evolve(line, names=["a"]))
for bad in (lambda: Point(1, "no"), lambda: Point(1, -1), lambda: setattr(line, "start", p), lambda: Point()):
    try:
        bad()
    except (TypeError, ValueError, attrs.exceptions.FrozenInstanceError) as error:
        print(type(error).__name__, str(error)[:60])
print([a.name for a in attrs.fields(Point)], hash(line.start.x))


@attr.s(auto_attribs=True, repr=False, eq=False)
class Old:
    value: int = attr.ib(metadata={"unit": "m"})

    def __attrs_post_init__(self):
        self.double = self.value * 2


print(Old(4).double, attr.fields(Old).value.metadata["unit"], attr.has(Old), attrs.make_class("Made", ["a", "b"])(1, b=2))
