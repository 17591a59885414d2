def chain(e):
    out = []
    seen = set()
    while e is not None:
        if id(e) in seen:
            out.append("cycle")
            break
        seen.add(id(e))
        out.append(f"{type(e).__name__}({e}) {'cause' if e.__cause__ else ''}{' suppressed' if e.__suppress_context__ else ''}")
        e = e.__cause__ or e.__context__
    return out


def show(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, chain(e))


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        {}["k"]


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("v") from e


def suppressed():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("v") from None


def cause_class():
    raise ValueError("v") from KeyError


def three():
    try:
        try:
            raise KeyError("one")
        except KeyError:
            raise ValueError("two")
    except ValueError:
        raise TypeError("three")


def same_reraised():
    try:
        raise ValueError("x")
    except ValueError as e:
        raise e


def same_reraised_deep():
    try:
        raise ValueError("x")
    except ValueError as e:
        try:
            raise KeyError("y")
        except KeyError:
            raise e


def from_itself():
    e = ValueError("self")
    raise e from e


def cycle():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        try:
            raise a
        except ValueError as e:
            print("cycle", repr(e.__context__), repr(e.__context__.__context__))


def in_finally():
    try:
        raise ValueError("body")
    finally:
        raise KeyError("finally")


def in_else():
    try:
        try:
            pass
        except ValueError:
            pass
        else:
            raise KeyError("else")
    finally:
        pass


def in_function():
    def helper():
        raise KeyError("helper")

    try:
        raise ValueError("outer")
    except ValueError:
        helper()


def handled_inside():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("handled")
        except KeyError:
            pass
        raise TypeError("after")


def after_handler():
    try:
        raise ValueError("done")
    except ValueError:
        pass
    raise KeyError("fresh")


def generator_context():
    def g():
        try:
            yield 1
        except KeyError:
            raise ValueError("in generator")

    it = g()
    next(it)
    try:
        raise TypeError("caller")
    except TypeError:
        it.throw(KeyError("thrown"))


def generator_does_not_leak():
    def g():
        try:
            raise ValueError("inside")
        except ValueError:
            yield 1

    it = g()
    next(it)
    raise KeyError("outside")


def with_exit():
    class CM:
        def __enter__(self):
            pass

        def __exit__(self, *a):
            raise KeyError("exit")

    with CM():
        raise ValueError("body")


def bare_in_nested():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError:
            raise


def cause_set_by_hand():
    e = ValueError("v")
    e.__context__ = KeyError("context by hand")
    raise e


def context_replaced():
    e = ValueError("v")
    e.__context__ = KeyError("old")
    try:
        raise TypeError("new")
    except TypeError:
        raise e


def cause_in_property():
    class C:
        @property
        def p(self):
            try:
                return {}["missing"]
            except KeyError as e:
                raise AttributeError("p") from e

    C().p


def stop_iteration():
    def g():
        yield
        raise StopIteration("inner")

    it = g()
    next(it)
    next(it)


def comprehension():
    try:
        raise ValueError("v")
    except ValueError:
        [1 // x for x in [1, 0]]


def import_fails():
    try:
        raise ValueError("v")
    except ValueError:
        import nosuchmodule


for f in list(globals().values()):
    if callable(f) and hasattr(f, "__code__") and f not in (chain, show):
        show(f)
import sys


def exc_info_states():
    print(sys.exc_info()[0], sys.exception())
    try:
        raise ValueError("a")
    except ValueError:
        print(repr(sys.exception()), sys.exc_info()[0].__name__, sys.exc_info()[2] is sys.exception().__traceback__)
        try:
            raise KeyError("b")
        except KeyError:
            print(repr(sys.exception()))
        print(repr(sys.exception()))

        def inner():
            return repr(sys.exception())

        print(inner())
    print(sys.exception())


exc_info_states()
def gen():
    print(repr(sys.exception()))
    yield
    print(repr(sys.exception()))
    yield
g = gen()
try:
    raise ValueError("1")
except ValueError:
    next(g)
try:
    raise ValueError("2")
except ValueError:
    next(g)
