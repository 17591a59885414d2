import sys


def show(source, filename="<shown>"):
    try:
        compile(source, filename, "exec")
        print(repr(source), "compiles", file=sys.stderr)
    except SyntaxError as e:
        sys.excepthook(type(e), e, None)


for source in ("x = ", "a b", "f(a b)", "f(1\nx = 2", "if x\n  pass", "if x = 3: pass", "x = {1: 2, 3}", "  indented", "def f():\nx", "'abc", "x = 'abc\n", "f'{x", "f'{x!z}'", "1 = x", "f() = 1", "x + 1 = 2", "(a, b) += 1", "print 'x'", "print x", "exec 'x'", "return 1", "break", "await x", "yield", "class C:\n return", "x = 5 if y", "lambda x=1, y: 0", "def f(x, x): pass", "f(a=1, a=2)", "f(**x, *y)", "é = 1 +", "x = '日本' 5", "\tx = 1\n  y = 2", "a = 1 ? 2", "a ≠ b", "“quoted”", "x = 0777", "x = 1__0", "x = 0xg", "1a", "del f()", "for 1 in x: pass", "with a as 1: pass", "import a.b as", "from a import", "from __future__ import braces", "from __future__ import nope", "x: int: str", "async def f(): [await x for x in y", "match x:\n case a: pass\n case b: pass", "match x:\n case {**_}: pass", "try: pass", "try: pass\nexcept: pass\nexcept A: pass", "else: pass", "(\n1,\n2\nx = 3", "x = [\n1,\n2)", "def f(\n  a,\n  a\n): pass", "class A\n pass", "while True print(1)", "a = b = 1 = c", "True = 1", "None += 1", "__debug__ = 1", "a.True = 1", "[x for x in 1, 2]", "{**x for x in y}", "f(x for x in y, 1)", "a, b: int = 1", "*a = 1", "*a", "del *a", "x = *a", "print(*a b)", "global x, 1", "nonlocal x", "assert", "raise A, B", "lambda: (yield", "\\", "x = \\ 1", "x\\\n", "a; ; b", "if 1:\n    pass\n  pass", "async with a: pass", "def f():\n  async for x in y: pass", "type X = (yield)", "def f[T, T](): pass", "x" * 200 + " y", " " * 100 + "x = = 1", "#" * 50 + "\nx = = 1", "x = (\n" + "1,\n" * 5 + "] ", "def f():\n    '''doc'''\n    return = 1", "print('hello'", "print('hello'))", "if (a := 1) = 2: pass", "'%s' % 1 2", "f'{a b}'", "f'{a' + 'b}'", "b'é'", "u'a' b'b'", "x = yield = 1", "from . import a b", "import a, b c", "with open(x) as f, open(y) as : pass", "a if b else", "not", "a not b", "a is not not b", "@a\nx = 1", "a[1:2:3:4]", "a[]", "a[b c]", "{a b}", "{'a': 1 'b': 2}", "{'a' 1}", "{'a': }", "{: 1}", "(a, b", "[a, b", "{a, b", "a)", "a]", "a}", "f(]", "f[)", "{(}"):
    show(source)
e = SyntaxError("made by hand", ("file.py", 3, 7, "some text here\n", 3, 11))
sys.excepthook(SyntaxError, e, None)
for args in (("f.py", 3, 7, "some text here"), ("f.py", 3, 0, "text"), ("f.py", 3, 100, "text"), ("f.py", 3, -1, "text"), ("f.py", 3, None, "text"), ("f.py", None, None, None), (None, 3, 2, "text"), ("f.py", 3, 2, None), ("f.py", 3, 2, ""), ("f.py", 3, 3, "\t\ttext", 3, 5), ("f.py", 3, 1, "multi\nline", 4, 2), ("f.py", 3, 2, "é日本😀x", 3, 4), ("f.py", 3, 5, "    indented", 3, 9), ("f.py", 3, 2, "text", 3, 2), ("f.py", 3, 2, "text", 3, 0), ("f.py", 3, 2, "text", 5, 9), ("f.py", "x", 2, "text"), ("f.py", 3, 2, b"text")):
    try:
        e = SyntaxError("by hand", args)
        sys.excepthook(SyntaxError, e, None)
    except Exception as error:
        print(type(error).__name__, error, file=sys.stderr)
