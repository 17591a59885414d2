# A tokenizer, a Pratt parser, an evaluator and a pretty printer for a small language, with errors that point at the source.
# imports: re dataclasses enum functools operator
import enum
import functools
import operator
import re
from dataclasses import dataclass, field, replace, fields, asdict, astuple


class Kind(enum.Enum):
    NUMBER = enum.auto()
    NAME = enum.auto()
    STRING = enum.auto()
    OP = enum.auto()
    END = enum.auto()

    @property
    def is_literal(self):
        return self in (Kind.NUMBER, Kind.STRING)


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    line: int = field(compare=False)
    column: int = field(compare=False, default=0)

    def __str__(self):
        return f"{self.kind.name.lower()} {self.text!r} at {self.line}:{self.column}"


class ParseError(SyntaxError):
    def __init__(self, message, token, source):
        self.token = token
        line = source.splitlines()[token.line - 1] if source else ""
        super().__init__(message, ("<calc>", token.line, token.column, line))

    def show(self):
        return f"{self.msg} ({self.lineno}:{self.offset})\n    {self.text}\n    {' ' * (self.offset - 1)}^"


PATTERN = re.compile(
    r"""
    (?P<NUMBER> \d+(?:\.\d*)?(?:[eE][+-]?\d+)? )
  | (?P<NAME>   [^\W\d]\w* )
  | (?P<STRING> "(?:\\.|[^"\\\n])*" )
  | (?P<OP>     \*\*|->|==|!=|<=|>=|[-+*/%()=<>,;:{}?!\[\]] )
  | (?P<NEWLINE> \n )
  | (?P<SPACE>  [ \t]+ | \#[^\n]* )
  | (?P<BAD>    . )
    """,
    re.VERBOSE,
)


def tokenize(source):
    line, start = 1, 0
    for m in PATTERN.finditer(source):
        name, text = m.lastgroup, m[0]
        column = m.start() - start + 1
        match name:
            case "NEWLINE":
                line, start = line + 1, m.end()
            case "SPACE":
                pass
            case "BAD":
                raise ParseError(f"unexpected character {text!r}", Token(Kind.OP, text, line, column), source)
            case _:
                yield Token(Kind[name], text, line, column)
    yield Token(Kind.END, "", line, len(source) - start + 1)


@dataclass
class Node:
    def walk(self):
        yield self
        for f in fields(self):
            value = getattr(self, f.name)
            for child in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(child, Node):
                    yield from child.walk()


@dataclass
class Literal(Node):
    value: object


@dataclass
class Name(Node):
    id: str


@dataclass
class Unary(Node):
    op: str
    operand: Node


@dataclass
class Binary(Node):
    op: str
    left: Node
    right: Node


@dataclass
class Call(Node):
    function: Node
    args: list[Node] = field(default_factory=list)


@dataclass
class Lambda(Node):
    params: tuple[str, ...]
    body: Node


@dataclass
class Conditional(Node):
    test: Node
    then: Node
    otherwise: Node


@dataclass
class Let(Node):
    name: str
    value: Node


@dataclass
class ListDisplay(Node):
    items: list[Node] = field(default_factory=list)


BINDING = {"?": (5, 4), "==": (10, 11), "!=": (10, 11), "<": (12, 13), ">": (12, 13), "<=": (12, 13), ">=": (12, 13),
           "+": (20, 21), "-": (20, 21), "*": (30, 31), "/": (30, 31), "%": (30, 31), "**": (41, 40), "(": (50, 0), "[": (50, 0)}


class Parser:
    def __init__(self, source):
        self.source = source
        self.tokens = list(tokenize(source))
        self.at = 0

    @property
    def token(self):
        return self.tokens[self.at]

    def advance(self):
        token = self.token
        self.at += token.kind is not Kind.END
        return token

    def accept(self, text):
        if self.token.text == text and self.token.kind is Kind.OP:
            return self.advance()

    def expect(self, text):
        if not (token := self.accept(text)):
            raise ParseError(f"expected {text!r}, got {self.token}", self.token, self.source)
        return token

    def program(self):
        statements = []
        while self.token.kind is not Kind.END:
            statements.append(self.statement())
            if not self.accept(";") and self.token.kind is not Kind.END:
                raise ParseError("expected ';'", self.token, self.source)
        return statements

    def statement(self):
        first, second = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if first.kind is Kind.NAME and second.text == "=":
            self.at += 2
            return Let(first.text, self.expression())
        return self.expression()

    def expression(self, least=0):
        left = self.prefix()
        while (op := self.token).kind is Kind.OP and op.text in BINDING:
            power, right_power = BINDING[op.text]
            if power < least:
                break
            self.advance()
            if op.text == "(":
                left = Call(left, self.arguments(")"))
            elif op.text == "[":
                left = Binary("[]", left, self.expression())
                self.expect("]")
            elif op.text == "?":
                then = self.expression()
                self.expect(":")
                left = Conditional(left, then, self.expression(right_power))
            else:
                left = Binary(op.text, left, self.expression(right_power))
        return left

    def arguments(self, end):
        args = []
        while not self.accept(end):
            args.append(self.expression())
            if not self.accept(","):
                self.expect(end)
                break
        return args

    def prefix(self):
        token = self.advance()
        match token:
            case Token(Kind.NUMBER, text):
                return Literal(float(text) if any(c in text for c in ".eE") else int(text))
            case Token(Kind.STRING, text):
                return Literal(text[1:-1].encode().decode("unicode_escape"))
            case Token(Kind.NAME, "fn"):
                params = []
                while self.token.kind is Kind.NAME:
                    params.append(self.advance().text)
                self.expect("->")
                return Lambda(tuple(params), self.expression())
            case Token(Kind.NAME, text):
                return Name(text)
            case Token(Kind.OP, "-" | "!" as op):
                return Unary(op, self.expression(35))
            case Token(Kind.OP, "("):
                inner = self.expression()
                self.expect(")")
                return inner
            case Token(Kind.OP, "["):
                return ListDisplay(self.arguments("]"))
        raise ParseError(f"unexpected {token}", token, self.source)


class Scope(dict):
    def __init__(self, parent=None, /, **names):
        super().__init__(names)
        self.parent = parent

    def __missing__(self, name):
        if self.parent is None:
            raise NameError(f"name {name!r} is not bound", name=name)
        return self.parent[name]


@dataclass
class Closure:
    node: Lambda
    scope: Scope = field(repr=False)

    def __call__(self, *args):
        if len(args) != len(self.node.params):
            raise TypeError(f"takes {len(self.node.params)} arguments, got {len(args)}")
        return evaluate(self.node.body, Scope(self.scope, **dict(zip(self.node.params, args))))


OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod, "**": operator.pow,
             "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "[]": operator.getitem}


@functools.singledispatch
def evaluate(node, scope):
    raise NotImplementedError(f"no rule for {type(node).__name__}")


@evaluate.register
def _(node: Literal, scope):
    return node.value


@evaluate.register
def _(node: Name, scope):
    return scope[node.id]


@evaluate.register
def _(node: Unary, scope):
    value = evaluate(node.operand, scope)
    return -value if node.op == "-" else not value


@evaluate.register
def _(node: Binary, scope):
    return OPERATORS[node.op](evaluate(node.left, scope), evaluate(node.right, scope))


@evaluate.register
def _(node: Call, scope):
    return evaluate(node.function, scope)(*[evaluate(a, scope) for a in node.args])


@evaluate.register
def _(node: Lambda, scope):
    return Closure(node, scope)


@evaluate.register
def _(node: Conditional, scope):
    return evaluate(node.then if evaluate(node.test, scope) else node.otherwise, scope)


@evaluate.register
def _(node: Let, scope):
    scope[node.name] = value = evaluate(node.value, scope)
    return value


@evaluate.register
def _(node: ListDisplay, scope):
    return [evaluate(i, scope) for i in node.items]


def show(node):
    match node:
        case Literal(str() as s):
            return '"' + s + '"'
        case Literal(value):
            return repr(value)
        case Name(id):
            return id
        case Unary(op, operand):
            return f"({op}{show(operand)})"
        case Binary("[]", left, right):
            return f"{show(left)}[{show(right)}]"
        case Binary(op, left, right):
            return f"({show(left)} {op} {show(right)})"
        case Call(function, args):
            return f"{show(function)}({', '.join(map(show, args))})"
        case Lambda(params, body):
            return f"(fn {' '.join(params)} -> {show(body)})"
        case Conditional(test, then, otherwise):
            return f"({show(test)} ? {show(then)} : {show(otherwise)})"
        case Let(name=name, value=value):
            return f"{name} = {show(value)}"
        case ListDisplay(items):
            return f"[{', '.join(map(show, items))}]"


globals_ = Scope(None, max=max, len=len, map=lambda f, xs: [f(x) for x in xs], sum=sum, str=str)
PROGRAMS = [
    "1 + 2 * 3 ** 2 ** 0.5",
    "fact = fn n -> n < 2 ? 1 : n * fact(n - 1); fact(25)",
    'greet = fn who -> "hello, " + who + "\\t!"; greet("wörld")',
    "compose = fn f g -> fn x -> f(g(x)); twice = fn x -> 2 * x; compose(twice, fn x -> x + 1)(20)",
    "map(fn x -> x % 3 == 0 ? \"fizz\" : x, [1, 2, 3, 4, 5, 6])[2]",
    "-2 ** 2; !(1 == 1.0); 7 / 2; 7 % -3; 1e3; [[1], [], [2, 3]][2][1]",
    "undefined + 1", "1 +", "(1, 2)", "1 $ 2", "len(1)", "1 / 0", "fn x -> x", "(fn x y -> x)(1)", "a = b = 3", '"open',
    "x = 1\n; y = x +\n   * 2",
    "max([3, 1, 2]) <= 3 ? \"yes\" : \"no\"", "sum(map(fn n -> n * n, [1, 2, 3.5]))",
]
for source in PROGRAMS:
    print("#", source.replace("\n", "⏎"))
    try:
        tree = Parser(source).program()
        for node in tree:
            print("   ", show(node))
        for node in tree:
            result = evaluate(node, globals_)
            print("    =", result if not isinstance(result, Closure) else repr(result))
    except ParseError as error:
        print("   ", error.show())
        print("   ", str(error), error.args[1][:3])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")

tree = Parser("f(x + 1, -y) ? [1, 2] : fn a b -> a").expression()
print(tree)
print(asdict(tree))
print(astuple(tree))
print([type(n).__name__ for n in tree.walk()], tree == replace(tree), hash(Token(Kind.OP, "+", 1)) == hash(Token(Kind.OP, "+", 9, 9)))
try:
    Token(Kind.OP, "+", 1).text = "-"
except Exception as error:
    print(type(error).__name__, error)
print(list(Kind), Kind(2), Kind["END"], Kind.NUMBER.is_literal, Kind.OP.is_literal, repr(Kind.OP), [k.value for k in Kind])
print(evaluate.dispatch(Let) is evaluate.registry[Let], sorted(c.__name__ for c in evaluate.registry))
try:
    evaluate(3, {})
except NotImplementedError as error:
    print(error)
