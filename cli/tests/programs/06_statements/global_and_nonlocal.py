x = "global"


def read():
    return x


def write():
    global x
    x = "written"


def make():
    global made, Klass, func, imported

    made = 1

    class Klass:
        pass

    def func():
        return "func"

    import math as imported


def loops():
    global i, e, w
    for i in range(3):
        pass
    try:
        raise ValueError("v")
    except ValueError as e:
        print("caught", e)
    with M() as w:
        pass


class M:
    def __enter__(self):
        return "entered"

    def __exit__(self, *a):
        pass


write()
make()
loops()
print(read(), made, Klass.__qualname__, func.__qualname__, func(), imported.__name__, i, w, "e" in globals())


def outer():
    a = b = 1

    def middle():
        nonlocal a
        a += 1
        c = 10

        def inner():
            nonlocal a, b, c
            a += 10
            b += 10
            c += 10
            return a, b, c

        return inner

    f = middle()
    return f(), f(), a, b


print(outer())


class Body:
    global from_class
    from_class = "set in class body"
    x = "class x"

    def method(self):
        return x

    lam = lambda: x
    comp = [x for _ in range(1)]
    first = [v for v in x]


print(from_class, Body().method(), Body.lam(), Body.comp, Body.first[:2], hasattr(Body, "from_class"))


def class_in_function():
    v = "enclosing"

    class A:
        try:
            print(v)
        except NameError as error:
            print(error)
        v = "class"
        print(v)

        def get(self):
            return v

    class B:
        nonlocal v
        v = "changed by B"

    class C:
        w = [v for _ in range(2)]
        try:
            v = v
        except NameError as error:
            print(error)

    return A().get(), v, C.w


print(class_in_function())


def shadow():
    def f():
        global x
        x = "from f"

        def g():
            return x

        return g()

    x = "shadow's"
    return f(), x


print(shadow(), x)


def counter():
    count = 0

    def up():
        nonlocal count
        count += 1
        return count

    def get():
        return count

    return up, get


up, get = counter()
up()
up()
print(get(), up.__closure__[0] is get.__closure__[0], up.__code__.co_freevars, counter.__code__.co_cellvars)
for source in ("def f():\n x = 1\n global x", "def f():\n print(x)\n global x", "def f(x):\n global x", "def f():\n nonlocal x", "nonlocal x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f(x):\n nonlocal x", "def f():\n global x\n nonlocal x", "def f():\n x = 1\n def g():\n  print(x)\n  nonlocal x", "class C:\n nonlocal x", "def f():\n global x\n def g():\n  nonlocal x", "global x\nx = 1\ndef f():\n global x\n x: int = 1", "def f():\n x: int\n global x", "global x, x", "def f():\n global __class__", "def f():\n [x for x in y]\n global x", "def f():\n x: int = 1\n nonlocal x", "def f():\n for x in y: pass\n global x", "def f():\n import x\n global x", "def f():\n def x(): pass\n global x", "global 5", "global x = 1", "nonlocal", "def f():\n try: pass\n except E as x: pass\n global x", "def f():\n (x := 1)\n global x", "class C:\n x = 1\n global x", "x = 1\nglobal x", "print(x)\nglobal x", "def f():\n global x\n [x := 1 for _ in y]", "def f[T]():\n nonlocal T", "def f[T]():\n global T", "class C[T]:\n nonlocal T", "def f():\n del x\n global x"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "!!", error.msg, error.lineno, error.offset)
