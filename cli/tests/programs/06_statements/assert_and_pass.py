def check(f):
    try:
        f()
        print("passed")
    except AssertionError as error:
        print(repr(error), error.args, str(error))
    except Exception as error:
        print(type(error).__name__, error)


def a1():
    assert True


def a2():
    assert False


def a3():
    assert 0, "message"


def a4():
    assert [], [1, 2]


def a5():
    assert None, None


def a6():
    assert 0, (1, 2)


def a7():
    assert False, 1 / 0


def a8():
    assert True, 1 / 0


class NoBool:
    def __bool__(self):
        raise ValueError("bool")


def a9():
    assert NoBool(), "never"


def a10():
    assert (x := 5) > 3 and x < 5, f"x is {x}"


for f in (a1, a2, a3, a4, a5, a6, a7, a8, a9, a10):
    check(f)
print(__debug__)
if __debug__:
    print("debug branch")
AssertionError = ValueError
try:
    assert False, "global name is not used"
except BaseException as error:
    print(type(error).__name__, error, type(error) is ValueError)
del AssertionError
for source in ("__debug__ = 1", "def f(__debug__): pass", "x.__debug__ = 1", "def __debug__(): pass", "class __debug__: pass", "import a as __debug__", "for __debug__ in x: pass", "f(__debug__=1)", "lambda __debug__: 1", "del __debug__", "with a as __debug__: pass", "__debug__ += 1", "(__debug__ := 1)", "global __debug__", "assert (1, 'x')", "assert ()", "assert", "assert 1,", "assert 1, 2, 3", "assert x = 1", "assert *a", "assert (yield)", "pass x", "pass; pass;", "pass pass", "try: pass\nexcept: pass\nexcept E: pass", "try: pass", "try: pass\nelse: pass", "try: pass\nfinally: pass\nelse: pass", "try: pass\nexcept A, B: pass", "try: pass\nexcept A, B as c: pass", "try: pass\nexcept (A, B) as c: pass", "try: pass\nexcept A as b.c: pass", "try: pass\nexcept* A: pass", "try: pass\nexcept*: pass", "try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept A: pass\nexcept* B: pass", "for x in y:\n try: pass\n except* A: continue", "def f():\n try: pass\n except* A: return", "raise", "raise A from", "raise A, B", "raise A from B from C", "return", "return 1", "class C:\n return 1", "yield 1", "class C:\n yield", "await x", "def f():\n await x", "async def f():\n yield from x", "async def f():\n yield 1\n return 2", "def f():\n yield 1\n return 2", "[await x for x in y]", "def f():\n try: pass\n finally:\n  return 1", "for x in y:\n try: pass\n finally:\n  break", "while 1:\n try: pass\n finally:\n  continue"):
    try:
        compile(source, "<c>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg, error.lineno, error.offset)
