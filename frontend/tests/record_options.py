"""Records what CPython's parser makes of programs under its options: type comments, older grammars, incomplete input.

    $RPYTHON_ORACLE/bin/python3.14 record_options.py > panels/options.txt

A record is two lines: `mode flags minor answer` and the source. Flags are letters (`t` type comments, `i` incomplete input
allowed, `d` dedents not implied, `-` none); the answer is `tree` and the dump with positions, or the error as
`record_errors.py` writes it.
"""

import ast
import io
import os
import sys
import textwrap
import warnings

ORACLE = os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle"))
TESTS = os.path.join(ORACLE, "testlib/test")
FLAGS = {"t": ast.PyCF_TYPE_COMMENTS, "i": 0x4000, "d": 0x200}
VERSIONED = """
x: int = 1
(x): int
async def f(): pass
async def f():\\n    async with a: pass
async def f():\\n    async for a in b: pass
async def f(): await x
[x async for x in y]
a @ b
a @= b
f'{a}'
1_000
(a := 1)
def f(a, /, b): pass
lambda a, /: 1
def f(a=1, /, b=2): pass
match x:\\n    case 1: pass
match x\\n    case 1: pass
try: pass\\nexcept* A: pass
try: pass\\nexcept A, B: pass
try: pass\\nexcept* A, B: pass
type X = int
def f[T](): pass
class A[T]: pass
def f[T = int](): pass
class A[*Ts = *tuple[int]]: pass
class A[**P = int]: pass
t'{a}'
with (a as b, c as d): pass
f(*a, **b)
print(*a, end='')
a[*b]
def f(*args: *Ts): pass
""".strip().splitlines()
COMMENTS = """
x = 1 # type: int
x = y = [] # type: List[int]
def f(a, # type: int\\n      b): # type: (...) -> None\\n    pass
def f(a, b):\\n    # type: (int, str) -> None\\n    pass
def f(a): # type: (int) -> None\\n    # type: (int) -> None\\n    pass
def f(*, # type: int\\n  a): pass
def f(*a, # type: int\\n  b=1, # type: str\\n  **c # type: bool\\n  ): pass
def f(a, # type: int\\n  /, # type: int\\n  b): pass
for x in y: # type: int\\n    pass
with a as b: # type: int\\n    pass
with (a as b): # type: int\\n    pass
async def f():\\n    async for x in y: # type: int\\n        pass\\n    async with a: # type: int\\n        pass
x = 1 # type: ignore
x = 1 # type: ignore[excuse]
# type: ignore\\nx = 1
import a # type: ignore\\nimport b # type: ignored\\n
x = 1 # type:int
x = 1 #type: int
x = (1, # type: int\\n  2)
if x: # type: int\\n    pass
x += 1 # type: int
x: int = 1 # type: int
return 1 # type: int
f(a, # type: int\\n  b)
class A: # type: int\\n    pass
while x: # type: ignore\\n    pass
# type: int
def f():\\n    # type: () -> int\\n    # type: () -> int\\n    pass
def f(): # type: () -> int\\n    pass\\n\\n
async def f(): # type: () -> int\\n    pass
lambda a: 1 # type: int
""".strip().splitlines()
PIECES = """
|\\n|#a|# a\\n|a|a\\n|a b|a =|a = 1\\n|(|(a|(a\\n|(a,\\n|)|[|[1,\\n2|{|'a|'''a|'''a\\n|'a\\\\\\n|f'{|f'{a|f'''{a|f'''{a\\n|if|if a|if a:|if a:\\n|if a:\\n  b|if a:\\n  b\\n|if a:\\n  b\\n\\n
if a:\\n  b\\nelse|if a:\\n  b\\nelse:|if a:\\n  b\\nelse:\\n  c\\n|if a: b|if a: b\\n|if a: b\\n\\n|def f(|def f():|def f():\\n|def f():\\n  '''|def f():\\n  pass\\n|class A|class A:\\n|@|@a|@a\\n|@a\\ndef f(): pass
try:|try:\\n  a\\n|try:\\n  a\\nexcept:|try:\\n  a\\nexcept:\\n  b\\n|try:\\n  a\\nx|for|for a in|for a in b:\\n|while a:|with a as|with a:\\n|match a:\\n|match a:\\n  case b:\\n|match a:\\n  case b:\\n    c\\n|lambda|lambda a:|a if|a if b else|not|a and|a.|a[|a[b|a(|a(b,|*|**|a \\\\|a \\\\\\n|\\\\|import|import a|from|from a|from a import|from a import (|from a import (b|return|yield|raise|del|assert|global|pass;|pass; |a;b\\n|a;b
a b c|a = = b|)(|]|a]|if a:\\nb|  a|  a\\n|a\\n  b|if a:\\n    b\\n  c|if a:\\n\\tb\\n        c|0x|1__0|$|?|'''\\n'''a|"a" "b|b'a|t'{a|async|async def|async def f():|await|type X|type X =|type|match|case|_|print a|else:|elif a:|except:|finally:
""".strip().replace("\n", "|").split("|")


def answer(source, mode, flags, minor):
    value = ast.PyCF_ONLY_AST
    for letter in flags:
        value |= FLAGS.get(letter, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if minor == 14:
                tree = compile(source, "<panel>", mode, value, dont_inherit=True)
            else:
                tree = compile(source, "<panel>", mode, value, dont_inherit=True, _feature_version=minor)
    except Exception as error:
        place = [getattr(error, key, None) for key in ("lineno", "offset", "end_lineno", "end_offset")]
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        return " ".join([type(error).__name__, *("-" if part is None else str(part) for part in place), escape(message)])
    return "tree " + escape(ast.dump(tree, include_attributes=True))


def escape(text):
    for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0")):
        text = text.replace(plain, escaped)
    return text


def programs():
    for source in VERSIONED:
        for minor in range(3, 15):
            yield source.replace("\\n", "\n"), "exec", "-", minor
    for source in COMMENTS:
        for flags in ("t", "-"):
            yield source.replace("\\n", "\n"), "exec", flags, 14
    with open(os.path.join(TESTS, "test_type_comments.py"), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" in node.value:
            yield textwrap.dedent(node.value), "exec", "t", 14
    for source in ("() -> a", "(a, b) -> c", "(*a) -> b", "(*a, **b) -> c", "(a, *b, **c) -> d", "(**a) -> b", "(**a, *b) -> c",
                   "(a) - b", "a -> b", "(a,) -> b", "(*a, b) -> c", "(a, *b) -> c\n", "(a, **b) -> c\n\n", "() -> a b", "(",
                   "(yield) -> a", "(a := b) -> c", "(lambda: a) -> b", "(*a, *b) -> c", "(**a, **b) -> c", "() ->", ""):
        yield source, "func_type", "-", 14
        yield source, "func_type", "t", 14
    for piece in PIECES:
        source = piece.replace("\\\\", "\x01").replace("\\n", "\n").replace("\x01", "\\")
        for mode in ("single", "exec", "eval"):
            for flags in ("-", "i", "id", "d"):
                yield source, mode, flags, 14


def main():
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="\n")
    seen = set()
    for program in programs():
        if program in seen:
            continue
        seen.add(program)
        source, mode, flags, minor = program
        print(mode, flags, minor, answer(source, mode, flags, minor), file=out)
        print(escape(source), file=out)


if __name__ == "__main__":
    main()
