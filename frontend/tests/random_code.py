#!/usr/bin/env python3
"""Compares the code of random programs with CPython's: statements nested in every way, constants, odd targets.

    $RPYTHON_ORACLE/bin/python3.14 random_code.py [--front PROGRAM] [--count N] [--seed N] [-O N]
"""
import argparse
import marshal
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from compare_code import differences

NAMES = ["a", "b", "c", "d", "__e", "self"]
CONSTS = ["0", "1", "-1", "300", "2.5", "'s'", "b'b'", "None", "True", "False", "...", "()", "(1, 2)", "1j", "''", "10**20"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"]
COMPARE = ["<", "<=", "==", "!=", ">", ">=", "is", "is not", "in", "not in"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.in_loop = self.in_function = self.is_async = self.in_star = False

    def pick(self, items):
        return self.random.choice(items)

    def few(self, make, most=3):
        return [make() for _ in range(self.random.randint(1, most))]

    def expr(self, depth=3):
        r = self.random.random()
        if depth <= 0 or r < 0.22:
            return self.pick(NAMES) if self.random.random() < 0.65 else self.pick(CONSTS)
        sub = lambda: self.expr(depth - 1)
        kinds = [
            lambda: f"({sub()} {self.pick(BINARY)} {sub()})",
            lambda: f"({self.pick(['-', '+', '~', 'not '])}{sub()})",
            lambda: "(" + f" {self.pick(['and', 'or'])} ".join(self.few(sub) + [sub()]) + ")",
            lambda: f"({sub()} {self.pick(COMPARE)} {sub()})",
            lambda: f"({sub()} {self.pick(COMPARE)} {sub()} {self.pick(COMPARE)} {sub()})",
            lambda: f"({sub()} if {sub()} else {sub()})",
            lambda: f"{self.pick(NAMES)}({', '.join(self.few(sub))})",
            lambda: f"{self.pick(NAMES)}.{self.pick(NAMES)}({', '.join(self.few(sub))}, k={sub()})",
            lambda: f"{self.pick(NAMES)}(*{sub()}, **{sub()})",
            lambda: f"{self.pick(NAMES)}.{self.pick(NAMES)}",
            lambda: f"{self.pick(NAMES)}[{sub()}]",
            lambda: f"{self.pick(NAMES)}[{sub()}:{sub()}]",
            lambda: "[" + ", ".join(self.few(sub, 5)) + "]",
            lambda: "(" + ", ".join(self.few(sub, 4)) + ",)",
            lambda: "{" + ", ".join(self.few(sub, 4)) + "}",
            lambda: "{" + ", ".join(f"{sub()}: {sub()}" for _ in range(2)) + "}",
            lambda: f"[*{sub()}, {sub()}]",
            lambda: f"[{sub()} for {self.target()} in {sub()} if {sub()}]",
            lambda: f"{{{self.pick(NAMES)}: {sub()} for {self.pick(NAMES)} in {sub()}}}",
            lambda: f"[{sub()} for a in {sub()} for b in {sub()}]",
            lambda: f"({sub()} for {self.pick(NAMES)} in {sub()})",
            lambda: f"(lambda {self.pick(['a', 'a, b=1', '*a', 'a, /, b, *, c=d'])}: {sub()})",
            lambda: f"f'{{{self.pick(NAMES)}!r}}x{{{self.pick(NAMES)}:>{{{self.pick(NAMES)}}}}}'",
            lambda: f"({self.pick(NAMES)} := {sub()})",
            lambda: f"{self.pick(['all', 'any', 'tuple'])}({sub()} for {self.pick(NAMES)} in {sub()})",
        ]
        if self.in_function:
            kinds.append(lambda: f"(yield {sub()})")
            if self.is_async:
                kinds.append(lambda: f"(await {sub()})")
        return self.pick(kinds)()

    def target(self):
        return self.pick([
            lambda: self.pick(NAMES), lambda: self.pick(NAMES), lambda: f"{self.pick(NAMES)}.{self.pick(NAMES)}",
            lambda: f"{self.pick(NAMES)}[{self.expr(1)}]", lambda: f"{self.pick(NAMES)}, *{self.pick(NAMES)}",
            lambda: f"({self.pick(NAMES)}, {self.pick(NAMES)})", lambda: f"{self.pick(NAMES)}[{self.expr(1)}:]",
        ])()

    def pattern(self, depth=2):
        if depth <= 0:
            return self.pick(["1", "'s'", "None", "-2", "a.b", "_"])
        sub = lambda: self.pattern(depth - 1)
        return self.pick([sub, lambda: f"[{sub()}, *_, {sub()}]", lambda: f"[{sub()}, {sub()}]",
                          lambda: f"{{'k': {sub()}, **rest}}", lambda: f"A({sub()}, x={sub()})",
                          lambda: f"{self.pick(['1', 'None', 'b.c'])} | {self.pick(['2', 'True', 'd.e'])}",
                          lambda: f"{sub()} as whole"])()

    def block(self, depth, indent):
        return "\n".join(self.stmt(depth - 1, indent + 1) for _ in range(self.random.randint(1, 3)))

    def stmt(self, depth, indent):
        pad = " " * indent
        simple = [
            lambda: f"{self.target()} = {self.expr()}", lambda: f"{self.target()} = {self.pick(NAMES)} = {self.expr()}",
            lambda: f"{self.pick(NAMES)} {self.pick(BINARY)}= {self.expr()}", lambda: self.expr(), lambda: "pass",
            lambda: f"{self.pick(NAMES)}.x += {self.expr(1)}", lambda: f"a[{self.expr(1)}] -= {self.expr(1)}",
            lambda: f"del {self.pick(NAMES)}", lambda: f"assert {self.expr(2)}, {self.expr(1)}",
            lambda: f"raise {self.expr(1)} from {self.expr(1)}", lambda: "import os.path as a",
            lambda: "from os import path as b, sep", lambda: f"a, b = b, {self.expr(1)}", lambda: "a, b, c = c, b, a",
            lambda: f"{self.pick(NAMES)}: {self.expr(1)} = {self.expr(1)}", lambda: f"{self.pick(NAMES)}: {self.pick(NAMES)}",
        ]
        if self.in_function and not self.in_star:
            simple += [lambda: f"return {self.expr()}" if not self.is_async else "return", lambda: "return", lambda: "return 1"
                       if not self.is_async else "return"]
        if self.in_loop and not self.in_star:
            simple += [lambda: "break", lambda: "continue"] * 2
        if depth <= 0 or self.random.random() < 0.4:
            return pad + self.pick(simple)()
        return self.pick([self.if_, self.while_, self.for_, self.try_, self.try_, self.with_, self.match, self.function,
                          self.class_, self.star])(depth, indent)

    def scoped(self, depth, indent, **changes):
        before = dict(self.__dict__)
        self.__dict__.update(changes)
        text = self.block(depth, indent)
        for name in changes:
            self.__dict__[name] = before[name]
        return text

    def if_(self, depth, indent):
        pad = " " * indent
        text = f"{pad}if {self.expr()}:\n{self.block(depth, indent)}"
        if self.random.random() < 0.4:
            text += f"\n{pad}elif {self.expr()}:\n{self.block(depth, indent)}"
        if self.random.random() < 0.5:
            text += f"\n{pad}else:\n{self.block(depth, indent)}"
        return text

    def loop_else(self, depth, indent):
        return f"\n{' ' * indent}else:\n{self.block(depth, indent)}" if self.random.random() < 0.3 else ""

    def while_(self, depth, indent):
        body = self.scoped(depth, indent, in_loop=True, in_star=False)
        return f"{' ' * indent}while {self.pick([self.expr(), '1', 'True'])}:\n{body}" + self.loop_else(depth, indent)

    def for_(self, depth, indent):
        body = self.scoped(depth, indent, in_loop=True, in_star=False)
        word = "async for" if self.is_async and self.random.random() < 0.5 else "for"
        return f"{' ' * indent}{word} {self.target()} in {self.expr()}:\n{body}" + self.loop_else(depth, indent)

    def try_(self, depth, indent):
        pad = " " * indent
        text = f"{pad}try:\n{self.block(depth, indent)}"
        handlers = self.random.randint(0, 2)
        for _ in range(handlers):
            name = self.pick(["", " as a", " as e"])
            text += f"\n{pad}except {self.pick(['E', '(E, F)', 'x.y'])}{name}:\n{self.block(depth, indent)}"
        if handlers and self.random.random() < 0.3:
            text += f"\n{pad}except:\n{self.block(depth, indent)}"
        if handlers and self.random.random() < 0.3:
            text += f"\n{pad}else:\n{self.block(depth, indent)}"
        if not handlers or self.random.random() < 0.4:
            text += f"\n{pad}finally:\n{self.block(depth, indent)}"
        return text

    def star(self, depth, indent):
        pad = " " * indent
        text = f"{pad}try:\n{self.block(depth, indent)}"
        for _ in range(self.random.randint(1, 2)):
            body = self.scoped(depth, indent, in_star=True)
            text += f"\n{pad}except* {self.pick(['E', 'F'])}{self.pick(['', ' as a'])}:\n{body}"
        if self.random.random() < 0.3:
            text += f"\n{pad}finally:\n{self.block(depth, indent)}"
        return text

    def with_(self, depth, indent):
        word = "async with" if self.is_async and self.random.random() < 0.5 else "with"
        items = ", ".join(self.few(lambda: self.expr(1) + self.pick(["", f" as {self.pick(NAMES)}"]), 2))
        return f"{' ' * indent}{word} {items}:\n{self.block(depth, indent)}"

    def match(self, depth, indent):
        pad = " " * indent
        text = f"{pad}match {self.expr()}:"
        for _ in range(self.random.randint(1, 3)):
            guard = f" if {self.expr(1)}" if self.random.random() < 0.7 else ""
            text += f"\n{pad} case {self.pattern()}{guard}:\n{self.block(depth, indent + 1)}"
        return text

    def function(self, depth, indent):
        is_async = self.random.random() < 0.3
        body = self.scoped(depth, indent, in_function=True, in_loop=False, in_star=False, is_async=is_async)
        pad = " " * indent
        head = self.pick(["a, b=1, *c, d, **self", "", "self", "a, /, b: int = 2, *, c: 'x' = 3", "self, __e"])
        decorator = f"{pad}@{self.expr(1)}\n" if self.random.random() < 0.2 else ""
        generic = self.pick(["", "", "[T, *U]"])
        return f"{decorator}{pad}{'async ' * is_async}def f{generic}({head}):\n{body}"

    def class_(self, depth, indent):
        body = self.scoped(depth, indent, in_function=False, in_loop=False, in_star=False, is_async=False)
        generic = self.pick(["", "", "[T: int = str]"])
        return f"{' ' * indent}class A{generic}({', '.join(self.few(lambda: self.expr(1), 2))}, k={self.expr(1)}):\n{body}"


def main():
    here = Path(__file__).resolve()
    parser = argparse.ArgumentParser()
    parser.add_argument("--front", default=str(here.parents[2] / "target/release/examples/front"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-O", type=int, default=0)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    programs = {}
    seed = args.seed
    while len(programs) < args.count:
        maker = Maker(seed)
        source = "\n".join(maker.stmt(4, 0) for _ in range(4)) + "\n"
        name = f"r{seed}.py"
        seed += 1
        try:
            programs[name] = source, compile(source, name, "exec", dont_inherit=True, optimize=args.O)
        except SyntaxError:
            continue
    bad = 0
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for name, (source, _) in programs.items():
            (Path(directory) / name).write_text(source)
            paths.append(name)
        for start in range(0, len(paths), 500):
            subprocess.run([args.front, "pyc", "-O", str(args.O), "--out", "out", *paths[start:start + 500]], cwd=directory,
                           stdout=subprocess.DEVNULL)
        for name, (source, theirs) in programs.items():
            try:
                ours = marshal.loads((Path(directory) / "out" / (name + "c")).read_bytes()[16:])
            except FileNotFoundError:
                bad += 1
                print(f"{name}: no code\n{source}")
                continue
            found = list(differences(ours, theirs))
            if found:
                bad += 1
                if bad <= 3:
                    print(f"{name}: {found[0][:4]}\n{source}")
    print(f"programs compared: {len(programs)}, differ: {bad}")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
