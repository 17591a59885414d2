def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def g():
    x = yield 1
    print("got", x)
    y = yield 2
    print("got", y)
    return "done"


it = g()
print(type(it).__name__, it.gi_running, it.gi_suspended, it.gi_yieldfrom, it.gi_frame.f_lineno, it.gi_code.co_name, it.__name__, it.__qualname__, repr(it)[:20])
attempt(it.send, 5)
print(next(it), it.gi_suspended, it.gi_frame.f_lineno, it.gi_frame.f_locals)
print(it.send("a"))
try:
    it.send("b")
except StopIteration as stop:
    print(stop.value, stop.args)
print(it.gi_frame, it.gi_suspended, it.gi_running)
attempt(next, it)
attempt(it.send, None)
attempt(it.throw, ValueError("after"))
attempt(it.close)
fresh = g()
attempt(fresh.throw, ValueError("before start"))
attempt(next, fresh)
fresh = g()
fresh.close()
attempt(next, fresh)
for args in ((), (5,), (int,), ("x",), (ValueError("a"), "b"), (None,)):
    attempt(g().throw, *args)
attempt(g().send)
attempt(g().send, 1, 2)
attempt(g().close, 1)
attempt(setattr, it, "__name__", 5)
it.__name__ = "renamed"
it.__qualname__ = "q.renamed"
print(repr(it)[:27], it.__name__)
attempt(setattr, it, "gi_frame", 1)
attempt(setattr, it, "x", 1)


def catches():
    while True:
        try:
            v = yield "waiting"
            print("value", v)
        except ValueError as e:
            print("caught", e)
            yield "from handler"
        except GeneratorExit:
            print("exit")
            raise
        finally:
            print("finally")


c = catches()
print(next(c), c.throw(ValueError("v1")), next(c), c.send(3))
c.close()
print(list(c))


def ignores_exit():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield "ignored"


i = ignores_exit()
next(i)
attempt(i.close)


def returns_on_exit():
    try:
        yield 1
    except GeneratorExit:
        return "value from close"


r = returns_on_exit()
next(r)
attempt(r.close)
attempt(r.close)


def raises_on_exit():
    try:
        yield 1
    finally:
        raise KeyError("during close")


r = raises_on_exit()
next(r)
attempt(r.close)


def recursive():
    yield next(me)


me = recursive()
attempt(next, me)


def stop_inside():
    yield 1
    raise StopIteration("explicit")


s = stop_inside()
next(s)
try:
    next(s)
except RuntimeError as e:
    print(e, repr(e.__cause__))


def stop_from_next():
    yield next(iter([]))


attempt(list, stop_from_next())
attempt(lambda: list(next(iter([])) for _ in range(2)))
print(list(x for x in (lambda: (yield))() if x is None))


def never():
    return 5
    yield


print(list(never()))
try:
    next(never())
except StopIteration as e:
    print(e.value)


def tuple_return():
    return (1, 2)
    yield


try:
    next(tuple_return())
except StopIteration as e:
    print(e.value, e.args)


def exc_return():
    return ValueError("as value")
    yield


try:
    next(exc_return())
except StopIteration as e:
    print(repr(e.value))
e = (yield_ for yield_ in "abc")
print(next(e), e.__name__, e.__qualname__, list(e))
attempt(type(e))
attempt(type, "G", (type(e),), {})
print(sorted(n for n in dir(e) if n not in dir(object)), bool(e), iter(e) is e, e == e, hash(e) == hash(e))
attempt(len, e)
attempt(lambda: e[0])
attempt(lambda: 1 in (x for x in range(3)))
attempt(lambda: (x for x in 5))
attempt(lambda: next(x for x in undefined))
