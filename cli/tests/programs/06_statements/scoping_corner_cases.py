x = "module"


class A:
    x = "class"
    y = [x for _ in range(1)]
    z = lambda: x
    w = [(lambda: x)() for _ in range(1)]

    def f(self):
        return x

    class B:
        v = x

    def g(self, d=x):
        return d

    try:
        t = [x for a in [1] if x]
    except NameError as e:
        t = str(e)
    u = (x for _ in [x])


print(A.y, A.z(), A.w, A().f(), A.B.v, A().g(), A.t, list(A.u))


def f():
    print(x)
    class C:
        print(x)
        x = "C"
        print(x)
        def m(self): return x
    return C().m()


print(f())


def g():
    x = "g"
    class C:
        y = x
        def m(self): return x
        x = "attr"
    x = "g2"
    return C.y if hasattr(C, "y") else None, C().m(), C.x


try:
    print(g())
except NameError as e:
    print(type(e).__name__, e)


def h():
    x = "h"
    def inner():
        global x
        return x
    def inner2():
        return x
    return inner(), inner2()


print(h())


def k(n):
    if n:
        v = 1
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(k(0), k(1))


def loop_var():
    for i in []:
        pass
    try:
        i
    except UnboundLocalError as e:
        print(e)
    for i in range(2):
        pass
    return i


print(loop_var())


def comp():
    i = "outer"
    a = [i for i in range(3)]
    b = {i: j for i, j in [(1, 2)]}
    c = list(i for i in "xy")
    return i, a, b, c, [j for j in range(2)] and "j" in locals()


print(comp())


def walrus():
    a = [y := i * 2 for i in range(3)]
    b = [z for i in range(3) if (z := i)]
    return a, y, b, z


print(walrus())


def nested_comp():
    n = 2
    return [[i * j * n for j in range(n)] for i in range(n)], [(lambda: i * n)() for i in range(2)], {n for n in range(3)}, n


print(nested_comp())


def except_name():
    e = "before"
    try:
        raise ValueError("v")
    except ValueError as e:
        inner = e
    try:
        return e
    except UnboundLocalError as err:
        return str(err), repr(inner)


print(except_name())


def import_local():
    import math as m
    from sys import maxsize
    return m.pi > 3, maxsize > 0, sorted(locals())


print(import_local(), "m" in globals())


def del_and_rebind():
    a = 1
    f = lambda: a
    del a
    a = 2
    return f()


print(del_and_rebind())


def param_shadow(print):
    return print + 1


print(param_shadow(1), (lambda len: len)(5))
exec("len = lambda x: 'shadowed'")
print(len([]))
del len
print(len([]))


def late():
    return undefined_yet()


def undefined_yet():
    return "defined later"


print(late())


def gen():
    x = 0
    def inc():
        nonlocal x
        x += 1
        return x
    while True:
        yield inc()


it = gen()
print(next(it), next(it))


def default_scope(a=x, b=lambda: x):
    x = "local"
    return a, b(), x


print(default_scope())
def type_scope[T](a: T, b=x) -> T:
    return T.__name__, b
print(type_scope(1))
class Meta(type):
    def __prepare__(name, bases):
        return {"injected": "from prepare", "x": "prepared x"}
class P(metaclass=Meta):
    got = injected, x
    def m(self):
        try:
            return injected
        except NameError as e:
            return str(e)
print(P.got, P().m())
def match_binding(v):
    match v:
        case [a, b] if a > b:
            pass
        case [c, *_]:
            pass
    return sorted(locals())
print(match_binding([1, 2]), match_binding([2, 1]), match_binding([]))
def unused_global():
    global brand_new
    if False:
        brand_new = 1
unused_global()
try:
    brand_new
except NameError as e:
    print(e)
print([x for x in [x]], x, {x: x for x in [x]}, (lambda x=x: x)())
