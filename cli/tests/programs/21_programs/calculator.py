class Token:
    __slots__ = ("kind", "value", "at")
    __match_args__ = ("kind", "value")

    def __init__(self, kind, value, at):
        self.kind, self.value, self.at = kind, value, at


def lex(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] in ".e"):
                j += 1
            yield Token("number", float(text[i:j]) if "." in text[i:j] or "e" in text[i:j] else int(text[i:j]), i)
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield Token("name", text[i:j], i)
            i = j
        elif text[i : i + 2] == "**":
            yield Token("op", "**", i)
            i += 2
        elif c in "+-*/%()=,":
            yield Token("op", c, i)
            i += 1
        else:
            raise SyntaxError(f"bad character {c!r} at {i}")
    yield Token("end", None, len(text))


BINARY = {"+": (1, lambda a, b: a + b), "-": (1, lambda a, b: a - b), "*": (2, lambda a, b: a * b), "/": (2, lambda a, b: a / b), "%": (2, lambda a, b: a % b), "**": (4, lambda a, b: a**b)}
FUNCTIONS = {"abs": abs, "max": max, "min": min, "round": round}


class Calculator:
    def __init__(self):
        self.names = {"pi": 3.141592653589793}

    def run(self, text):
        self.tokens = list(lex(text))
        self.i = 0
        match self.tokens[:2]:
            case [Token("name", name), Token("op", "=")]:
                self.i = 2
                value = self.names[name] = self.expression(0)
            case _:
                value = self.expression(0)
        if self.tokens[self.i].kind != "end":
            raise SyntaxError(f"unexpected {self.tokens[self.i].value!r} at {self.tokens[self.i].at}")
        return value

    def next(self):
        self.i += 1
        return self.tokens[self.i - 1]

    def expression(self, least):
        left = self.prefix()
        while True:
            match self.tokens[self.i]:
                case Token("op", op) if op in BINARY and BINARY[op][0] >= least:
                    self.i += 1
                    power, f = BINARY[op]
                    left = f(left, self.expression(power + (op != "**")))
                case _:
                    return left

    def prefix(self):
        match self.next():
            case Token("number", n):
                return n
            case Token("op", "-"):
                return -self.expression(3)
            case Token("op", "("):
                value = self.expression(0)
                self.expect(")")
                return value
            case Token("name", name) if self.tokens[self.i].value == "(":
                self.i += 1
                args = [self.expression(0)]
                while self.tokens[self.i].value == ",":
                    self.i += 1
                    args.append(self.expression(0))
                self.expect(")")
                return FUNCTIONS[name](*args)
            case Token("name", name):
                return self.names[name]
            case token:
                raise SyntaxError(f"unexpected {token.value!r} at {token.at}")

    def expect(self, op):
        if (token := self.next()).value != op:
            raise SyntaxError(f"expected {op!r} at {token.at}")


c = Calculator()
for line in ("1 + 2 * 3", "(1 + 2) * 3", "-2 ** 2", "2 ** 3 ** 2", "10 / 4 - 1", "7 % 4 * 2", "x = 3.5", "y = x * 2", "x + y", "max(1, y, 3) + abs(-5)", "2 * pi", "1 / 0", "z", "1 +", "(1", "1 2", "foo(1)", "$", "1e3 + .5", "round(2.567)", "--3", "2 ** -1", "min(4, 2) ** 10", "max()", "9 ** 40"):
    try:
        print(f"{line:24} = {c.run(line)}")
    except Exception as e:
        print(f"{line:24} ! {type(e).__name__}: {e}")
