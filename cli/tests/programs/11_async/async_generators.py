def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Sleep:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        got = yield self.tag
        return got


def drive(awaitable, show=True):
    """Runs an awaitable to its end and returns its value."""
    it = awaitable.__await__()
    try:
        while True:
            v = next(it)
            if show:
                print("suspended at", v)
    except StopIteration as e:
        return e.value


async def ticker(n):
    try:
        for i in range(n):
            await Sleep(f"tick {i}")
            got = yield i
            if got is not None:
                print("asend gave", got)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("finally")


async def use():
    out = []
    async for x in ticker(3):
        out.append(x)
    else:
        out.append("else")
    return out


print(drive(use()))
t = ticker(3)
print(type(t).__name__, t.ag_running, t.ag_suspended, t.ag_await, t.ag_code.co_name, t.__name__, t.__qualname__, repr(t)[:23])
print(type(t.__anext__()).__name__, type(t.asend(None)).__name__, type(t.athrow(ValueError())).__name__, type(t.aclose()).__name__, t.__aiter__() is t)
t = ticker(3)
print(drive(t.__anext__()), drive(t.asend("hello")), drive(t.athrow(ValueError("v"))))
attempt(drive, t.__anext__())
attempt(drive, t.__anext__())
drive(t.aclose())
t = ticker(2)
attempt(drive, t.asend("not started"))
t = ticker(2)
drive(t.__anext__(), False)
drive(t.aclose())
attempt(drive, t.__anext__())
attempt(drive, t.aclose())
t = ticker(1)
attempt(drive, t.athrow(KeyError("before start")))
t = ticker(1)
drive(t.aclose())


async def ignores():
    for _ in range(2):
        try:
            yield 1
        except GeneratorExit:
            pass


i = ignores()
drive(i.__anext__())
attempt(drive, i.aclose())
attempt(drive, i.__anext__())
attempt(drive, i.__anext__())


async def stops():
    yield 1
    raise StopAsyncIteration("explicit")


s = stops()
drive(s.__anext__())
attempt(drive, s.__anext__())


async def stop_iter():
    yield 1
    raise StopIteration("explicit")


s = stop_iter()
drive(s.__anext__())
attempt(drive, s.__anext__())
t = ticker(3)
a = t.__anext__()
print(next(a.__await__()) if hasattr(a, "__await__") else a.send(None))
attempt(lambda: drive(t.__anext__()))
a.close()
a = t.asend(None)
attempt(a.throw, KeyError("into asend"))
attempt(a.send, None)
t = ticker(1)
a = t.__anext__()
a.close()
attempt(a.send, None)
a = None
for name in ("send", "throw", "close", "__next__"):
    print(name, hasattr(t, name), hasattr(t.asend(None), name), hasattr(t.aclose(), name))
attempt(iter, t)
attempt(lambda: list(t))
attempt(next, t)
attempt(t.asend)
attempt(setattr, t, "ag_frame", 1)


class AIter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Sleep("anext")
        return self.n


class BadAiter:
    def __aiter__(self):
        return 5


class AsyncAiter:
    async def __aiter__(self):
        return self


class BadAnext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


async def loop(it):
    return [x async for x in it]


print(drive(loop(AIter(2)), False))
for bad in (5, None, [1], BadAiter(), BadAnext(), ticker):
    print(type(bad).__name__, end=": ")
    attempt(drive, loop(bad), False)


async def anext_builtin():
    t = ticker(2)
    a = await anext(t)
    b = await anext(t)
    c = await anext(t, "default")
    d = await anext(AIter(0), "empty")
    try:
        await anext(t)
    except StopAsyncIteration:
        e = "stopped"
    return a, b, c, d, e, aiter(t) is t


print(drive(anext_builtin(), False))
attempt(aiter, 5)
attempt(aiter, [])
attempt(anext, 5)
attempt(anext, [])
attempt(anext)


async def comps():
    return [x async for x in ticker(2)], {x async for x in ticker(2)}, {x: y async for x in ticker(2) for y in "a"}, [x for x in [1] if [y async for y in ticker(1)]], sorted([x async for x in (y * 2 async for y in ticker(3)) if x])


print(drive(comps(), False))


async def delegating():
    async for x in ticker(2):
        yield x * 10
    for x in [7, 8]:
        yield x


print(drive(loop(delegating()), False))
g = (x async for x in ticker(2))
print(type(g).__name__, g.__name__)
def hook_first(agen):
    print("firstiter", agen.__name__)
def hook_final(agen):
    print("finalizer", agen.__name__)
import sys
print(sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(firstiter=hook_first, finalizer=hook_final)
t = ticker(2)
drive(t.__anext__(), False)
del t
print("dropped")
sys.set_asyncgen_hooks(None, None)
attempt(sys.set_asyncgen_hooks, 5)
