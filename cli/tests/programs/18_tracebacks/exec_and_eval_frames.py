import sys


def show(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


show(lambda: eval("1 / 0"))
show(lambda: exec("def f():\n    return undefined\nf()"))
show(lambda: exec(compile("x = 1\ny = x.nope\n", "some file.py", "exec")))
show(lambda: exec(compile("1/0", "<é>", "exec")))
show(lambda: eval("(lambda: [1 // 0 for _ in [1]])()"))
show(lambda: exec("class A:\n  def m(self):\n    return self.q\nA().m()"))
show(lambda: eval(compile("1 +\\\n 'a'", "nofile", "eval")))
show(lambda: exec("raise ValueError('from exec')", {"__name__": "other"}))
show(lambda: exec("\n" * 50 + "1/0"))
show(lambda: list(map(lambda x: 1 / x, [0])))
show(lambda: sorted([1, 2], key=lambda x: x.nope))
show(lambda: max([1], key=lambda x: undefined))
show(lambda: [1, 2].sort(key=lambda x: 1 / 0))
show(lambda: "{}".format(type("F", (), {"__format__": lambda s, f: 1 / 0})()))
show(lambda: str(type("S", (), {"__str__": lambda s: 1 / 0})()))
show(lambda: {type("H", (), {"__hash__": lambda s: 1 / 0})(): 1})
show(lambda: type("M", (), {"__getattr__": lambda s, n: 1 / 0})().x)
show(lambda: type("I", (), {"__init__": lambda s: 1 / 0})())
show(lambda: type("N", (), {"__new__": lambda c: 1 / 0})())
show(lambda: [] == [type("E", (), {"__eq__": lambda s, o: 1 / 0})()] or [type("E", (), {"__eq__": lambda s, o: 1 / 0})()] == [1])
show(lambda: property(lambda s: 1 / 0).__get__(1))
show(lambda: next(1 / x for x in [0]))
show(lambda: [*(1 / x for x in [0])])
show(lambda: sum(1 / x for x in [0]))
show(lambda: dict((1 / x, 1) for x in [0]))
show(lambda: __import__("nosuchmodule_x"))


class CM:
    def __enter__(self):
        return 1

    def __exit__(self, *a):
        return 1 / 0


def w():
    with CM() as x:
        y = x + 1
        raise ValueError(y)


show(w)


def g():
    try:
        yield from h()
    finally:
        pass


def h():
    yield 1
    raise ValueError("in h")


show(lambda: list(g()))


class Meta(type):
    def __new__(m, n, b, d):
        raise ValueError("in meta")


def make():
    class A(metaclass=Meta):
        x = 1


show(make)


class Desc:
    def __set_name__(self, o, n):
        1 / 0


def make2():
    class B:
        d = Desc()


show(make2)


async def co():
    await co2()


async def co2():
    raise ValueError("in coroutine")


show(lambda: co().send(None))
try:
    try:
        exec("1/0")
    except ZeroDivisionError as e:
        tb = e.__traceback__
        while tb:
            print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_lasti >= 0)
            tb = tb.tb_next
        raise
finally:
    print("end")
