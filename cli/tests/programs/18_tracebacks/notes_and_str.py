import sys


def show(e):
    sys.excepthook(type(e), e, e.__traceback__)


class BadStr(Exception):
    def __str__(self):
        raise RuntimeError("str fails")


class NonStr(Exception):
    def __str__(self):
        return 5


class Multi(Exception):
    def __str__(self):
        return "first line\nsecond line\n"


class Empty(Exception):
    def __str__(self):
        return ""


class Outer:
    class Inner(Exception):
        pass


class Renamed(Exception):
    pass


Renamed.__module__ = "some.module"
NoModule = type("NoModule", (Exception,), {"__module__": None})
BuiltinModule = type("InBuiltins", (Exception,), {"__module__": "builtins"})


def local():
    class Local(Exception):
        pass

    return Local("local")


for e in (BadStr(), NonStr(), Multi(), Empty(), Outer.Inner("x"), Renamed("r"), NoModule("n"), BuiltinModule("b"), local(), ValueError(), ValueError(""), ValueError("é€😀"), ValueError("\ud800"), ValueError("tab\tnull\0bell\a"), ValueError(" padded "), KeyError("key"), KeyError("it's"), KeyError(), OSError(2, "m", "f"), ValueError(1, 2), ValueError("a\nb"), ValueError(None), StopIteration(5), AssertionError((1, 2)), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "r"), ImportError("i", name="n"), SyntaxError("no details"), SyntaxError(), SystemExit(5), KeyboardInterrupt()):
    show(e)
for notes in (["one"], ["multi\nline", "", "last"], [5], "text", ("tuple",), 5, None, [None], [BadStr()], {"a": 1}, []):
    e = ValueError("noted")
    e.__notes__ = notes
    show(e)


class NotesRaise(Exception):
    @property
    def __notes__(self):
        raise RuntimeError("notes fail")


class NotesMeta(type):
    def __getattr__(cls, name):
        raise RuntimeError("meta")


show(NotesRaise("n"))
e = ValueError("last, uncaught")
e.add_note("with a note")
raise e
