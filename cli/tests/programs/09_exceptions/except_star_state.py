# What `except*` clauses see as the exception being handled, and where exceptions say they were raised.
import sys


def shown(group):
    return [type(e).__name__ for e in group.exceptions]


def clauses():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2), OSError(3)])
    except* TypeError:
        print("first", shown(sys.exception()))
    except* ValueError as e:
        print("second", sys.exception() is e, shown(e))


try:
    clauses()
except ExceptionGroup as e:
    print("left", shown(e), sys.exception() is e)


def naked():
    try:
        raise ValueError("alone")
    except* ValueError:
        print(repr(sys.exception()), sys.exception().__traceback__.tb_lineno)
        raise


try:
    naked()
except ExceptionGroup as e:
    print(repr(e), repr(e.__context__))


def renewed():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise KeyError("new")


try:
    renewed()
except ExceptionGroup as e:
    for one in e.exceptions:
        print(repr(one), repr(one.__context__))


# The frame's line after its end is the one where the exception came from, not where it was raised again.
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def in_except():
    try:
        1 / 0
    except ZeroDivisionError:
        1 / 0


def in_named_except():
    try:
        1 / 0
    except Exception as e:
        1 / 0


def unmatched():
    try:
        1 / 0
    except TypeError:
        pass


def in_with():
    with Manager():
        1 / 0


def in_finally():
    try:
        1 / 0
    finally:
        pass


for f in (in_except, in_named_except, unmatched, in_with, in_finally):
    try:
        f()
    except Exception as e:
        frame = e.__traceback__.tb_next.tb_frame
        print(f.__name__, frame.f_lineno - frame.f_code.co_firstlineno)


# A group's repr shows what it was given, as it was then.
class Sequence:
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]

    def __len__(self):
        return len(self.items)

    def __repr__(self):
        return f"Sequence of {len(self.items)}"


given = [ValueError(1), TypeError(2)]
g = ExceptionGroup("list", given)
given.clear()
print(repr(g), g.args)
g.args = ()
print(repr(g))
given = Sequence(ValueError(1))
g = ExceptionGroup("sequence", given)
given.items = ()
print(repr(g))


# Fields are set anew by every `__init__`.
e = ImportError("a", name="b", path="c")
e.__init__(name="d")
print(e.msg, e.name, e.path, e.args)
e = AttributeError("a", name="b", obj=3)
e.__init__()
print(e.name, e.obj)


# The text of a UnicodeError may run code that changes it.
class Evil(str):
    def __str__(self):
        del e.object
        return self


for e in (
    UnicodeEncodeError(Evil("utf-8"), "x", 0, 1, "r"),
    UnicodeDecodeError("utf-8", b"x", 0, 1, Evil("r")),
    UnicodeTranslateError("x", 0, 1, Evil("r")),
):
    try:
        print(str(e))
    except TypeError as failure:
        print(failure)
for e, wrong in ((UnicodeEncodeError("utf-8", "x", 0, 1, "r"), 3), (UnicodeDecodeError("utf-8", b"x", 0, 1, "r"), "x")):
    e.object = wrong
    try:
        print(str(e))
    except TypeError as failure:
        print(failure)


# An AttributeError that does not say what was asked for is told by the look-up.
class Dynamic:
    def __getattr__(self, name):
        raise AttributeError


try:
    Dynamic().anything
except AttributeError as e:
    print(e.name, type(e.obj).__name__)


def unbound():
    print(name)
    name = 1


try:
    unbound()
except UnboundLocalError as e:
    print(e, e.name)
