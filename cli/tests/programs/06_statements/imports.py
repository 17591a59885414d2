# imports: fake fake.sub odd blocked
import sys
import sys as system, math
import builtins as b
from math import sqrt, pi as PI, floor as f
from sys import *
from time import (
    time,
    sleep as wait,
)

print(sys is system, math.sqrt is sqrt, round(PI, 3), f(2.7), b.len is len, callable(time), callable(wait))
print("maxsize" in globals(), "_getframe" in globals())
print(sys.modules["sys"] is sys, sys.modules["math"] is math, "errno" in sys.modules or "not loaded yet")


def local_import():
    import errno
    from errno import ENOENT as missing

    return errno.ENOENT == missing, "errno" in locals()


print(local_import(), "errno" in globals(), "errno" in sys.modules)
for source in ("import nosuchmodule", "import nosuch.sub", "from nosuch import x", "import sys.nosuch", "from sys import nosuch_name", "from math import sqrtt", "from math import pi, nosuch", "from . import x", "from .x import y", "from .. import x", "import math.pi", "from sys import maxsize as m, nosuch as n", "from time import sleepy", "import builtins.len"):
    try:
        exec(source, {"__name__": "__main__"})
        print(source, "fine")
    except ImportError as error:
        print(source, "!!", type(error).__name__, error, "name", error.name, "path", error.path)
        print("   ", error.msg, error.args, getattr(error, "name_from", None))
for source in ("def f():\n from math import *", "class C:\n from math import *\nprint(C.pi > 3)", "import *", "from math import", "from math import (sqrt,)", "from math import sqrt,", "from math import ()", "import math as", "import math as m.n", "from math import sqrt as s.t", "import .math", "from math import *, pi", "import a.b.c as d, e", "from . import *", "from __future__ import nosuch", "x = 1\nfrom __future__ import annotations", "from __future__ import annotations, division", "from __future__ import braces", "from __future__ import barry_as_FLUFL\n1 <> 2", "'doc'\nfrom __future__ import generators", "import math, ", "from math import (pi", "import math as 5", "from 5 import x", "from ... import a", "from .... import a as b", "from .a.b import c", "import None", "import class"):
    try:
        exec(compile(source, "<i>", "exec"), {"__name__": "test"})
        print(repr(source), "fine")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg, error.lineno, error.offset)
    except ImportError as error:
        print(repr(source), "!!", type(error).__name__, error)
fake = type(sys)("fake", "A made module.")
fake.x = 1
fake._hidden = 2
fake.__all__ = ["x", "y"]
fake.y = 3
sys.modules["fake"] = fake
from fake import x, _hidden
scope = {}
exec("from fake import *", scope)
print(x, _hidden, sorted(k for k in scope if k != "__builtins__"))
fake.__all__ = ["x", "gone"]
try:
    exec("from fake import *", {})
except AttributeError as error:
    print(error)
fake.__all__ = [5]
try:
    exec("from fake import *", {})
except TypeError as error:
    print(error)
del fake.__all__
scope = {}
exec("from fake import *", scope)
print(sorted(k for k in scope if k != "__builtins__"))
fake.__getattr__ = lambda name: f"made {name}"
from fake import anything

print(anything, fake.other, fake)
sub = type(sys)("fake.sub")
sys.modules["fake.sub"] = sub
import fake.sub as s, fake.sub

print(s is sub or s, fake.__name__)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
sys.modules["odd"] = 5
import odd

print(odd)
try:
    from odd import nothing
except ImportError as error:
    print(error)
from odd import real

print(real)
print(__import__("math") is math, __import__("fake.sub") is fake, __import__("fake.sub", fromlist=["x"]) is sub)
for args in ((), (5,), ("",), ("math", 1, 2, 3, 4, 5), ("math", None, None, (), -1), ("x", {}, {}, (), 1), ("x", {"__package__": 5}, {}, (), 1), ("nosuch", None, None, ["a"])):
    try:
        print(__import__(*args))
    except Exception as error:
        print(type(error).__name__, error)
saved = b.__import__
seen = []


def spy(name, globals=None, locals=None, fromlist=(), level=0):
    seen.append((name, fromlist, level))
    return saved(name, globals, locals, fromlist, level)


b.__import__ = spy
import math as again
from sys import path, argv
b.__import__ = saved
print(seen)
print(math, sys, b, __import__("_thread"))
