class A:
    def __init__(self, name):
        self.name = name


def make(op, reflected):
    def method(self, other):
        print(f"{self.name}.{op}({getattr(other, 'name', other)})", end=" ")
        return result

    method.__name__ = op
    return method


OPS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "@": "matmul", "**": "pow", "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor"}
result = "result"


class Left(A):
    pass


class Right(A):
    pass


class Declines(A):
    pass


class Sub(Left):
    pass


for symbol, name in OPS.items():
    setattr(Left, f"__{name}__", make(f"__{name}__", False))
    setattr(Right, f"__r{name}__", make(f"__r{name}__", True))
    for prefix in ("", "r", "i"):
        setattr(Declines, f"__{prefix}{name}__", lambda self, other, n=f"__{prefix}{name}__": print("declines", n, end=" ") or NotImplemented)
    setattr(Sub, f"__r{name}__", make(f"Sub.__r{name}__", True))
scope = {"l": Left("l"), "r": Right("r"), "d": Declines("d"), "s": Sub("s"), "a": A("a"), "n": 5, "t": "text"}
for symbol in OPS:
    for expression in ("l?r", "a?r", "n?r", "t?r", "l?n", "d?r", "l?d", "d?d", "a?a", "l?s", "s?l", "s?s", "n?d", "d?n", "r?l"):
        source = expression.replace("?", symbol)
        try:
            print(source, "->", eval(source, scope))
        except TypeError as error:
            print(source, "!!", error)
    for expression in ("d ?= r", "l ?= r", "a ?= a", "d ?= d", "n ?= a"):
        source = expression.replace("?", symbol)
        local = dict(scope)
        try:
            exec(source, local)
            print(source, "->", local[source[0]])
        except TypeError as error:
            print(source, "!!", error)
for source in ("divmod(l, r)", "divmod(a, a)", "pow(l, r)", "pow(l, r, 5)", "pow(2, a)", "pow(2, 3, a)", "-a", "+a", "~a", "abs(a)", "round(a)", "int(a)", "float(a)", "complex(a)", "hash(a) == hash(a)", "a < a", "a >= 1", "a == a", "a != a"):
    try:
        print(source, "->", eval(source, scope))
    except TypeError as error:
        print(source, "!!", error)
