def adders():
    return [lambda x, n=n: x + n for n in range(3)], [lambda x: x + n for n in range(3)]


early, late = adders()
print([f(10) for f in early], [f(10) for f in late])


def loop_cells():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    first = [f() for f in fs]
    i = 100
    return first, [f() for f in fs]


print(loop_cells())


def deep(a):
    def b(c):
        def d(e):
            def f(g):
                return a, c, e, g
            return f
        return d
    return b


print(deep(1)(2)(3)(4), deep(1)(2)(3).__code__.co_freevars)


def arg_cell(x, *args, y=5, **kw):
    def get():
        return x, args, y, kw

    x += 1
    args += (9,)
    kw["z"] = 0
    return get


print(arg_cell(1, 2, y=3, w=4)())


def self_reference():
    def f(n):
        return 1 if n == 0 else n * f(n - 1)

    return f


print(self_reference()(10))


def mutual():
    def even(n):
        return True if n == 0 else odd(n - 1)

    def odd(n):
        return False if n == 0 else even(n - 1)

    return even


print(mutual()(10), mutual()(7))


def unbound_free():
    def get():
        return later

    try:
        get()
    except NameError as error:
        print(type(error).__name__, error)
    later = 1
    print(get())
    del later
    try:
        get()
    except NameError as error:
        print(type(error).__name__, error)


unbound_free()


def comprehension_scope():
    x = 1
    fs = [(lambda: x + y) for y in range(3)]
    x = 10
    gen = (x + z for z in range(2))
    x = 100
    return [f() for f in fs], list(gen)


print(comprehension_scope())


def class_scope():
    x = "function"

    class C:
        x = "class"
        y = x

        def m(self):
            return x

        comp = [x for _ in range(1)]
        lam = lambda: x

    return C.y, C().m(), C.comp, C.lam()


print(class_scope())


def default_capture():
    x = 1

    def f(a=x):
        return a

    x = 2
    return f(), f(x)


print(default_capture())


def accumulator():
    total = 0
    history = []

    def add(n):
        nonlocal total
        total += n
        history.append(total)
        return total

    def reset():
        nonlocal total, history
        total, history = 0, []

    return add, reset, lambda: (total, history)


add, reset, state = accumulator()
add(5), add(7)
print(state())
reset()
print(state(), add(1), state())


def gen_closure():
    n = 0

    def g():
        nonlocal n
        while n < 3:
            n += 1
            yield n

    return list(g()), n


print(gen_closure())


def except_cell():
    try:
        raise ValueError("v")
    except ValueError as e:
        f = lambda: e
        print(repr(f()))
    try:
        f()
    except NameError as error:
        print(error)


except_cell()


def memo(f):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]

    wrapper.cache = cache
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


def locals_cells():
    a = 1
    b = 2

    def f():
        return a

    snapshot = locals()
    return sorted(k for k in snapshot), f.__closure__[0].cell_contents


print(locals_cells())


def exec_no_closure():
    hidden = 1
    try:
        exec("print(hidden)")
        exec("hidden = 5")
        print(hidden)
        exec("def f(): return hidden\nf()")
    except NameError as error:
        print(error)


exec_no_closure()


def many_cells():
    a = b = c = d = e = 0

    def f():
        nonlocal a, b, c, d, e
        a += 1
        b += a
        c += b
        d += c
        e += d
        return a, b, c, d, e

    return f


m = many_cells()
print([m() for _ in range(4)][-1], [c.cell_contents for c in m.__closure__], m.__code__.co_freevars)


def shadow(x):
    def inner(x):
        return x, (lambda x: x)(x + 1), [x for x in range(x)], x

    return inner(x + 10), x


print(shadow(1))


def decorated(cls):
    registry.append(cls.__name__)
    return cls


registry = []


def factory(name):
    @decorated
    class Made:
        label = name

        def who(self):
            return f"{name} {self.label} {__class__.__name__}"

    Made.__name__ = name
    return Made


print(factory("A")().who(), factory("B")().who(), registry)
walrus = lambda: [y := 1, (lambda: y)()]
print(walrus())
def walrus_comp():
    [last := i for i in range(5)]
    return last, (lambda: last)()


print(walrus_comp())
