def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


g = ExceptionGroup("msg", [ValueError(1), KeyError("k"), ExceptionGroup("inner", [TypeError("t"), ValueError(2)])])
print(g, repr(g), str(g), g.message, g.exceptions, g.args)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, issubclass(ExceptionGroup, Exception), ExceptionGroup.__mro__)
attempt(ExceptionGroup)
attempt(ExceptionGroup, "m")
attempt(ExceptionGroup, "m", [])
attempt(ExceptionGroup, "m", 5)
attempt(ExceptionGroup, "m", [5])
attempt(ExceptionGroup, "m", [ValueError(), 5])
attempt(ExceptionGroup, "m", [ValueError])
attempt(ExceptionGroup, "m", [KeyboardInterrupt()])
attempt(ExceptionGroup, "m", [ValueError(), SystemExit()])
attempt(ExceptionGroup, 5, [ValueError()])
attempt(ExceptionGroup, "m", [ValueError()], 1)
attempt(ExceptionGroup, "m", (ValueError(1),))
attempt(ExceptionGroup, "m", {"a": 1})
attempt(BaseExceptionGroup, "m", [5])
attempt(setattr, g, "message", "x")
attempt(setattr, g, "exceptions", [])


def show(e, depth=0):
    if e is None:
        print("  " * depth + "None")
    elif isinstance(e, BaseExceptionGroup):
        print("  " * depth + f"{type(e).__name__} {e.message}")
        for x in e.exceptions:
            show(x, depth + 1)
    else:
        print("  " * depth + repr(e))


for condition in (ValueError, (KeyError, TypeError), lambda e: isinstance(e, ValueError) and e.args[0] == 2, IndexError, ExceptionGroup, Exception, lambda e: True, lambda e: False, BaseExceptionGroup, lambda e: "inner" in str(e)):
    print("split")
    match, rest = g.split(condition)
    show(match, 1)
    show(rest, 1)
    print("subgroup")
    show(g.subgroup(condition), 1)
attempt(g.split, 5)
attempt(g.split, "x")
attempt(g.split, (ValueError, 5))
attempt(g.split)
attempt(g.subgroup, int)
attempt(g.subgroup, [ValueError])
attempt(g.split, lambda e: 1 / 0)
attempt(g.derive, [ValueError(9)])
attempt(g.derive, [])
attempt(g.derive, 5)
print(g.split(ValueError)[0].exceptions[0] is g.exceptions[0], g.subgroup(lambda e: True) is g, g.split(Exception)[0] is g)


class Sub(ExceptionGroup):
    def __new__(cls, message, excs, code=0):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return Sub(self.message, excs, self.code)


s = Sub("sub", [ValueError(1), KeyError(2)], 7)
m, r = s.split(ValueError)
print(type(m).__name__, m.code, type(r).__name__, r.code)


class NoDerive(ExceptionGroup):
    pass


print(type(NoDerive("n", [ValueError()]).split(ValueError)[0]).__name__, type(NoDerive("n", [ValueError(), KeyError()]).split(ValueError)[0]).__name__)


class BadDerive(ExceptionGroup):
    def derive(self, excs):
        return 5


attempt(BadDerive("b", [ValueError(), KeyError()]).split, ValueError)


class ValueGroup(ExceptionGroup, ValueError):
    pass


print(isinstance(ValueGroup("v", [KeyError()]), ValueError))
attempt(type("X", (ExceptionGroup, ValueError), {}), "v", [KeyboardInterrupt()])
attempt(type("Y", (BaseExceptionGroup, ValueError), {}), "v", [KeyboardInterrupt()])
g.__cause__ = OSError("cause")
g.__context__ = IndexError("ctx")
m, r = g.split(TypeError)
print(repr(m.__cause__), repr(r.__context__), m.__traceback__ is g.__traceback__)
lst = [ValueError(1)]
h = ExceptionGroup("h", lst)
lst.append(5)
print(h.exceptions, repr(h), str(ExceptionGroup("one", [ValueError()])), str(ExceptionGroup("", [ValueError(), KeyError()])), ExceptionGroup[int])
deep = ValueError("bottom")
for i in range(20):
    deep = ExceptionGroup(f"level {i}", [deep])
n = 0
x = deep
while isinstance(x, ExceptionGroup):
    x = x.exceptions[0]
    n += 1
print(n, x, deep.split(ValueError)[1], deep.subgroup(KeyError))
try:
    raise ExceptionGroup("raised", [ValueError(1)])
except ExceptionGroup as e:
    print("caught", e.exceptions)
