"""Records which hand-made trees CPython refuses or cannot compile, and why, into frontend/tests/panels/validate.txt.

    python3.14 frontend/tests/record_validate.py

Each tree is one of a few programs with one field of one node changed. A line holds the mode, the outcome (`ok`, or the
exception and its text, with the place of a SyntaxError) and the tree in the manner of ast.dump, separated by tabs.
"""
import ast
import os
import sys
import warnings

PROGRAMS = r"""
def f(a: int, /, b=1, *args: x, c, d=2, **kw: y) -> z: return a
@deco\nasync def f[T: int = str, *Ts = x, **P = y](a): await b
class C[T](B, metaclass=M):\n x: int = 1\n (y): int
del a, b.c, d[e]
x = y, *z = [1, *w]
x.y += z[1:2:3]
type X[T] = list[T]
for a, b in c: pass\nelse: break
async def f():\n async for a in b: pass\n async with a as b, c: pass
while a: continue\nelse: pass
if a: pass\nelif b: pass\nelse: pass
with a as (b, *c), d: pass
match a:\n case 1 | -1 | 1+2j | 'x' | b'x' | a.b | None: pass
match a:\n case [x, *y] if z: pass
match a:\n case {1: a, None: b, -1: c, **rest}: pass
match a:\n case C.D(a, b=c): pass
match a:\n case (1 as x): pass
raise a from b
try: pass\nexcept a as b: pass\nexcept: pass\nelse: pass\nfinally: pass
try: pass\nexcept* a as b: pass
assert a, b
import a.b as c, d
from .a import b as c
from __future__ import division
global a, b
def f():\n nonlocal a\n global b\n return
a and b or c; (d := e); a + b; not a; -a
lambda a, *b, c=1, **d: a
a if b else c; {a: b, **c}; {a, b}
[a for b in c if d]; {a for b in c}; {a: b for c in d}; (a for b in c if d if e)
def f():\n yield\n yield a\n yield from b
a < b <= c; f(a, *b, c=d, **e)
f'{a!r:>{b}}c'; t'{a!r:>{b}}c'
1; 1.5; 2j; 'x'; b'x'; None; True; ...; u'x'
a.b; a[b]; a[b:c, d]; [a, b]; (a, b); (*a,)
""".strip().split("\n")

CONSTANTS = [None, True, ..., 1, 1.5, 2j, "x", b"x", (1, "a"), frozenset({1})]


def replacements(node, field, value, kind):
    """Other values for a field that still are of its type."""
    if isinstance(value, list):
        yield []
        if value:
            yield value[:-1]
            yield value + [value[-1]]
        if field in ("body", "orelse", "finalbody", "elts", "values", "args", "targets", "bases", "decorator_list",
                     "comparators", "ifs", "defaults", "keys") and not isinstance(node, ast.arguments):
            yield value + [None]
        if field == "defaults":
            yield value + [None]
        if field == "kw_defaults":
            yield value + [None]
    elif isinstance(value, ast.expr_context):
        yield from (ctx() for ctx in (ast.Load, ast.Store, ast.Del) if not isinstance(value, ctx))
    elif isinstance(value, ast.expr):
        yield ast.Name("n", ast.Load())
        yield ast.Name("n", ast.Store())
        yield ast.Constant(1)
        yield ast.Constant((1, 2))
        yield ast.Attribute(ast.Name("n", ast.Load()), "a", ast.Load())
        yield ast.Starred(ast.Name("n", ast.Load()), ast.Store())
        yield ast.Call(ast.Name("n", ast.Load()), [], [])
        yield ast.UnaryOp(ast.USub(), ast.Constant("x"))
        yield ast.UnaryOp(ast.USub(), ast.Constant(2j))
        yield ast.BinOp(ast.Constant(1), ast.Add(), ast.Constant(2))
        yield ast.BinOp(ast.Constant(1), ast.Sub(), ast.Constant(2j))
        yield ast.BinOp(ast.Constant(1), ast.Mult(), ast.Constant(2j))
        if "None" in str(kind):
            yield None
    elif isinstance(value, ast.pattern):
        yield ast.MatchStar("s")
        yield ast.MatchAs(None, "_")
        yield ast.MatchAs(ast.MatchAs(None, "q"), None)
        yield ast.MatchAs(None, "True")
        yield ast.MatchValue(ast.Name("n", ast.Load()))
        yield ast.MatchOr([ast.MatchAs(None, "q")])
        yield ast.MatchSingleton(1)
        yield ast.MatchSingleton(False)
        yield ast.MatchSequence([ast.MatchStar("_")])
        if "None" in str(kind):
            yield None
    elif field == "value" and isinstance(node, (ast.Constant, ast.MatchSingleton)):
        yield from (other for other in CONSTANTS if other is not value)
    elif field in ("name", "id", "arg", "attr", "rest", "asname", "module") and kind is not ast.expr:
        if value is None:
            yield "n"
        yield from ("None", "True", "False", "_")
        if "None" in str(kind) and value is not None:
            yield None
    elif field == "level":
        yield from (-1, 0, 3)
    elif field == "simple":
        yield 1 - value
    elif value is None and "expr" in str(kind):
        yield ast.Name("n", ast.Load())
        yield ast.Name("n", ast.Store())


def positions(node):
    line, col = node.lineno, node.col_offset
    yield dict(lineno=line + 5)
    yield dict(end_lineno=line - 1)
    yield dict(col_offset=-1)
    yield dict(col_offset=-1, end_col_offset=-1)
    yield dict(lineno=-3, end_lineno=-3)
    yield dict(lineno=-3)
    yield dict(end_lineno=line, end_col_offset=col - 1)


def outcome(tree, mode):
    try:
        compile(tree, "<tree>", mode)
    except SyntaxError as error:
        place = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        return "%s: %s %s" % (type(error).__name__, error.msg, place)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    return "ok"


def trees():
    for program in PROGRAMS:
        program = program.replace("\\n", "\n")
        yield placed(ast.parse(program))


PLACE = dict(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def placed(tree, only_missing=False):
    """The tree with every node at the place that a dump leaves out."""
    for node in ast.walk(tree):
        for name in node._attributes:
            if not (only_missing and hasattr(node, name)):
                setattr(node, name, PLACE[name])
    return tree


def dump(node):
    """Like ast.dump, with the places that are not PLACE and with all fields."""
    if isinstance(node, list):
        return "[%s]" % ", ".join(map(dump, node))
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = ["%s=%s" % (name, dump(getattr(node, name))) for name in node._fields]
    for name in node._attributes:
        if getattr(node, name) != PLACE[name]:
            parts.append("%s=%r" % (name, getattr(node, name)))
    return "%s(%s)" % (type(node).__name__, ", ".join(parts))


def main():
    warnings.simplefilter("ignore")
    lines, seen = [], set()

    def record(tree, mode):
        text = dump(placed(tree, only_missing=True))
        if text not in seen:
            seen.add(text)
            lines.append("%s\t%s\t%s" % (mode, outcome(tree, mode), text))

    per_kind = {}
    for tree in trees():
        record(tree, "exec")
        for node in ast.walk(tree):
            for field, value in ast.iter_fields(node):
                kind = type(node)._field_types.get(field)
                for number, other in enumerate(replacements(node, field, value, kind)):
                    key = type(node), field, type(value), len(value) if isinstance(value, list) else 0, number
                    per_kind[key] = per_kind.get(key, 0) + 1
                    if per_kind[key] > 1:
                        continue
                    setattr(node, field, other)
                    record(tree, "exec")
                    setattr(node, field, value)
            if "lineno" in node._attributes and isinstance(node, (ast.stmt, ast.expr, ast.pattern, ast.arg,
                                                                 ast.excepthandler, ast.type_param)):
                for number, change in enumerate(positions(node)):
                    key = type(node), "position", number
                    per_kind[key] = per_kind.get(key, 0) + 1
                    if per_kind[key] > 1:
                        continue
                    before = {name: getattr(node, name) for name in change}
                    for name, new in change.items():
                        setattr(node, name, new)
                    record(tree, "exec")
                    for name, old in before.items():
                        setattr(node, name, old)
    for text, mode in (("a", "eval"), ("a; b", "single")):
        record(placed(ast.parse(text, mode=mode)), mode)
    record(ast.Expression(ast.Name("a", ast.Store(), lineno=1, col_offset=0)), "eval")
    record(ast.Interactive([None]), "single")
    record(ast.Module([None], []), "exec")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "panels", "validate.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    refused = sum(1 for line in lines if "\tok\t" not in line)
    print("%d trees, %d refused" % (len(lines), refused))


sys.exit(main())
