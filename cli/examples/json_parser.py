"""A JSON parser with errors that say where, and a printer; both in the few lines that JSON deserves."""

import math


class JSONError(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        super().__init__(f"line {line}, column {column}: {message}")
        self.position = position


ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
CONSTANTS = {"true": True, "false": False, "null": None}


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def fail(self, message, position=None):
        raise JSONError(message, self.text, self.at if position is None else position)

    def peek(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def expect(self, char):
        if self.peek() != char:
            self.fail(f"expected {char!r}, found {self.peek()!r}" if self.peek() else f"expected {char!r}, found the end")
        self.at += 1

    def value(self):
        match self.peek():
            case "{":
                return self.object()
            case "[":
                return self.array()
            case '"':
                return self.string()
            case "":
                self.fail("expected a value, found the end")
            case c if c in "-0123456789":
                return self.number()
            case c if c.isalpha():
                return self.constant()
            case c:
                self.fail(f"unexpected {c!r}")

    def items(self, close, item):
        self.at += 1
        if self.peek() == close:
            self.at += 1
            return
        while True:
            yield item()
            if self.peek() == ",":
                self.at += 1
            else:
                self.expect(close)
                return

    def object(self):
        def pair():
            if self.peek() != '"':
                self.fail("a key must be a string")
            key = self.string()
            self.expect(":")
            return key, self.value()

        return dict(self.items("}", pair))

    def array(self):
        return list(self.items("]", self.value))

    def string(self):
        start = self.at
        self.at += 1
        parts = []
        while self.at < len(self.text):
            c = self.text[self.at]
            self.at += 1
            if c == '"':
                return "".join(parts)
            if c == "\\":
                parts.append(self.escape())
            elif c < " ":
                self.fail(f"control character {c!r} in a string", self.at - 1)
            else:
                parts.append(c)
        self.fail("string without an end", start)

    def escape(self):
        c = self.text[self.at : self.at + 1]
        self.at += 1
        if c in ESCAPES and c:
            return ESCAPES[c]
        if c != "u":
            self.fail(f"unknown escape \\{c}", self.at - 2)
        code = self.hex4()
        if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.at):
            self.at += 2
            low = self.hex4()
            code = 0x10000 + (code - 0xD800 << 10) + (low - 0xDC00)
        return chr(code)

    def hex4(self):
        digits = self.text[self.at : self.at + 4]
        try:
            code = int(digits, 16)
        except ValueError as error:
            raise JSONError(f"bad escape \\u{digits}", self.text, self.at - 2) from error
        self.at += 4
        return code

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-.0123456789eE":
            self.at += 1
        literal = self.text[start : self.at]
        digits = literal.lstrip("-")
        if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
            self.fail("a number may not begin with 0", start)
        try:
            return int(literal) if literal.lstrip("-").isdigit() else float(literal)
        except ValueError:
            self.fail(f"bad number {literal}", start)

    def constant(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at].isalpha():
            self.at += 1
        word = self.text[start : self.at]
        if word not in CONSTANTS:
            self.fail(f"unknown word {word}", start)
        return CONSTANTS[word]


def loads(text):
    parser = Parser(text)
    value = parser.value()
    if parser.peek():
        parser.fail("something follows the value")
    return value


def dumps(value, indent=None, level=0):
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            named = {v: k for k, v in ESCAPES.items() if k != "/"}
            return '"' + "".join("\\" + named[c] if c in named else c if c >= " " else f"\\u{ord(c):04x}" for c in value) + '"'
        case float() if not math.isfinite(value):
            raise ValueError(f"JSON has no {value}")
        case int() | float():
            return repr(value)
        case dict():
            parts = [f"{dumps(str(k))}: {dumps(v, indent, level + 1)}" for k, v in value.items()]
            left, right = "{}"
        case list() | tuple():
            parts = [dumps(v, indent, level + 1) for v in value]
            left, right = "[]"
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")
    if indent is None or not parts:
        return left + ", ".join(parts) + right
    line = "\n" + " " * indent * (level + 1)
    return left + line + ("," + line).join(parts) + line[: -indent] + right


DOCUMENT = r"""
{
  "title": "rpython \u2014 Python in Rust",
  "numbers": [0, -1, 3.25, 1e3, 12345678901234567890],
  "nested": {"empty": {}, "list": [[], [[]], {"deep": [true, false, null]}]},
  "text": "quote \" backslash \\ tab \t snowman \u2603 emoji \ud83d\ude00",
  "": "an empty key"
}
"""

data = loads(DOCUMENT)
print(dumps(data, indent=2))
assert loads(dumps(data)) == data
for bad in ('{"a": 1,}', "[1 2]", '{"a" 1}', '"no end', "[1, tru]", "01", '"\\x"', "", "[1]]", '{1: 2}', '["\\u12g4"]', "-", '["a\nb"]', "\n\n  [1,\n   ?]"):
    try:
        print(loads(bad))
    except JSONError as error:
        print(f"{bad!r:>22}  {error}")
