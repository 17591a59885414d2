# throw() into a generator that delegates: its frame is on the stack meanwhile; contexts; what close() makes of broken delegates.
import sys


def names():
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


def inner():
    try:
        yield
    except ValueError:
        yield names()


def outer():
    yield from inner()


g = outer()
next(g)
print(g.throw(ValueError))


class Custom:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *args):
        return names()


def with_custom():
    yield from Custom()


g = with_custom()
next(g)
print(g.throw(KeyError("x")))


def handling():
    try:
        raise KeyError("a")
    except KeyError:
        yield


def delegating():
    try:
        raise KeyError("b")
    except KeyError:
        yield from handling()


for make in handling, delegating:
    g = make()
    next(g)
    try:
        g.throw(ValueError)
    except ValueError as e:
        print(repr(e.__context__), repr(e.__context__.__context__))

sys.unraisablehook = lambda u: print("unraisable:", u.exc_type.__name__)


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        1 / 0


def broken():
    yield from Broken()


g = broken()
next(g)
g.close()
print("closed")


def returns(value):
    return value
    yield


def f(x):
    list(returns(5))
    return x


def delegate_to_map():
    result = yield from map(f, [1])
    print("result", result)


print(list(delegate_to_map()))


class D:
    def __del__(self):
        print("gone")


def holds(d):
    yield


g = holds(D())
g.gi_frame.clear()
print("cleared")
