import sys


def fail(kind, *args):
    raise kind(*args)


def collect(*calls):
    errors = []
    for call in calls:
        try:
            call()
        except Exception as e:
            errors.append(e)
    return errors


inner = ExceptionGroup("inner", collect(lambda: fail(TypeError, "t"), lambda: 1 / 0))
inner.add_note("note on the inner group")
errors = collect(lambda: fail(ValueError, "v"), lambda: fail(KeyError, "k"))
errors[0].add_note("note on v\nsecond line")
try:
    raise ExceptionGroup("outer", [*errors, inner])
except ExceptionGroup as e:
    sys.excepthook(type(e), e, e.__traceback__)
try:
    try:
        raise ValueError("cause")
    except ValueError as e:
        raise ExceptionGroup("with cause", [KeyError(1)]) from e
except ExceptionGroup as e:
    sys.excepthook(type(e), e, e.__traceback__)
many = ExceptionGroup("many", [ValueError(i) for i in range(20)])
sys.excepthook(type(many), many, None)
deep = ValueError("bottom")
for i in range(15):
    deep = ExceptionGroup(f"level {i}", [deep])
sys.excepthook(type(deep), deep, None)
nested_cause = KeyError("member")
nested_cause.__cause__ = OSError("its cause")
sys.excepthook(None, ExceptionGroup("members with causes", [nested_cause, SyntaxError("bad", ("f.py", 1, 2, "x y\n"))]), None)
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        1 / 0
except Exception as e:
    sys.excepthook(type(e), e, e.__traceback__)
raise BaseExceptionGroup("last", [KeyboardInterrupt(), SystemExit(3)])
