def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def inner():
    try:
        a = yield 1
        print("inner a", a)
        b = yield 2
        print("inner b", b)
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    result = yield from inner()
    print("result", result)
    yield "after"
    return "outer result"


o = outer()
print(next(o), o.gi_yieldfrom.__name__, o.send("A"), o.send("B"), list(o))
o = outer()
next(o)
print(o.throw(ValueError("thrown")), list(o))
o = outer()
next(o)
attempt(o.throw, KeyError("passes through"))
o = outer()
next(o)
o.close()
print(o.gi_frame)


def over(x):
    r = yield from x
    print("r", r)


print(list(over([1, 2])), list(over("ab")), list(over({1: 2})), list(over(range(2))), list(over(iter([]))))
attempt(list, over(5))
attempt(list, over(None))
l = over([1, 2])
next(l)
attempt(l.send, 5)
l = over([1, 2])
next(l)
attempt(l.throw, ValueError("into list"))
l = over([1, 2])
next(l)
l.close()


class Custom:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def send(self, v):
        return f"sent {v}"

    def throw(self, *args):
        return f"thrown {args[0]}"

    def close(self):
        print("closed")


c = over(Custom())
print(next(c), c.send(None), c.send(5), c.throw(ValueError("q")))
c.close()


class StopsWith:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("stop value")


print(list(over(StopsWith())))


class CloseRaises(Custom):
    def close(self):
        raise KeyError("close raises")


c = over(CloseRaises())
next(c)
attempt(c.close)


class CloseNotCallable(Custom):
    close = throw = None


c = over(CloseNotCallable())
next(c)
attempt(c.throw, ValueError("x"))


class GetattrRaises:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        raise RuntimeError(f"getattr {name}")


c = over(GetattrRaises())
next(c)
attempt(c.send, 1)


def chain(*its):
    for it in its:
        yield from it


def flatten(x):
    if isinstance(x, (list, tuple)):
        for y in x:
            yield from flatten(y)
    else:
        yield x


print(list(chain("ab", [1], (2,))), list(flatten([1, [2, (3, [4, [[5]]])], 6])))


def depth(n):
    if n:
        r = yield from depth(n - 1)
        return r + 1
    x = yield "bottom"
    return x


d = depth(100)
print(next(d))
try:
    d.send(1000)
except StopIteration as e:
    print(e.value)


def reentrant():
    yield from it


it = reentrant()
attempt(next, it)


def shared(g):
    yield from g


base = iter([1, 2, 3])
a, b = shared(base), shared(base)
print(next(a), next(b), next(a), list(b))


def expr():
    x = [(yield from [1, 2]), (yield 3)]
    return x


e = expr()
print([next(e), next(e), next(e)])
try:
    e.send("end")
except StopIteration as s:
    print(s.value)


def nested_finally():
    try:
        yield from inner()
    finally:
        print("outer finally")


n = nested_finally()
next(n)
n.close()
n = nested_finally()
next(n)
del n


def close_during_delegate():
    def sub():
        try:
            yield 1
        except GeneratorExit:
            return "returned on exit"

    r = yield from sub()
    print("not reached", r)


n = close_during_delegate()
next(n)
attempt(n.close)
for source in ("yield from x", "lambda: (yield from x)", "[(yield from x) for y in z]", "def f(): yield from", "def f(): x = yield from y", "def f(): return yield from y", "def f(): yield from x, y", "def f(): yield from *x", "async def f(): yield from x", "class C: yield from x", "def f(): await x", "def f(): (yield from x) + 1", "def f(): yield from x = 1", "def f(x=(yield from y)): pass", "def f(): [x async for x in y]", "def f(): {(yield) for x in y}", "def f(): (lambda: (yield))", "def f(): yield *a, b", "def f(): x = yield", "def f(): x = yield y, z", "def f(): x = (yield) + (yield)", "def f(): yield = 1", "def f(): g(yield)", "def f(): g((yield))"):
    try:
        compile(source, "<y>", "exec")
        print(source, "compiles")
    except SyntaxError as e:
        print(source, "!!", e.msg)
