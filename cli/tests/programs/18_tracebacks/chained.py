def cause():
    try:
        {}["missing"]
    except KeyError as e:
        raise ValueError("explicit cause") from e


def context():
    try:
        cause()
    except ValueError:
        1 / 0


def suppressed():
    try:
        context()
    except ZeroDivisionError:
        raise TypeError("context suppressed") from None


import sys

for f in (cause, context, suppressed):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)
        print("=" * 10, file=sys.stderr)
a, b = ValueError("a"), KeyError("b")
a.__context__, b.__context__ = b, a
sys.excepthook(type(a), a, None)
a.__cause__ = a
sys.excepthook(type(a), a, None)
try:
    try:
        raise OSError(2, "No such file", "name")
    finally:
        raise IndexError("in finally")
except IndexError as e:
    last = e
try:
    raise last
except IndexError:
    context()
