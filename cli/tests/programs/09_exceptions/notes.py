def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


e = ValueError("base")
attempt(lambda: e.__notes__)
e.add_note("first")
e.add_note("second\nline")
print(e.__notes__, hasattr(e, "__notes__"), e, repr(e), e.args)
attempt(e.add_note, 5)
attempt(e.add_note)
attempt(e.add_note, "a", "b")
attempt(e.add_note, None)
e.__notes__.append("direct")
print(e.__notes__)
e.__notes__ = ["replaced"]
e.add_note("after")
print(e.__notes__, e.__dict__)
e.__notes__ = "not a list"
attempt(e.add_note, "x")
e.__notes__ = ("tuple",)
attempt(e.add_note, "x")
del e.__notes__
attempt(lambda: e.__notes__)
e.add_note("again")
print(e.__notes__)


class NS(str):
    pass


e.add_note(NS("sub"))
print(e.__notes__)
try:
    try:
        raise KeyError("k")
    except KeyError as k:
        k.add_note("while handling")
        raise
except KeyError as k:
    print(k.__notes__, str(k))
g = ExceptionGroup("g", [ValueError(1)])
g.add_note("on group")
print(g.__notes__, g.split(ValueError)[0].__notes__, g.subgroup(ValueError).__notes__, g.derive([KeyError()]).__dict__)
left, right = ExceptionGroup("h", [ValueError(1), KeyError(2)]), None
left.add_note("n")
a, b = left.split(ValueError)
a.add_note("only a")
print(a.__notes__, b.__notes__, left.__notes__)
class E(Exception):
    __slots__ = ()
E().add_note("works")
x = E()
x.add_note("1")
print(x.__notes__)
class NoDict(Exception):
    def __setattr__(self, name, value):
        raise RuntimeError(f"blocked {name}")
attempt(NoDict().add_note, "x")
try:
    raise e
except ValueError as caught:
    print(caught.__notes__)
    caught.add_note("seen")
print(e.__notes__)
def raising():
    error = TypeError("in function")
    for i in range(3):
        error.add_note(f"note {i}")
    error.add_note("")
    error.add_note("multi\nline\n")
    raise error
raising()
