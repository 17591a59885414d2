def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Await:
    def __init__(self, *values):
        self.values = values

    def __await__(self):
        for v in self.values:
            got = yield v
            print("resumed with", got)
        return f"awaited {self.values}"


async def f(x):
    a = await Await(1, 2)
    print(a)
    b = await g(x)
    return a, b


async def g(x):
    await Await("from g")
    return x * 2


def run(coro, *sends):
    out = []
    try:
        out.append(coro.send(None))
        for s in sends:
            out.append(coro.send(s))
        while True:
            out.append(coro.send("auto"))
    except StopIteration as e:
        return out, e.value


c = f(5)
print(type(c).__name__, c.cr_running, c.cr_suspended, c.cr_await, c.cr_code.co_name, c.cr_origin, c.__name__, c.__qualname__, repr(c)[:20])
print(run(c, "s1", "s2"))
print(c.cr_frame, c.cr_suspended)
attempt(c.send, None)
c = f(1)
attempt(c.send, 5)
c.close()
attempt(c.send, None)
c = f(1)
c.send(None)
print(c.cr_suspended, type(c.cr_await).__name__)
attempt(c.throw, ValueError("thrown in"))
c = f(1)
c.send(None)
c.close()
attempt(c.close)


async def catches():
    try:
        await Await("x")
    except ValueError as e:
        return f"caught {e}"
    finally:
        print("finally")


c = catches()
c.send(None)
try:
    c.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)


async def plain():
    return 5


attempt(lambda: plain().send(None))
try:
    plain().send(None)
except StopIteration as e:
    print("value", e.value)


async def await_bad(x):
    await x


class NoAwait:
    pass


class AwaitReturnsBad:
    def __await__(self):
        return 5


class AwaitReturnsList:
    def __await__(self):
        return [1]


class AwaitReturnsCoro:
    def __await__(self):
        return plain()


class AwaitRaises:
    def __await__(self):
        raise KeyError("in await")


class AwaitIter:
    def __await__(self):
        return iter(["list iterator"])


def gen():
    yield 1


for x in (5, None, NoAwait(), AwaitReturnsBad(), AwaitReturnsList(), AwaitRaises(), gen(), [1], plain, AwaitIter()):
    print(type(x).__name__, end=": ")
    attempt(lambda: await_bad(x).send(None))
coroutine = plain()
x = AwaitReturnsCoro()
attempt(lambda: await_bad(x).send(None))
c = plain()
d = await_bad(c)
attempt(d.send, None)
attempt(lambda: await_bad(c).send(None))


async def reentrant():
    await me


me = reentrant()
attempt(me.send, None)
attempt(lambda: iter(plain()))
attempt(lambda: next(plain()))
attempt(lambda: [x for x in plain()])
attempt(lambda: list(plain()))
attempt(lambda: plain()())
attempt(lambda: plain() + 1)
w = plain().__await__()
print(type(w).__name__, iter(w) is w, sorted(n for n in dir(w) if n not in dir(object)))
attempt(next, w)
attempt(next, w)
w.close()
c = f(3)
w = c.__await__()
print(next(w), w.send("v"), w.send("q"))
attempt(w.throw, KeyError("via wrapper"))
attempt(type(c))
attempt(lambda: type("C", (type(c),), {}))
attempt(setattr, c, "__name__", 5)
attempt(c.throw)
attempt(c.send)


async def stop():
    raise StopIteration("explicit")


try:
    stop().send(None)
except RuntimeError as e:
    print(e, repr(e.__cause__))


async def stop_async():
    raise StopAsyncIteration("explicit")


attempt(lambda: stop_async().send(None))
print(sorted(n for n in dir(c) if n not in dir(object)), f.__code__.co_flags & 0x80, gen.__code__.co_flags & 0x20)
lam = lambda: (yield)
async def comp():
    return [await g(i) for i in range(2)], {i: await g(i) for i in range(2)}, [x async for x in agen()], {x async for x in agen() if x}, [y for x in [1, 2] if (y := await g(x)) > 2]
async def agen():
    yield 1
    yield 2
print(run(comp()))
async def nested_await():
    return (await g(1)) + (await g(2)) ** 2, -await g(3), [await g(4)][0], f"{await g(5)}", (lambda: 0)() or await g(6), await g(7) if await g(0) else await g(8)
print(run(nested_await())[1])
