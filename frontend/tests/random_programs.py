"""Writes random programs rich in control flow, patterns and constants: food for compare_code.py.

    python3.14 frontend/tests/random_programs.py DIRECTORY COUNT [SEED]

Only programs that CPython compiles are written, so the directory may hold fewer.
"""
import os
import random
import sys
import warnings

NAMES = ["a", "b", "c", "d", "x", "y", "self", "__p"]
CONSTANTS = ["0", "1", "-1", "255", "256", "1.5", "2j", "'s'", "'é'", "b'b'", "None", "True", "False", "...", "()", "''",
             "10**100", "1 << 70", "(1, 2, (3, 'x'))", "'a' 'b'", "1 + 2", "'x' * 3", "(1,) + (2,)", "not 1", "-(-1)",
             "~5", "2 ** 10", "'abc'[1]", "1 if 1 else 2", "__debug__", "1e400", "-0.0", "0.0", "1 == 1.0", "{1, 2}",
             "[1, 2, 3]", "[]", "{}", "{'k': 1, 'l': 2}", "frozenset", "1_000", "0xFF", "(1, 1.0, True)"]
BINARY = ["+", "-", "*", "/", "//", "%", "@", "**", "<<", ">>", "&", "|", "^"]
COMPARE = ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []

    def name(self):
        return self.random.choice(NAMES)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def some(self, make, most=3):
        return ", ".join(make() for _ in range(self.random.randrange(most + 1)))

    def target(self, depth):
        if depth <= 0 or self.chance(60):
            return self.name()
        e = lambda: self.expr(depth - 1)
        t = lambda: self.target(depth - 1)
        return self.random.choice([
            lambda: "%s.%s" % (self.name(), self.name()), lambda: "%s[%s]" % (self.name(), e()),
            lambda: "(%s, %s)" % (t(), t()), lambda: "[%s, *%s]" % (t(), self.name()),
            lambda: "(*%s, %s, %s)" % (self.name(), t(), t()), lambda: "%s[%s:%s]" % (self.name(), e(), e())])()

    def expr(self, depth):
        if depth <= 0 or self.chance(25):
            return self.name() if self.chance(55) else "(%s)" % self.random.choice(CONSTANTS)
        e = lambda: self.expr(depth - 1)
        n = self.name
        return self.random.choice([
            lambda: "(%s %s %s)" % (e(), self.random.choice(BINARY), e()),
            lambda: "(%s %s %s)" % (e(), self.random.choice(BINARY), e()),
            lambda: "(%s %s %s)" % (e(), self.random.choice(COMPARE), e()),
            lambda: "(%s < %s %s %s)" % (e(), e(), self.random.choice(COMPARE), e()),
            lambda: "(%s and %s or %s)" % (e(), e(), e()),
            lambda: "(%s or %s and not %s)" % (e(), e(), e()),
            lambda: "(not %s)" % e(), lambda: "(-%s)" % e(), lambda: "(~%s)" % e(),
            lambda: "(%s if %s else %s)" % (e(), e(), e()),
            lambda: "%s(%s)" % (n(), self.some(e)),
            lambda: "%s.%s(%s)" % (e(), n(), self.some(e)),
            lambda: "%s(%s, *%s, k=%s, **%s)" % (n(), e(), e(), e(), e()),
            lambda: "%s(%s, k=%s)" % (n(), e(), e()),
            lambda: "super().%s(%s)" % (n(), e()), lambda: "super().%s" % n(),
            lambda: "%s.%s" % (e(), n()), lambda: "%s[%s]" % (e(), e()), lambda: "%s[%s:%s]" % (e(), e(), e()),
            lambda: "%s[1:2]" % e(), lambda: "%s[:, %s]" % (e(), e()), lambda: "%s[::%s]" % (e(), e()),
            lambda: "[%s]" % self.some(e, 5), lambda: "(%s,)" % e(), lambda: "{%s, %s}" % (e(), e()),
            lambda: "[%s, *%s]" % (e(), e()), lambda: "(*%s, %s)" % (e(), e()), lambda: "{*%s}" % e(),
            lambda: "{%s: %s, **%s}" % (e(), e(), e()), lambda: "{%s: %s}" % (e(), e()),
            lambda: "[%s for %s in %s if %s]" % (e(), self.target(1), e(), e()),
            lambda: "{%s: %s for %s in %s}" % (e(), e(), self.target(1), e()),
            lambda: "{%s for %s in %s for %s in %s}" % (e(), n(), e(), n(), e()),
            lambda: "(%s for %s in %s)" % (e(), n(), e()),
            lambda: "%s(%s for %s in %s)" % (self.random.choice(["all", "any", "tuple", "list", "set"]), e(), n(), e()),
            lambda: "(lambda %s, /, b=%s, *, c=%s: %s)" % (n() + "1", e(), e(), e()),
            lambda: "(lambda: %s)" % e(),
            lambda: "(%s := %s)" % (n(), e()),
            lambda: "f'{%s!r:>{%s}}x{%s}'" % (n(), n(), n()), lambda: "f'{%s=}'" % n(), lambda: "t'{%s}{%s:x}'" % (n(), n()),
            lambda: "('%%s %%r' %% (%s, %s))" % (e(), e()),
            lambda: "(%s in (1, 2, 3))" % e(), lambda: "(%s in {1, 2})" % e(), lambda: "(%s is None)" % e(),
            lambda: "(%s is not None and %s)" % (e(), e()),
            lambda: "(yield %s)" % e() if self.chance(30) else n(),
            lambda: "(await %s)" % e() if self.chance(30) else n(),
            lambda: "(yield from %s)" % e() if self.chance(15) else n(),
        ])()

    def test(self, depth):
        return self.random.choice([self.expr(depth), self.expr(depth), "1", "0", "True", "not x", "x and y", "x or y",
                                   "x if y else z", "a < b < c", "x is None", "'' ", "__debug__", "not (x or y)"])

    def put(self, indent, text):
        self.lines.append("    " * indent + text)

    def body(self, indent, depth, most=3):
        for _ in range(1 + self.random.randrange(most)):
            self.stmt(indent + 1, depth)

    def pattern(self, depth):
        if depth <= 0:
            return self.random.choice(["_", "1", "-1", "'s'", "None", "True", "a.b", "1+2j", "cap%d" % self.random.randrange(99)])
        p = lambda: self.pattern(depth - 1)
        return self.random.choice([
            lambda: "[%s, %s]" % (p(), p()), lambda: "[%s, *_]" % p(), lambda: "[*r%d, %s]" % (self.random.randrange(99), p()),
            lambda: "{1: %s, 'k': %s}" % (p(), p()), lambda: "{None: %s, **q%d}" % (p(), self.random.randrange(99)),
            lambda: "C(%s, k=%s)" % (p(), p()), lambda: "C()", lambda: "(%s) as z%d" % (p(), self.random.randrange(99)),
            lambda: "1 | 'x' | a.b", lambda: "[] | {}", lambda: "(%s,)" % p(), lambda: "[]", p])()

    def stmt(self, indent, depth):
        e = lambda: self.expr(2)
        simple = [
            lambda: "pass", lambda: "%s = %s" % (self.target(2), self.expr(3)), lambda: "%s = %s = %s" % (self.target(1), self.target(1), e()),
            lambda: self.expr(3), lambda: "%s: %s = %s" % (self.name(), e(), e()), lambda: "%s: %s" % (self.name(), e()),
            lambda: "%s %s= %s" % (self.name(), self.random.choice(BINARY), e()),
            lambda: "%s.%s += %s" % (self.name(), self.name(), e()), lambda: "%s[%s] -= %s" % (self.name(), e(), e()),
            lambda: "%s[%s:%s] *= %s" % (self.name(), e(), e(), e()),
            lambda: "return %s" % e(), lambda: "return", lambda: "break", lambda: "continue", lambda: "return 1",
            lambda: "del %s, %s.%s, %s[%s]" % (self.name(), self.name(), self.name(), self.name(), e()),
            lambda: "assert %s, %s" % (e(), e()), lambda: "assert %s" % e(), lambda: "raise %s from %s" % (e(), e()), lambda: "raise",
            lambda: "raise %s" % e(),
            lambda: "import %s.%s as %s" % (self.name(), self.name(), self.name()), lambda: "import %s.q" % self.name(),
            lambda: "from .%s import %s, %s as %s" % (self.name(), self.name(), self.name(), self.name()),
            lambda: "a, b = b, a", lambda: "a, b, c = c, b, a", lambda: "a, *b = %s" % e(), lambda: "[a, b] = %s, %s" % (e(), e()),
            lambda: "x, y = [%s, %s]" % (e(), e()),
            lambda: "type A%d[T: %s = %s] = %s" % (self.random.randrange(9), e(), e(), e()),
            lambda: "'doc'", lambda: "1",
        ]
        kind = self.random.randrange(24) if depth > 0 else 0
        if kind < 8:
            text = self.random.choice(simple)()
            self.put(indent, text)
        elif kind < 10:
            self.put(indent, "if %s:" % self.test(2))
            self.body(indent, depth - 1)
            if self.chance(40):
                self.put(indent, "elif %s:" % self.test(2))
                self.body(indent, depth - 1)
            if self.chance(40):
                self.put(indent, "else:")
                self.body(indent, depth - 1)
        elif kind < 12:
            self.put(indent, "while %s:" % self.test(2))
            self.body(indent, depth - 1)
            if self.chance(30):
                self.put(indent, "else:")
                self.body(indent, depth - 1)
        elif kind < 14:
            self.put(indent, "%sfor %s in %s:" % ("async " if self.chance(15) else "", self.target(2), e()))
            self.body(indent, depth - 1)
            if self.chance(30):
                self.put(indent, "else:")
                self.body(indent, depth - 1)
        elif kind < 17:
            self.put(indent, "try:")
            self.body(indent, depth - 1)
            star = "*" if self.chance(15) else ""
            handlers = self.random.randrange(3)
            for _ in range(handlers):
                self.put(indent, "except%s %s%s:" % (star, e(), " as " + self.name() if self.chance(50) else ""))
                self.body(indent, depth - 1)
            if not star and self.chance(25):
                self.put(indent, "except:")
                self.body(indent, depth - 1)
                handlers += 1
            if handlers and self.chance(30):
                self.put(indent, "else:")
                self.body(indent, depth - 1)
            if not handlers or self.chance(40):
                self.put(indent, "finally:")
                self.body(indent, depth - 1)
        elif kind < 19:
            items = ["%s%s" % (e(), " as " + self.target(1) if self.chance(60) else "") for _ in range(1 + self.chance(30))]
            self.put(indent, "%swith %s:" % ("async " if self.chance(15) else "", ", ".join(items)))
            self.body(indent, depth - 1)
        elif kind < 21:
            self.put(indent, "match %s:" % e())
            for _ in range(1 + self.random.randrange(3)):
                guard = " if %s" % self.test(1) if self.chance(30) else ""
                self.put(indent + 1, "case %s%s:" % (self.pattern(2), guard))
                self.body(indent + 1, depth - 1, 2)
        elif kind < 23:
            if self.chance(20):
                self.put(indent, "@%s" % e())
            params = self.random.choice(["", "a", "self, *b", "a, b=%s, /, c: %s = %s, *d, x=%s, **y" % (e(), e(), e(), e()), "a, *, b", "x=%s" % e()])
            generic = self.random.choice(["", "", "", "[T]", "[T: %s, *U, **P]" % e()])
            self.put(indent, "%sdef %s%s(%s)%s:" % ("async " if self.chance(25) else "", self.name(), generic, params,
                                                   " -> %s" % e() if self.chance(20) else ""))
            if self.chance(20):
                self.put(indent + 1, "'doc'")
            if self.chance(15):
                self.put(indent + 1, self.random.choice(["global x", "nonlocal y", "global a, b"]))
            self.body(indent, depth - 1, 4)
        else:
            generic = self.random.choice(["", "", "[T]", "[T = %s]" % e()])
            self.put(indent, "class %s%s%s:" % (self.random.choice(["C", "_D"]), generic, self.random.choice(["", "(%s)" % e(), "(%s, k=%s)" % (e(), e())])))
            self.body(indent, depth - 1, 4)

    def program(self):
        if self.chance(5):
            self.lines.append("from __future__ import annotations")
        if self.chance(60):
            self.put(0, self.random.choice(["def f(a, b=1, *c, d, **x):", "async def f(a, b):", "class C:\n  def m(self, a):"]))
            if self.lines[-1].startswith("class"):
                self.body(1, 3, 5)
            else:
                self.body(0, 3, 5)
        else:
            for _ in range(1 + self.random.randrange(4)):
                self.stmt(0, 3)
        return "\n".join(self.lines) + "\n"


def main():
    warnings.simplefilter("ignore")
    directory, count, *seed = sys.argv[1:]
    seed = int(seed[0]) if seed else 0
    os.makedirs(directory, exist_ok=True)
    written = 0
    for number in range(int(count)):
        program = Maker(seed * 1_000_003 + number).program()
        try:
            compile(program, "<random>", "exec")
        except Exception:
            continue
        written += 1
        with open(os.path.join(directory, "p%06d.py" % number), "w", encoding="utf-8") as file:
            file.write(program)
    print("%d programs" % written)


if __name__ == "__main__":
    main()
