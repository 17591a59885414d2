import sys


class D:
    def __repr__(self):
        return "<a D>"

    def __del__(self):
        raise ValueError("in del")


class E:
    def __repr__(self):
        raise RuntimeError("repr fails")


print(sys.unraisablehook is sys.__unraisablehook__)
U = type("U", (), {})


def make(value, msg, obj):
    u = U()
    u.exc_type, u.exc_value, u.exc_traceback, u.err_msg, u.object = type(value) if value else None, value, value.__traceback__ if value else None, msg, obj
    return u


def hook(u):
    print("hook", u.exc_type.__name__, u.exc_value, u.err_msg.partition(" at 0x")[0], u.object, type(u).__name__, len(u), u.exc_traceback is not None)


sys.unraisablehook = hook
D()


def failing(u):
    raise KeyError("hook itself fails")


sys.unraisablehook = None
sys.unraisablehook = hook


class It:
    def __eq__(self, other):
        raise ValueError("compare")

    __hash__ = None


def g():
    try:
        yield
    finally:
        raise KeyError("in generator close")


x = g()
next(x)
del x
try:
    sys.__unraisablehook__(5)
except TypeError as e:
    print(e)
