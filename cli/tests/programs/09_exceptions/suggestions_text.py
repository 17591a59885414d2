# What the exceptions say themselves; the suggestions are printed only in tracebacks.
import sys


def text(source, scope=None):
    """The last line of what an uncaught error prints."""
    lines = []

    class Capture:
        def write(self, s):
            lines.append(s)

        def flush(self):
            pass

    saved, sys.stderr = sys.stderr, Capture()
    try:
        exec(source, scope if scope is not None else {})
    except BaseException as e:
        sys.__excepthook__(type(e), e, None)
    finally:
        sys.stderr = saved
    print(source.replace("\n", "; "), "=>", "".join(lines).strip().splitlines()[-1] if lines else "no error")


class A:
    def __init__(self):
        self.blech = 1
        self.bluch = 2
        self.something = 3

    method_name = 1
    _private = 2
    CONSTANT = 3


class Slots:
    __slots__ = ("alpha", "beta")


class Dir:
    def __dir__(self):
        return ["custom_dir"]


class BadDir:
    def __dir__(self):
        raise ValueError


scope = {"A": A, "a": A(), "Slots": Slots, "s": Slots(), "Dir": Dir, "BadDir": BadDir, "sys": sys, "math": __import__("math"), "variable_name": 1, "lst": [], "x": 5, "long_list": [1]}
for source in ("a.blach", "a.bluc", "a.somthing", "a.method_nam", "a.private", "a._privat", "a.constant", "a.CONST", "a.zzzz", "a.b", "a.", "A.method_nane", "A.blech", "s.alpa", "s.betta", "Dir().custom_di", "BadDir().x", "lst.appendd", "lst.push", "lst.add", "'a'.uper", "(1).reel", "sys.exitt", "sys.pth", "math.sqroot", "math.PI", "None.foo", "{}.kys", "{}.has_key", "variable_nam", "variabel_name", "Variable_Name", "pritn(1)", "prnt", "lenn([])", "true", "none", "null", "Flase", "xx", "y", "maxx", "ValueErorr", "import mth", "import mathh", "from math import sqr", "from math import sqrtt", "from sys import pth", "import sis", "from math import zzzzzz", "import nosuchthing", "sys", "math", "long_lst", "long_list_of_things", "def f(abc): pass\nf(abd=1)", "def f(first_argument, second=2): pass\nf(1, secnd=3)", "def f(*, key): pass\nf(ky=1)", "int(bse=2)", "print(1, ends='')", "sorted([], revers=True)", "'a'.split(max_split=1)", "open('x', encodin='u')", "dict.fromkey", "class C:\n def m(self):\n  self.valu\n def __init__(self): self.value = 1\nC().m()", "class C:\n value = 1\n def m(self): return value\nC().m()", "class C:\n def __init__(self): self.attr = 1\n def m(self): return attr\nC().m()", "def f():\n local_variable = 1\n return local_varible\nf()", "def f():\n inner = 1\n def g(): return iner\n g()\nf()", "[varible_name for _ in [1]]", "a.blech.real.imagg", "del variable_nam", "del a.blec", "a.blec += 1", "class C(Objec): pass", "raise ValuError", "try: 1/0\nexcept ZeroDivisionErorr: pass", "for i in rnge(3): pass", "with opn('x'): pass", "asyncio", "collections.deque", "os.path", "time.sleep(1)", "re.compile", "self.x", "cls", "undefined_" + "x" * 50, "a.inner_attribute", "float.hexx", "a.__dic__", "A().__clas__", "lst[0].x", "__nam__", "import sys.nosuch", "exit_", "quit()", "copyright_", "(1).is_interger", "b''.fromhexx", "a.BLECH", "a.blechblech", "(lambda: varable_name)()"):
    text(source, dict(scope))


class Wrapped:
    def __init__(self):
        self.inner = A()
        self.other = Slots()


scope["w"] = Wrapped()
for source in ("w.blech", "w.alpha", "w.something", "w.inne"):
    text(source, dict(scope))
e = NameError("custom message", name="variable_nam")
text("raise e", {"e": e})
e = AttributeError("custom", name="blec", obj=A())
text("raise e", {"e": e})
e = ImportError("custom", name="math", name_from="sqrtt")
text("raise e", {"e": e})
text("raise AttributeError('no name', obj=1)")
text("raise NameError('plain')")
text("raise NameError")
