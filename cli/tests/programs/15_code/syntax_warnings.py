import sys

lines = []


class Capture:
    def write(self, s):
        lines.append(s)

    def flush(self):
        pass


saved = sys.stderr
sys.stderr = Capture()
for source in ("'\\d'", "b'\\q'", "f'\\d{1}'", "'\\400'", "x is 1", "x is not 'a'", "x is ()", "x is None", "x is -1", "1 is x", "x is ...", "assert (1, 2)", "assert ()", "1()", "'a'()", "[1]()", "(1, 2)()", "{1: 2}()", "None()", "(lambda: 1)()", "f'x'()", "1[0]", "None[0]", "{1}[0]", "(x for x in y)[0]", "'a'['b']", "[1][1, 2]", "(1, 2)['a']", "[1][1.5]", "'abc'[None]", "b'a'['x']", "[1][x]", "0x1for x in y", "1if x else 2", "1or 2", "0b1and 1", "1_0in x", "1is 1", "1e5if 1 else 2", "1jor 2", "0o7not in x", "def f():\n try: pass\n finally: return", "while 1:\n try: pass\n finally: break", "for x in y:\n try: pass\n finally: continue", "try: pass\nfinally:\n for x in y: break", "def f():\n try: pass\n finally:\n  def g(): return 1", "if (1, 2): pass", "x == x == (1 is 1)", "lambda: 1 is 1", "class A: x = '\\z'", "'\\\n'", "r'\\d'", "'''\n\\d\n'''", "x = '\\d' '\\e'", "t'\\d'", "rb'\\d'", "'\\8'", "'\\x41\\y'"):
    lines.clear()
    try:
        compile(source, "<w>", "exec")
        result = "compiles"
    except SyntaxError as e:
        result = f"{type(e).__name__}: {e.msg}"
    print(repr(source), result, *(l.strip() for l in lines if l.strip()), sep=" | ")
sys.stderr = saved
