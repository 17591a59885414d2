def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def drive(coro):
    out = []
    try:
        while True:
            out.append(coro.send(None))
    except StopIteration as e:
        return out, e.value


class Step:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        yield self.tag
        return f"result of {self.tag}"


class ACM:
    def __init__(self, name, swallow=False, enter=None, exit=None):
        self.name, self.swallow, self.enter, self.exit = name, swallow, enter, exit

    async def __aenter__(self):
        await Step(f"enter {self.name}")
        if self.enter:
            raise self.enter
        return self.name

    async def __aexit__(self, t, v, tb):
        await Step(f"exit {self.name} {t.__name__ if t else None}")
        if self.exit:
            raise self.exit
        return self.swallow


async def simple():
    async with ACM("a") as x:
        await Step("body")
        return x


async def two():
    async with ACM("a") as x, ACM("b") as y:
        return x + y


async def paren():
    async with (
        ACM("a") as x,
        ACM("b"),
    ):
        return x


async def swallowed():
    async with ACM("a", swallow=True):
        raise ValueError("gone")
    return "after"


async def not_swallowed():
    async with ACM("a"):
        raise ValueError("kept")


async def enter_fails():
    async with ACM("a"), ACM("b", enter=KeyError("enter b")):
        pass


async def exit_fails():
    async with ACM("a", exit=KeyError("exit a")):
        raise ValueError("body")


async def loop():
    for i in range(3):
        async with ACM(i):
            if i == 0:
                continue
            if i == 1:
                break
    return i


async def mixed():
    class CM:
        def __enter__(self):
            return "sync"

        def __exit__(self, *a):
            return False

    with CM() as s:
        async with ACM("a") as a:
            return s, a


async def target():
    d = {}
    async with ACM("xy") as (d["k"], b):
        return d, b


for f in (simple, two, paren, swallowed, not_swallowed, enter_fails, exit_fails, loop, mixed, target):
    print(f.__name__, end=": ")
    attempt(lambda: drive(f()))


class Sync:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        pass


class NoExit:
    async def __aenter__(self):
        pass


class EnterNotAwaitable:
    def __aenter__(self):
        return 5

    async def __aexit__(self, *a):
        pass


class ExitNotAwaitable:
    async def __aenter__(self):
        pass

    def __aexit__(self, *a):
        return 5


for cm in (5, None, Sync(), NoExit(), EnterNotAwaitable(), ExitNotAwaitable(), ACM):

    async def use():
        async with cm:
            return "body"

    print(type(cm).__name__, end=": ")
    attempt(lambda: drive(use()))


async def use_raising():
    async with ExitNotAwaitable():
        raise ValueError("body")


attempt(lambda: drive(use_raising()))


async def closed_midway():
    async with ACM("a"):
        await Step("body")


c = closed_midway()
print(c.send(None), c.send(None))
attempt(c.throw, ValueError("thrown"))
attempt(c.send, None)


async def agen():
    async with ACM("in generator"):
        yield 1
        yield 2


async def consume():
    async for x in agen():
        print("got", x)
    g = agen()
    print(await anext(g))
    await g.aclose()
    return "consumed"


print(drive(consume()))
for source in ("async def f():\n async with a: pass", "async with a: pass", "def f():\n async with a: pass", "async def f():\n with await a as b: pass", "async def f():\n async with (await a) as b, c as d: pass", "async def f():\n async with: pass", "def f():\n async for x in y: pass", "async def f():\n def g():\n  await x", "async def f():\n lambda: await x", "async def f():\n class C:\n  await x", "async def f():\n [await x for y in z]", "def f():\n [await x for y in z]", "def f():\n [x async for x in y]", "async def f():\n return [x async for x in y]", "async def f():\n (x async for x in y)", "def f():\n (x async for x in y)", "async def f():\n await", "async def f():\n await = 1", "await = 1", "async = 1", "async def f(x=await y): pass", "async def f():\n await await x", "async def f():\n -await x ** await y", "async def f():\n await x = 1", "async def f():\n del await x", "async def f():\n yield\n return", "async def f():\n yield\n return 1", "async lambda: 1", "async for x in y: pass", "async def f():\n async for await x in y: pass", "async def f():\n f'{await x}'", "x = await y", "print(await x)"):
    try:
        compile(source, "<a>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as e:
        print(repr(source), "!!", e.msg)
