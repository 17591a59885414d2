class Stack:
    """An ExitStack in small."""

    def __init__(self):
        self.callbacks = []

    def enter(self, cm):
        result = type(cm).__enter__(cm)
        self.callbacks.append(lambda *exc: type(cm).__exit__(cm, *exc))
        return result

    def callback(self, f, *args):
        self.callbacks.append(lambda *exc: f(*args) and False)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        suppressed = False
        pending = exc
        while self.callbacks:
            cb = self.callbacks.pop()
            try:
                if cb(*pending):
                    pending, suppressed = (None, None, None), True
            except BaseException as new:
                new.__context__ = pending[1]
                pending, suppressed = (type(new), new, new.__traceback__), False
        if pending[1] is not None and pending[1] is not exc[1]:
            raise pending[1]
        return suppressed and exc[0] is not None


class Res:
    def __init__(self, name, fail=False, swallow=False):
        self.name, self.fail, self.swallow = name, fail, swallow

    def __enter__(self):
        print("open", self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        print("close", self.name, kind.__name__ if kind else None)
        if self.fail:
            raise OSError(f"closing {self.name}")
        return self.swallow


with Stack() as s:
    print(s.enter(Res("a")), s.enter(Res("b")))
    s.callback(print, "callback")
for setup in ([("a", False, False), ("b", False, True)], [("a", False, True), ("b", True, False)], [("a", True, False), ("b", True, False)]):
    try:
        with Stack() as s:
            for args in setup:
                s.enter(Res(*args))
            raise ValueError("body")
        print("swallowed")
    except Exception as e:
        print(repr(e), repr(e.__context__))


def contextmanager(f):
    class Manager:
        def __init__(self, *args, **kw):
            self.gen = f(*args, **kw)

        def __enter__(self):
            return next(self.gen)

        def __exit__(self, kind, value, tb):
            if kind is None:
                try:
                    next(self.gen)
                except StopIteration:
                    return False
                raise RuntimeError("generator didn't stop")
            try:
                self.gen.throw(value)
            except StopIteration as stop:
                return stop is not value
            except BaseException as new:
                if new is value:
                    return False
                raise
            raise RuntimeError("generator didn't stop after throw()")

    return Manager


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except KeyError as e:
        print("swallowing", e)
    finally:
        print(f"</{name}>")


with tag("p") as t, tag("b"):
    print(t)
with tag("i"):
    raise KeyError("k")
try:
    with tag("u"):
        raise IndexError("i")
except IndexError as e:
    print("out", e)


@contextmanager
def twice():
    yield 1
    yield 2


try:
    with twice():
        pass
except RuntimeError as e:
    print(e)


class Transaction:
    depth = 0

    def __enter__(self):
        Transaction.depth += 1
        return Transaction.depth

    def __exit__(self, *exc):
        Transaction.depth -= 1


tx = Transaction()
with tx as a, tx as b, tx as c:
    print(a, b, c)
print(Transaction.depth)


def early(n):
    with tx:
        for i in range(5):
            with tx as d:
                if i == n:
                    return i, d
    return "none"


print(early(2), early(9), Transaction.depth)
class Redirect:
    def __enter__(self):
        import sys
        self.saved, sys.stdout, self.parts = sys.stdout, self, []
        return self
    def write(self, s): self.parts.append(s)
    def flush(self): pass
    def __exit__(self, *exc):
        import sys
        sys.stdout = self.saved
with Redirect() as r:
    print("hidden", 1)
print(r.parts)
