import sys


class Expr:
    def __add__(self, o): return Bin("+", self, lift(o))
    def __radd__(self, o): return Bin("+", lift(o), self)
    def __mul__(self, o): return Bin("*", self, lift(o))
    def __rmul__(self, o): return Bin("*", lift(o), self)
    def __sub__(self, o): return Bin("-", self, lift(o))
    def __rsub__(self, o): return Bin("-", lift(o), self)
    def __pow__(self, n): return Bin("^", self, lift(n))
    def __neg__(self): return Num(-1) * self
    def __eq__(self, o): return repr(self) == repr(o)
    __hash__ = None


class Num(Expr):
    __match_args__ = ("value",)
    def __init__(self, value): self.value = value
    def __repr__(self): return str(self.value)


class Var(Expr):
    __match_args__ = ("name",)
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name


class Bin(Expr):
    __match_args__ = ("op", "left", "right")
    def __init__(self, op, left, right): self.op, self.left, self.right = op, left, right
    def __repr__(self): return f"({self.left!r} {self.op} {self.right!r})"


def lift(x):
    return x if isinstance(x, Expr) else Num(x)


def diff(e, v):
    match e:
        case Num():
            return Num(0)
        case Var(name):
            return Num(int(name == v))
        case Bin("+" | "-" as op, a, b):
            return Bin(op, diff(a, v), diff(b, v))
        case Bin("*", a, b):
            return diff(a, v) * b + a * diff(b, v)
        case Bin("^", a, Num(n)):
            return Num(n) * a ** (n - 1) * diff(a, v)


def simplify(e):
    match e:
        case Bin(op, a, b):
            match Bin(op, simplify(a), simplify(b)):
                case Bin("+", Num(x), Num(y)):
                    return Num(x + y)
                case Bin("-", Num(x), Num(y)):
                    return Num(x - y)
                case Bin("*", Num(x), Num(y)):
                    return Num(x * y)
                case Bin("^", Num(x), Num(y)):
                    return Num(x**y)
                case Bin("+", Num(0), x) | Bin("+" | "-", x, Num(0)) | Bin("*", Num(1), x) | Bin("*" | "^", x, Num(1)):
                    return x
                case Bin("*", Num(0), _) | Bin("*", _, Num(0)):
                    return Num(0)
                case Bin("^", _, Num(0)):
                    return Num(1)
                case Bin("*", Num(a), Bin("*", Num(b), x)):
                    return simplify(Num(a * b) * x)
                case other:
                    return other
        case _:
            return e


def evaluate(e, **env):
    match e:
        case Num(v):
            return v
        case Var(n):
            return env[n]
        case Bin(op, a, b):
            x, y = evaluate(a, **env), evaluate(b, **env)
            return {"+": x + y, "-": x - y, "*": x * y, "^": x**y if op == "^" else 0}[op]


def compile_expr(e):
    match e:
        case Num(v):
            yield "push", v
        case Var(n):
            yield "load", n
        case Bin(op, a, b):
            yield from compile_expr(a)
            yield from compile_expr(b)
            yield "op", op


def execute(code, env):
    stack = []
    for instruction in code:
        match instruction:
            case "push", v:
                stack.append(v)
            case "load", n:
                stack.append(env[n])
            case "op", op:
                b, a = stack.pop(), stack.pop()
                stack.append(a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a**b)
    (result,) = stack
    return result


def to_python(e):
    return eval("lambda x, y=0: " + repr(e).replace("^", "**"))


x, y = Var("x"), Var("y")
for e in (x**2 + 3 * x + 1, (x + 1) * (x - 1), 2 * x**3 * y, -(x**2) + y * y, 5 - x, x * 0 + 1, (x + y) ** 3, Num(2) ** 3 * x):
    d = simplify(diff(e, "x"))
    values = [(evaluate(e, x=a, y=3), execute(compile_expr(e), {"x": a, "y": 3}), to_python(e)(a, 3)) for a in (0, 2, -1.5)]
    print(e, "->", simplify(e), "->", d, values, all(len(set(v)) == 1 for v in values))
print(list(compile_expr(x * 2 + 1)), x + 1 == Var("x") + 1, x == y)
try:
    evaluate(x + y, x=1)
except KeyError as err:
    print("unbound", err)
try:
    {x: 1}
except TypeError as err:
    print(err)
big = x
for i in range(60):
    big = big * x + i
print(evaluate(big, x=2), len(repr(big)), sys.getrecursionlimit())
