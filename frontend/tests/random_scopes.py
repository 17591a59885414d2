"""Writes random programs that are all scopes: functions, classes, comprehensions, type parameters, annotations and
declarations over a few names. Most are wrong in some way; the rest nest deeply.

    python3.14 frontend/tests/random_scopes.py DIRECTORY COUNT [SEED [plain]]

Feed the directory to symtable_differential.py, or, made `plain`, to compare_code.py: CPython's code generator fails, or
even crashes, on names that are its own.
"""
import os
import random
import sys

NAMES = ["a", "b", "c", "__p", "T", "super", "x", "__class__", "__classdict__", "__conditional_annotations__"]
WEIGHTS = [8, 8, 6, 3, 4, 1, 4, 2, 1, 1]
PLAIN = 7


class Maker:
    def __init__(self, seed, plain=False):
        self.names = NAMES[:PLAIN] if plain else NAMES
        self.random = random.Random(seed)
        self.lines = []
        # Most programs keep to what is rarely wrong.
        self.calm = seed % 4 != 0

    def name(self):
        return self.random.choices(self.names, WEIGHTS[:len(self.names)])[0]

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def expr(self, depth):
        if depth <= 0 or self.chance(30):
            return self.name()
        make = self.random.choice([
            lambda: "(%s, %s)" % (self.expr(depth - 1), self.expr(depth - 1)),
            lambda: "lambda %s: %s" % (self.parameters(depth - 1, False), self.expr(depth - 1)),
            lambda: "[%s %s]" % (self.expr(depth - 1), self.clauses(depth - 1)),
            lambda: "[%s %s]" % (self.expr(depth - 1), self.clauses(depth - 1)),
            lambda: "{%s %s}" % (self.expr(depth - 1), self.clauses(depth - 1)),
            lambda: "{%s: %s %s}" % (self.expr(depth - 1), self.expr(depth - 1), self.clauses(depth - 1)),
            lambda: "(%s %s)" % (self.expr(depth - 1), self.clauses(depth - 1)),
            lambda: "(%s := %s)" % (self.name(), self.expr(depth - 1)) if not self.calm else self.name(),
            lambda: "%s(%s, %s=%s)" % (self.name(), self.expr(depth - 1), self.name(), self.expr(depth - 1)),
            lambda: "f'{%s!r:{%s}}'" % (self.name(), self.name()),
            lambda: "t'{%s}'" % self.name(),
            lambda: "(yield %s)" % self.expr(depth - 1) if self.chance(1 if self.calm else 15) else self.name(),
            lambda: "(await %s)" % self.expr(depth - 1) if self.chance(1 if self.calm else 25) else self.name(),
        ])
        return "(%s)" % make() if self.chance(50) else make()

    def clauses(self, depth):
        text = ""
        for _ in range(1 + self.chance(30)):
            text += "%s for %s in (%s)" % (" async" if self.chance(1 if self.calm else 8) else "", self.name(), self.expr(depth))
            if self.chance(30):
                text += " if (%s)" % self.expr(depth)
        return text

    def annotation(self, depth):
        return ": (%s)" % self.expr(depth) if self.chance(40) else ""

    def parameters(self, depth, annotated=True):
        parts, seen = [], set()
        for _ in range(self.random.randrange(3)):
            name = self.name()
            if name in seen and not self.chance(10):
                continue
            seen.add(name)
            text = name + (self.annotation(depth) if annotated else "")
            parts.append(text + "=(%s)" % self.expr(depth))
        if self.chance(20):
            name = self.name()
            if name not in seen:
                parts.append("*" + name + (self.annotation(depth) if annotated else ""))
                seen.add(name)
                if self.chance(40):
                    parts.append("k=(%s)" % self.expr(depth))
        return ", ".join(parts)

    def type_params(self, depth):
        if not self.chance(30):
            return ""
        parts = []
        for name in self.random.sample(["T", "U", "__p", "a", "b"], 1 + self.chance(30)):
            parts.append(name + (": (%s)" % self.expr(depth) if self.chance(30) else ""))
            if self.chance(25):
                parts[-1] += " = (%s)" % self.expr(depth)
        if self.chance(10):
            parts.append("*V = (%s)" % self.expr(depth))
        return "[%s]" % ", ".join(parts)

    def body(self, indent, depth, inside):
        for _ in range(1 + self.random.randrange(3)):
            self.stmt(indent, depth, inside)

    def stmt(self, indent, depth, inside):
        put = lambda text: self.lines.append(" " * indent + text)
        kind = self.random.randrange(16)
        if depth <= 0:
            kind = self.random.choice([6, 7, 8, 9, 10, 11, 12])
        if kind < 3:
            if self.chance(20):
                put("@" + self.name())
            returns = " -> (%s)" % self.expr(1) if self.chance(20) else ""
            put("%sdef %s%s(%s)%s:" % ("async " if self.chance(25) else "", self.name(), self.type_params(1),
                                      self.parameters(1), returns))
            self.body(indent + 1, depth - 1, "function")
        elif kind < 6:
            put("class %s%s(%s):" % (self.random.choice(["C", "_D", "__E", "__", "a"]), self.type_params(1), self.expr(1)))
            self.body(indent + 1, depth - 1, "class")
        elif kind == 6:
            put("%s = %s" % (self.name(), self.expr(2)))
        elif kind == 7:
            put(self.expr(3))
        elif kind == 8:
            put("%s: %s%s" % (self.name(), self.expr(2), " = " + self.expr(1) if self.chance(30) else ""))
        elif kind == 9:
            if self.chance(50):
                put("%s %s" % (self.random.choice(["global", "nonlocal"]), self.name()))
            else:
                put("import %s.%s as %s" % (self.name(), self.name(), self.name()) if self.chance(50)
                    else "import %s.z" % self.name())
        elif kind == 10:
            put("type %s%s = %s" % (self.name(), self.type_params(1), self.expr(2)))
        elif kind == 11:
            put("del %s" % self.name())
        elif kind == 12:
            put("%s += %s" % (self.name(), self.expr(1)))
        elif kind == 13:
            put("if %s:" % self.expr(1))
            self.body(indent + 1, depth - 1, inside)
        elif kind == 14:
            put("for %s in %s:" % (self.name(), self.expr(1)))
            self.body(indent + 1, depth - 1, inside)
        else:
            put("try:")
            self.body(indent + 1, depth - 1, inside)
            put("except %s as %s:" % (self.name(), self.name()))
            self.body(indent + 1, depth - 1, inside)

    def program(self):
        if self.chance(10):
            self.lines.append("from __future__ import annotations")
        self.body(0, 4, "module")
        return "\n".join(self.lines) + "\n"


def main():
    directory, count, *rest = sys.argv[1:]
    seed = int(rest[0]) if rest else 0
    plain = rest[1:] == ["plain"]
    os.makedirs(directory, exist_ok=True)
    for number in range(int(count)):
        with open(os.path.join(directory, "p%06d.py" % number), "w") as file:
            file.write(Maker(seed * 1_000_003 + number, plain).program())


if __name__ == "__main__":
    main()
