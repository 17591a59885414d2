def run(label, f):
    try:
        print(label, "->", f())
    except BaseException as error:
        print(label, "!!", type(error).__name__, error, "ctx", repr(error.__context__))


def finally_return():
    for i in range(3):
        try:
            print("try", i)
            if i == 1:
                return "from try"
        finally:
            print("finally", i)
    return "end"


def continue_in_finally_body():
    out = []
    for i in range(4):
        try:
            if i % 2:
                continue
            out.append(i)
        finally:
            out.append(-i)
    else:
        out.append("else")
    return out


def break_in_try():
    while True:
        try:
            break
        finally:
            print("cleanup")
    return "broken"


def nested():
    try:
        try:
            raise ValueError("first")
        finally:
            print("inner finally")
    except ValueError as error:
        print("outer except", error)
        try:
            raise KeyError("second")
        except KeyError as second:
            return repr(second.__context__)
        finally:
            print("second finally")


def else_raises():
    try:
        pass
    except ValueError:
        print("not caught here")
    else:
        raise ValueError("from else")
    finally:
        print("finally after else")


def handler_raises():
    try:
        raise ValueError("a")
    except ValueError:
        raise KeyError("b")
    except KeyError:
        print("siblings do not catch")


def finally_raises():
    try:
        raise ValueError("a")
    finally:
        raise KeyError("b")


def expression_order():
    def kind(t):
        print("matching", t.__name__)
        return t

    try:
        raise IndexError("x")
    except kind(KeyError):
        print("no")
    except (kind(TypeError), kind(LookupError)) as error:
        print("matched", repr(error))
    except kind(IndexError):
        print("too late")


def name_unbound():
    error = "before"
    try:
        raise ValueError("v")
    except ValueError as error:
        pass
    return error


def name_deleted_inside():
    try:
        raise ValueError("v")
    except ValueError as error:
        del error
    return "fine"


def name_rebound_inside():
    try:
        raise ValueError("v")
    except ValueError as error:
        error = 5
    try:
        error
    except UnboundLocalError as e:
        return str(e)


def bare_reraise():
    try:
        try:
            raise ValueError("x")
        except ValueError:
            try:
                raise KeyError("y")
            except KeyError:
                pass
            raise
    except ValueError as error:
        return repr(error), error.__context__


def raise_in_called():
    def inner():
        raise

    try:
        raise ValueError("active")
    except ValueError:
        try:
            inner()
        except ValueError as error:
            return "inner re-raised", str(error)


def loop_with_handlers():
    out = []
    for value in (1, 0, "a", None, [5]):
        try:
            out.append(10 // value)
        except ZeroDivisionError:
            out.append("zero")
            continue
        except TypeError as error:
            out.append(type(value).__name__)
            if value is None:
                break
        else:
            out.append("ok")
        finally:
            out.append("|")
    return out


def generator_finally():
    def g():
        try:
            yield 1
        finally:
            print("generator finally")

    for v in g():
        return v


def return_value_kept():
    value = [1]

    def f():
        try:
            return value
        finally:
            value.append(2)

    def g():
        x = 1
        try:
            return x
        finally:
            x = 2

    return f(), g()


def deep():
    depth = 0
    try:
        try:
            try:
                try:
                    raise ValueError("bottom")
                finally:
                    depth += 1
            finally:
                depth += 1
        except KeyError:
            depth = 100
        finally:
            depth += 1
    except Exception as error:
        return depth, str(error)


def try_only_finally():
    try:
        x = 1
    finally:
        x += 1
    return x


def while_else_try():
    n = 0
    while n < 3:
        try:
            n += 1
            if n == 5:
                break
        except ValueError:
            pass
    else:
        return "while else", n


for f in list(globals().values()):
    if callable(f) and getattr(f, "__module__", None) == "__main__" and f is not run:
        run(f.__name__, f)
for value in (5, "str", int, None, (ValueError, 5), [ValueError], BaseException(), type("NotExc", (), {})):
    try:
        try:
            raise ValueError("probe")
        except value:
            print("caught by", value)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for value in (5, "str", int, None, object(), (ValueError,), type, ValueError, ValueError("inst"), KeyError("k"), StopIteration):
    try:
        raise value
    except BaseException as error:
        print(type(error).__name__, error, error.args)
for cause in (None, 5, KeyError("c"), KeyError, int, "x"):
    try:
        raise ValueError("v") from cause
    except BaseException as error:
        print(type(error).__name__, error, repr(error.__cause__), error.__suppress_context__)


class BadInit(Exception):
    def __init__(self):
        raise RuntimeError("in init")


class NewWrong(Exception):
    def __new__(cls):
        return 5


class NeedsArg(Exception):
    def __init__(self, arg):
        self.arg = arg


for value in (BadInit, NewWrong, NeedsArg):
    try:
        raise value
    except BaseException as error:
        print(type(error).__name__, error)
    try:
        raise ValueError from value
    except BaseException as error:
        print(type(error).__name__, error)
