def run(f):
    try:
        result = f()
    except BaseExceptionGroup as e:
        print(f.__name__, "left", show(e))
    except BaseException as e:
        print(f.__name__, "raised", repr(e), "ctx", repr(e.__context__))
    else:
        print(f.__name__, "returned", result)


def show(e):
    if isinstance(e, BaseExceptionGroup):
        return f"{e.message}[{', '.join(show(x) for x in e.exceptions)}]"
    return repr(e)


def G(*e, m="g"):
    return ExceptionGroup(m, list(e))


def basic():
    try:
        raise G(ValueError(1), KeyError(2), G(ValueError(3), m="n"))
    except* ValueError as e:
        print("values", show(e))
    except* KeyError as e:
        print("keys", show(e))


def unhandled_rest():
    try:
        raise G(ValueError(1), TypeError(2))
    except* ValueError as e:
        print("got", show(e))


def nothing_matches():
    try:
        raise G(ValueError(1))
    except* KeyError:
        print("never")


def naked():
    try:
        raise ValueError("naked")
    except* ValueError as e:
        print(type(e).__name__, repr(e.message), show(e))


def naked_unmatched():
    try:
        raise ValueError("naked")
    except* KeyError:
        pass


def handler_raises():
    try:
        raise G(ValueError(1), KeyError(2))
    except* ValueError:
        raise TypeError("new")


def two_handlers_raise():
    try:
        raise G(ValueError(1), KeyError(2), OSError(3))
    except* ValueError:
        raise TypeError("new1")
    except* KeyError:
        raise IndexError("new2")


def reraise():
    try:
        raise G(ValueError(1), KeyError(2))
    except* ValueError:
        raise
    except* KeyError:
        pass


def reraise_part():
    try:
        raise G(ValueError(1), ValueError(2), KeyError(3))
    except* ValueError as e:
        raise e.exceptions[0]


def reraise_both():
    try:
        raise G(ValueError(1), G(KeyError(2), m="in"))
    except* ValueError:
        raise
    except* KeyError:
        raise


def raise_from():
    try:
        raise G(ValueError(1))
    except* ValueError as e:
        raise KeyError("k") from e


def tuple_types():
    try:
        raise G(ValueError(1), KeyError(2), OSError(3))
    except* (ValueError, KeyError) as e:
        print(show(e))
    except* OSError as e:
        print(show(e))


def base_group():
    try:
        raise BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)])
    except* KeyboardInterrupt as e:
        print(type(e).__name__, show(e))


def else_finally():
    try:
        pass
    except* ValueError:
        print("no")
    else:
        print("else")
    finally:
        print("finally")
    return "end"


def with_finally():
    try:
        raise G(ValueError(1))
    except* ValueError:
        print("handled")
    else:
        print("no else")
    finally:
        print("finally")


def name_is_deleted():
    try:
        raise G(ValueError(1))
    except* ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as u:
        return str(u)


def nested():
    try:
        try:
            raise G(ValueError(1), KeyError(2), TypeError(3))
        except* ValueError:
            raise OSError("from inner")
    except* (KeyError, OSError) as e:
        print("outer", show(e))


def subclass_match():
    try:
        raise G(IndexError(1), KeyError(2), ValueError(3))
    except* LookupError as e:
        print(show(e))
    except* Exception as e:
        print(show(e))


def bad_type():
    try:
        raise G(ValueError(1))
    except* 5:
        pass


def group_type():
    try:
        raise G(ValueError(1))
    except* ExceptionGroup:
        pass


def group_in_tuple():
    try:
        raise ValueError(1)
    except* (ValueError, BaseExceptionGroup):
        pass


def context_in_handler():
    try:
        raise G(ValueError(1))
    except* ValueError:
        try:
            raise KeyError("inside")
        except KeyError as k:
            print(show(k.__context__))


def loops():
    out = []
    for i in range(3):
        try:
            if i:
                raise G(ValueError(i))
        except* ValueError as e:
            for x in e.exceptions:
                out.append(x.args[0])
                if i == 5:
                    break
        finally:
            out.append("f")
    return out


def sys_exception():
    import sys

    try:
        raise G(ValueError(1), KeyError(2))
    except* ValueError:
        print(show(sys.exception()))
    except* KeyError:
        print(show(sys.exception()))
    return sys.exception()


def split_keeps_notes():
    g = G(ValueError(1), KeyError(2))
    g.add_note("noted")
    try:
        raise g
    except* ValueError as e:
        print(e.__notes__)


def same_exception_twice():
    v = ValueError(1)
    try:
        raise G(v, v)
    except* ValueError as e:
        print(len(e.exceptions), e.exceptions[0] is e.exceptions[1])


for f in list(globals().values()):
    if hasattr(f, "__code__") and f not in (run, show, G):
        run(f)
