class TypeVar:
    count = 0

    def __init__(self):
        TypeVar.count += 1
        self.id, self.ref = TypeVar.count, None

    def __repr__(self):
        return repr(self.ref) if self.ref else f"t{self.id}"


class Con:
    __match_args__ = ("name", "args")

    def __init__(self, name, *args):
        self.name, self.args = name, args

    def __repr__(self):
        match self:
            case Con("->", (a, b)):
                left = f"({a})" if isinstance(prune(a), Con) and prune(a).name == "->" else f"{a}"
                return f"{left} -> {b}"
            case Con("list", (a,)):
                return f"[{a}]"
            case Con("pair", (a, b)):
                return f"({a}, {b})"
            case Con(name):
                return name


INT, BOOL, STR = Con("int"), Con("bool"), Con("str")
fn = lambda a, b: Con("->", a, b)


def prune(t):
    if isinstance(t, TypeVar) and t.ref:
        t.ref = prune(t.ref)
        return t.ref
    return t


def occurs(v, t):
    t = prune(t)
    return t is v or isinstance(t, Con) and any(occurs(v, a) for a in t.args)


def unify(a, b):
    a, b = prune(a), prune(b)
    match a, b:
        case TypeVar(), _:
            if a is not b:
                if occurs(a, b):
                    raise TypeError(f"infinite type {a} = {b}")
                a.ref = b
        case _, TypeVar():
            unify(b, a)
        case Con(x, xs), Con(y, ys) if x == y and len(xs) == len(ys):
            for p, q in zip(xs, ys):
                unify(p, q)
        case _:
            raise TypeError(f"cannot unify {a} with {b}")


def fresh(t, generic, table):
    t = prune(t)
    match t:
        case TypeVar():
            return table.setdefault(t.id, TypeVar()) if generic(t) else t
        case Con(name, args):
            return Con(name, *(fresh(a, generic, table) for a in args))


def infer(e, env, fixed=()):
    match e:
        case bool():
            return BOOL
        case int():
            return INT
        case ("str", str()):
            return STR
        case str(name):
            if name not in env:
                raise NameError(f"unbound {name}")
            return fresh(env[name], lambda v: not any(occurs(v, f) for f in fixed), {})
        case ("fn", x, body):
            a = TypeVar()
            return fn(a, infer(body, env | {x: a}, (*fixed, a)))
        case ("let", x, value, body):
            a = TypeVar()
            t = infer(value, env | {x: a}, (*fixed, a))
            unify(a, t)
            return infer(body, env | {x: t}, fixed)
        case ("if", c, a, b):
            unify(infer(c, env, fixed), BOOL)
            t = infer(a, env, fixed)
            unify(t, infer(b, env, fixed))
            return t
        case (f, arg):
            r = TypeVar()
            unify(infer(f, env, fixed), fn(infer(arg, env, fixed), r))
            return r
        case (f, arg, *rest):
            return infer(((f, arg), *rest), env, fixed)


def show(t):
    names = {}
    def go(t):
        t = prune(t)
        match t:
            case TypeVar():
                return Con(names.setdefault(t.id, "abcdefgh"[len(names)]))
            case Con(n, args):
                return Con(n, *map(go, args))
    return repr(go(t))


a, b = TypeVar(), TypeVar()
ENV = {"+": fn(INT, fn(INT, INT)), "=": fn(INT, fn(INT, BOOL)), "pair": fn(a, fn(b, Con("pair", a, b))), "fst": fn(Con("pair", a, b), a), "nil": Con("list", a), "cons": fn(a, fn(Con("list", a), Con("list", a))), "head": fn(Con("list", a), a), "tail": fn(Con("list", a), Con("list", a)), "empty": fn(Con("list", a), BOOL)}
for e in (5, True, ("str", "s"), ("fn", "x", "x"), ("fn", "x", ("+", "x", 1)), ("let", "id", ("fn", "x", "x"), ("pair", ("id", 1), ("id", True))), ("fn", "f", ("fn", "g", ("fn", "x", ("f", ("g", "x"))))), ("let", "map", ("fn", "f", ("fn", "l", ("if", ("empty", "l"), "nil", ("cons", ("f", ("head", "l")), ("map", "f", ("tail", "l")))))), "map"), ("let", "len", ("fn", "l", ("if", ("empty", "l"), 0, ("+", 1, ("len", ("tail", "l"))))), ("len", ("cons", 1, "nil"))), ("fn", "x", ("fn", "y", "x")), ("fst", ("pair", 1, "nil")), ("fn", "f", ("f", ("f", 1))), ("+", True), (1, 2), ("fn", "x", ("x", "x")), "missing", ("if", 1, 2, 3), ("if", True, 1, False), ("fn", "f", ("pair", ("f", 1), ("f", True))), ("cons", 1, ("cons", True, "nil"))):
    try:
        print(e, ":", show(infer(e, ENV)))
    except (TypeError, NameError) as err:
        print(e, "!!", type(err).__name__, str(err).translate({ord(c): None for c in "0123456789"}))
