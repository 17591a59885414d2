log = []


class CM:
    def __init__(self, name, enter=None, exit=None, swallow=False):
        self.name, self.enter, self.exit, self.swallow = name, enter, exit, swallow

    def __enter__(self):
        log.append(f"enter {self.name}")
        if self.enter:
            raise self.enter
        return self

    def __exit__(self, *args):
        log.append(f"exit {self.name} {args[0].__name__ if args[0] else None} {args[1]}")
        if self.exit:
            raise self.exit
        return self.swallow


def run(f):
    log.clear()
    try:
        result = f()
    except BaseException as error:
        result = f"{type(error).__name__}: {error} ctx={error.__context__!r}"
    print(f.__name__, log, result)


def two_fine():
    with CM("a") as a, CM("b") as b:
        return a.name + b.name


def second_enter_fails():
    with CM("a"), CM("b", enter=ValueError("enter b")):
        log.append("body")


def second_enter_fails_swallowed():
    with CM("a", swallow=True), CM("b", enter=ValueError("enter b")):
        log.append("body")
    return "continued"


def exit_replaces():
    with CM("a", exit=KeyError("exit a")):
        raise ValueError("body")


def inner_exit_fails():
    with CM("a"), CM("b", exit=KeyError("exit b")):
        log.append("body")


def both_exits_fail():
    with CM("a", exit=KeyError("exit a")), CM("b", exit=ValueError("exit b")):
        log.append("body")


def swallow_then_more():
    with CM("a"):
        with CM("b", swallow=True):
            raise ValueError("x")
        log.append("after b")
    return "done"


def loop_flow():
    for i in range(4):
        with CM(i):
            if i == 1:
                continue
            if i == 2:
                break
    return i


def target_fails():
    with CM("a") as (x, y):
        log.append("body")


def truthy_swallow():
    with CM("a", swallow=[0]):
        raise ValueError
    with CM("b", swallow=""):
        raise KeyError("not swallowed")


def return_in_with_finally():
    try:
        with CM("a"):
            return 1
    finally:
        log.append("finally")


def yield_in_with():
    def g():
        with CM("gen"):
            yield 1
            yield 2

    it = g()
    next(it)
    it.close()
    return list(g())


def base_exceptions():
    with CM("a", swallow=True):
        raise SystemExit(3)
    with CM("b", swallow=True):
        raise KeyboardInterrupt
    with CM("c", swallow=True):
        raise GeneratorExit
    return "all swallowed"


def reraise_same():
    class Re:
        def __enter__(self):
            pass

        def __exit__(self, t, v, tb):
            raise v

    with Re():
        raise ValueError("same")


def parenthesised():
    with (CM("a") as a, CM("b") as b, (CM("c")) as c,):
        pass
    with (CM("d"), CM("e")):
        pass
    with (CM("f")):
        pass
    with (CM("g")) as g, CM("h"):
        return a.name, g.name


def bool_of_result_raises():
    class NoBool:
        def __bool__(self):
            raise RuntimeError("bool")

    with CM("a", swallow=NoBool()):
        raise ValueError("v")


for f in list(globals().values()):
    if callable(f) and getattr(f, "__code__", None) and f is not run:
        run(f)


class OnlyEnter:
    def __enter__(self):
        return 1


class OnlyExit:
    def __exit__(self, *a):
        return 1


class InstanceOnly:
    def __init__(self):
        self.__enter__ = lambda: 1
        self.__exit__ = lambda *a: 1


class NoneExit:
    __enter__ = OnlyEnter.__enter__
    __exit__ = None


class Async:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *a):
        pass


class WrongArity:
    def __enter__(self):
        pass

    def __exit__(self):
        pass


class StaticCM:
    @staticmethod
    def __enter__():
        return "static"

    @classmethod
    def __exit__(cls, *args):
        print(cls.__name__, args)


for value in (OnlyEnter(), OnlyExit(), InstanceOnly(), NoneExit(), Async(), WrongArity(), 5, None, open, "text", StaticCM(), OnlyEnter):
    try:
        with value as result:
            print("entered", result)
    except Exception as error:
        print(type(error).__name__, error)
for source in ("async def f():\n with A(): pass", "with a as 5: pass", "with a as f(): pass", "with (a as b, c as d) as e: pass", "with (a, b) as c, d: pass", "with a as b.c, d as e[0]: pass", "with (a as b): pass", "with (a := 1): pass", "with a as (b, c): pass", "with a as [b, *c]: pass", "with: pass", "with a as: pass", "with (a as b, ): pass", "with a, : pass", "with a as b + c: pass", "with (yield): pass", "async with a: pass", "def f():\n async with a: pass", "with a as None: pass", "with a as (b if c else d): pass", "with (): pass", "with *a: pass", "with lambda: 1: pass"):
    try:
        compile(source, "<w>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg)
