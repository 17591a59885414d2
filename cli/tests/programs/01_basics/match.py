def describe(value):
    match value:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case True:
            return "unreachable for True"
        case None:
            return "none"
        case "hi":
            return "greeting"
        case -5:
            return "minus five"
        case 2.5:
            return "float"
        case str(s):
            return f"str {s}"
        case int(n) if n > 100:
            return f"big {n}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, *rest] if len(rest) > 2:
            return f"long {x} {rest}"
        case [x, y]:
            return f"pair {x} {y}"
        case (a, (b, c), *_):
            return f"nested {a} {b} {c}"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": kind, **rest}:
            return f"{kind} {rest}"
        case {}:
            return "mapping"
        case _:
            return "other"


for v in (0, 1, 3, True, False, None, "hi", "yo", -5, 2.5, 50, 101, [], [1], (1, 2), [1, 2, 3, 4], (1, [2, 3], 4), [1, "ab", 3], {"kind": "circle", "r": 2}, {"kind": "sq", "w": 1}, {}, {"z": 1}, {1}, b"x", range(2), iter([])):
    print(describe(v))


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Colour:
    RED = 1
    BLUE = 2


def where(p):
    match p:
        case Point(0, 0):
            return "origin"
        case Point(x, 0) | Point(0, x):
            return f"axis {x}"
        case Point(x=a, y=b) as whole if a == b:
            return f"diagonal {a} {whole.x}"
        case Point():
            return "point"
        case Colour.RED:
            return "red"
        case Colour.BLUE:
            return "blue"
        case (int() | float()) as number:
            return f"number {number}"
        case [Point(x=1), Point(y=k)]:
            return f"points {k}"


for v in (Point(0, 0), Point(5, 0), Point(0, 6), Point(3, 3), Point(1, 2), 1, 2, 3, 4.5, [Point(1, 1), Point(2, 8)], "x"):
    print(where(v))
match 5:
    case x:
        pass
print(x)
match (1, 2):
    case 1, 2:
        print("open sequence")
match 1, 2:
    case [1, 2] as seq:
        print(seq)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as error:
    print(error)
try:
    match 1:
        case int(1, 2):
            pass
except TypeError as error:
    print(error)
match = 3
case = 4
_ = 5
print(match, case, _)
