def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


print(locals() is globals(), globals()["__name__"], "attempt" in locals(), type(locals()).__name__)
globals()["made"] = 5
locals()["also"] = 6
print(made, also)
del globals()["made"]
attempt(lambda: made)


def f(a, b=2, *args, c, **kw):
    d = 1
    snap = locals()
    print(snap == {"a": a, "b": b, "args": args, "c": c, "kw": kw, "d": d}, sorted(snap))
    snap["d"] = 100
    snap["new"] = 5
    print(d, locals() is snap, locals()["d"], "new" in locals())
    e = 7
    print("e" in snap, "e" in locals())


f(1, c=3)


def unbound():
    if False:
        x = 1
    y = 2
    print(locals())
    del y
    print(locals())


unbound()


def closure():
    free = 1
    other = 2

    def inner():
        own = 3
        print(sorted(locals()), locals().get("free"))
        return free

    inner()
    print(sorted(k for k in locals() if k != "inner"))


closure()


class C:
    x = 1
    print(sorted(k for k in locals() if k[0] != "_"))
    locals()["y"] = 2
    print(y)
    vars()["z"] = 3
    print(locals() is vars(), sorted(k for k in dir() if k[0] != "_"))

    def m(self):
        return sorted(locals())


print(C.y, C.z, C().m())


def comp():
    n = 1
    return [sorted(locals()) for i in range(1)], [i for i in range(2)], sorted(locals()), {k: sorted(locals()) for k in "a"}, list(sorted(locals()) for j in range(1)), [eval("n + i") for i in range(2)]


print(comp())
print([sorted(k for k in locals() if k in ("i", "q")) for i in range(1)], sorted(k for k in globals() if k == "i"))


def gen():
    v = 1
    yield sorted(locals())
    w = 2
    yield locals()


print(list(gen()))


def exec_in():
    x = 1
    exec("x = 2; fresh = 3")
    print(x, "fresh" in locals())
    ns = {}
    exec("x = 5; fresh = x", globals(), ns)
    print(ns)
    exec("print(x)")
    loc = locals()
    exec("x = 50; created = 1", globals(), loc)
    print(x, loc["x"], loc["created"])
    print(eval("x"), eval("x", {"x": "g"}), eval("x", {"x": "g"}, {"x": "l"}))


exec_in()


def vars_forms():
    a = 1
    print(vars(), vars(type("O", (), {"__init__": lambda s: setattr(s, "q", 2)})()))
    for bad in (5, "s", [], None, object()):
        attempt(vars, bad)
    attempt(vars, 1, 2)
    print(sorted(vars(C))[:3] != [], vars(__builtins__) is __builtins__.__dict__)


vars_forms()
import sys


def frame_locals():
    a = 1
    b = [2]
    f = sys._getframe()
    fl = f.f_locals
    print(type(fl).__name__, dict(fl).keys() >= {"a", "b"}, fl["a"], "a" in fl, len(fl), sorted(fl), fl.get("zz", 0), fl == fl)
    fl["a"] = 10
    print(a, fl["a"])
    fl["extra"] = "only in the proxy"
    print(fl["extra"], "extra" in locals(), f.f_locals["extra"], f.f_locals is fl)
    attempt(lambda: fl.pop("a"))
    attempt(fl.__delitem__, "a")
    attempt(lambda: fl.clear())
    attempt(lambda: fl.popitem())
    attempt(lambda: fl.update(b="keyword"))
    fl.update({"b": "updated", "more": 1})
    print(b, fl.setdefault("more", 2), fl.setdefault("most", 3))
    attempt(fl.pop, "most")
    attempt(lambda: fl["nosuch"])
    print(sorted(k for k in fl.keys()), (fl | {"z": 1})["z"], fl.copy()["a"], list(reversed(fl))[0] in fl, repr(fl)[0], isinstance(fl, dict))
    attempt(hash, fl)
    def inner():
        cell_var = 1
        g = sys._getframe()
        def use(): return cell_var
        g.f_locals["cell_var"] = 99
        return use(), cell_var
    print(inner())


frame_locals()
def outer():
    secret = 1
    def peek():
        return sys._getframe(1).f_locals["secret"]
    def poke():
        sys._getframe(1).f_locals["secret"] = 2
    poke()
    return peek(), secret
print(outer())
