class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y, z=0):
        self.x, self.y, self.z = x, y, z


class Sub(Point):
    __match_args__ = ("z",)


class NoArgs:
    a = 1


def which(v):
    match v:
        case Sub(0):
            return "sub z 0"
        case Point(0, y=0):
            return "origin"
        case Point(x, x2) if x == x2:
            return f"diagonal {x}"
        case Point(x=int() as a, y=float() as b):
            return f"int float {a} {b}"
        case Point(z=[_, *_]):
            return "z is a sequence"
        case NoArgs(a=1, b=b):
            return f"noargs {b}"
        case NoArgs():
            return "noargs plain"
        case bool(b):
            return f"bool {b}"
        case int(n) | float(n):
            return f"number {n}"
        case str("magic"):
            return "magic word"
        case str():
            return "string"
        case bytes(b) | bytearray(b):
            return f"bytes {bytes(b)}"
        case list([a, *_]) | tuple((a, *_)):
            return f"first {a}"
        case dict({"k": v2}):
            return f"k {v2}"
        case set(s) | frozenset(s):
            return f"set {sorted(s)}"
        case type():
            return "a class"
        case object(__class__=c):
            return f"object of {c.__name__}"


n2 = NoArgs()
n2.b = 5
for v in (Point(0, 0), Sub(1, 2), Sub(1, 2, 3), Sub(0, 0, 5), Point(3, 3), Point(1, 2.5), Point("a", 1, [1]), n2, NoArgs(), True, 7, 2.5, "magic", "text", b"x", bytearray(b"y"), [1, 2], (3,), [], {"k": "v"}, {"z": 1}, {1, 2}, frozenset([3]), int, None, 1j, print):
    print(which(v))


class Const:
    A = 1
    B = "two"
    C = None

    class Inner:
        D = 4.0


def value(v):
    match v:
        case Const.A:
            return "A"
        case Const.B:
            return "B"
        case Const.Inner.D:
            return "D"
        case -3 | -4.5 | 1 + 2j | -1 - 2j:
            return "signed"
        case None:
            return "None by identity"
        case True:
            return "True by identity"
        case False:
            return "False"
        case b"bytes" | "str":
            return "literal"
        case 0x10:
            return "sixteen"
        case _:
            return "nothing"


class EqAll:
    def __eq__(self, other):
        print("asked about", other)
        return other == 16


for v in (1, 1.0, True, False, 0, "two", 4, -3, -4.5, 1 + 2j, -1 - 2j, None, b"bytes", "str", 16, 99, EqAll()):
    print(value(v))


class Bad1:
    __match_args__ = ["x"]


class Bad2:
    __match_args__ = (5,)


class Bad3:
    __match_args__ = ("x", "x")
    x = 1


class Bad4:
    __match_args__ = ("missing",)


class PropRaises:
    __match_args__ = ("p",)

    @property
    def p(self):
        raise ValueError("property")


class PropAttr:
    @property
    def p(self):
        raise AttributeError("hidden")


def test(source, v):
    scope = dict(globals(), v=v)
    try:
        exec(f"match v:\n case {source}: r = 'yes'\n case _: r = 'no'", scope)
        print(source, scope["r"])
    except Exception as error:
        print(source, "!!", type(error).__name__, error)


test("Bad1(1)", Bad1())
test("Bad2(1)", Bad2())
test("Bad3(1, 1)", Bad3())
test("Bad3(1, x=1)", Bad3())
test("Bad4(1)", Bad4())
test("PropRaises(1)", PropRaises())
test("PropAttr(p=1)", PropAttr())
test("Point(1, 2, 3)", Point(1, 2))
test("Point(1, 2, 3)", 5)
test("Point(1, 2, x=1)", Point(1, 2))
test("NoArgs(1)", NoArgs())
test("int(1, 2)", 1)
test("int(x=1)", 1)
test("int(real=1)", 1)
test("notdefined()", 1)
test("notdefined.attr", 1)
test("v()", 1)
test("Const.missing", 1)
test("Const.A()", 1)
test("print()", print)
test("object()", 5)
test("int() | str()", "s")
test("(int() | str()) as q if q", 0)
test("Const.Inner()", Const.Inner())


class Meta(type):
    def __instancecheck__(cls, instance):
        print("instancecheck", instance)
        return instance == 42


class Magic(metaclass=Meta):
    __match_args__ = ()


test("Magic()", 42)
test("Magic()", 41)
test("Magic(1)", 42)
result = []
for cmd in ("go north", "go", "pick up the lamp", "quit", "drop lamp sword"):
    match cmd.split():
        case ["go", ("north" | "south") as direction]:
            result.append(f"going {direction}")
        case ["go"]:
            result.append("where?")
        case ["pick", "up", *rest] | ["take", *rest]:
            result.append(f"got {' '.join(rest)}")
        case ["drop", *objects] if len(objects) > 1:
            result.append(f"dropped {objects}")
        case [single]:
            result.append(single)
print(result)
match = lambda x: x
print(match(5), match
      (6))
case = {"match": 1}
match: int = 7
print(match, case)
print(match -1, match * 2)
