def t(x):
    print(x, end=" ")
    return x


class O:
    def __getattr__(self, name):
        print("." + name, end=" ")
        return self

    def __call__(self, *args, **kwargs):
        print("call", end=" ")
        return self

    def __getitem__(self, k):
        print("[]", end=" ")
        return self

    def __iter__(self):
        print("iter", end=" ")
        return iter([t("it1"), t("it2")])

    def keys(self):
        print("keys", end=" ")
        return ["kk"]


o = O()


def case(f):
    try:
        f()
    except Exception as error:
        print(type(error).__name__, error, end="")
    print()


d = {}


def f(*args, **kwargs):
    return args, kwargs


case(lambda: t(1) + t(2) * t(3))
case(lambda: (t(1), t(2), t(3)))
case(lambda: [t(1), *[t(2)], t(3)])
case(lambda: {t("k1"): t("v1"), t("k2"): t("v2")})
case(lambda: {t(1), t(2)})
case(lambda: f(t(1), *[t(2)], t(3), k=t(4), **{t("m"): t(5)}, n=t(6)))
case(lambda: f(k=t(1), *[t(2)]))
case(lambda: t(1) if t(0) else t(2))
case(lambda: t(0) or t(1) and t(2) or t(3))
case(lambda: not t(0) and not t(1))
case(lambda: o.a[t(1)].b(t(2), x=t(3))[t(4) : t(5)])
case(lambda: f"{t(1)} {t(2)!r:>{t(3)}}")
case(lambda: [t(x) for x in t([1, 2]) if t(x > 1)])
case(lambda: {t(k): t(v) for k, v in t([(1, 2)])})
case(lambda: (lambda a=t(1), *, b=t(2): t(3))())
case(lambda: t(1) < t(2) < t(3))
case(lambda: t([1, 2, 3])[t(0) : t(2) : t(1)])
case(lambda: t(2) ** t(-1))
case(lambda: -t(1) ** t(2))
case(lambda: f(*o, **o))
case(lambda: (t(1), (yield_ := t(2)), t(3)))
case(lambda: t(len)(t("1")))
case(lambda: t(5)(t(1)))
case(lambda: undefined_name(t(1)))
case(lambda: t({})[t("missing")])
case(lambda: "%s %s" % (t(1), t(2)))
case(lambda: t("a").join([t("b"), t("c")]))
case(lambda: print(t(1), end=t(" ")))


def statements():
    d[t("key")] = t("value")
    d[t("key")] += t("more")
    a, d[t("x")] = t(1), t(2)
    a = d[t("y")] = t(3)
    del d[t("x")], d[t("y")]
    assert t(1), t("message")
    for d[t("loop")] in t([1, 2]):
        t("body")
    with C(t("cm1")) as d[t("w1")], C(t("cm2")) as d[t("w2")]:
        t("with body")
    return t("ret")


class C:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        t("enter " + self.n)

    def __exit__(self, *a):
        t("exit " + self.n)


case(statements)


def decorators():
    def deco(name):
        t("make " + name)

        def apply(f):
            t("apply " + name)
            return f

        return apply

    @deco("a")
    @deco("b")
    def g(x=t("default"), *, y=t("kwdefault")):
        pass

    @deco("c")
    class K(t(object), metaclass=t(type)):
        t("class body")


case(decorators)


def aug():
    class Box:
        def __getitem__(self, k):
            t("get")
            return 1

        def __setitem__(self, k, v):
            t("set")

        def __getattr__(self, n):
            t("getattr")
            return 1

    b = Box()
    b[t("k")] += t(5)
    b.z += t(6)


case(aug)


def raising():
    raise t(ValueError)(t("x")) from t(None)


case(raising)


def errors():
    f(t(1), t(1 // 0), t(2))


case(errors)


def chained():
    x = [t(1), t(2)][t(1)], {t(3): t(4)}[t(3)], (t(5), t(6))[t(0)]


case(chained)
print(d)
