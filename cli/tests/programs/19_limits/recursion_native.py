# timeout: 60
# Whether these end by themselves depends on how much stack a level takes.
EITHER = ("repr list", "str list", "format list", "percent list", "repr tuple", "repr dict", "list repr in exception", "print", "ascii", "eq lists", "lt lists", "in list", "index", "sort", "hash tuple", "eq tuples", "eq dicts", "hash in dict", "isinstance tuple", "issubclass tuple", "call chain", "lambda chain", "nested alias repr")


class Sink:
    def write(self, text):
        pass


def attempt(name, f):
    try:
        f()
        print(name, "handled" if name in EITHER else "finished")
    except RecursionError as e:
        print(name, "handled" if name in EITHER else "RecursionError")
    except MemoryError as e:
        print(name, "MemoryError")
    except Exception as e:
        print(name, type(e).__name__, str(e)[:80])


def nest(make, n, start):
    x = start
    for _ in range(n):
        x = make(x)
    return x


N = 100000
lists = nest(lambda x: [x], N, [])
lists2 = nest(lambda x: [x], N, [])
tuples = nest(lambda x: (x,), N, ())
tuples2 = nest(lambda x: (x,), N, ())
dicts = nest(lambda x: {1: x}, N, {})
dicts2 = nest(lambda x: {1: x}, N, {})
attempt("repr list", lambda: repr(lists))
attempt("str list", lambda: str(lists))
attempt("format list", lambda: f"{lists}")
attempt("percent list", lambda: "%r" % lists)
attempt("eq lists", lambda: lists == lists2)
attempt("lt lists", lambda: lists < lists2)
attempt("in list", lambda: lists2 in [lists])
attempt("index", lambda: [lists].index(lists2))
attempt("sort", lambda: [lists, lists2].sort())
attempt("repr tuple", lambda: repr(tuples))
attempt("hash tuple", lambda: hash(tuples))
attempt("eq tuples", lambda: tuples == tuples2)
attempt("repr dict", lambda: repr(dicts))
attempt("eq dicts", lambda: dicts == dicts2)
attempt("hash in dict", lambda: {tuples: 1})
attempt("isinstance tuple", lambda: isinstance(1, nest(lambda x: (x,), N, (str,))))
attempt("issubclass tuple", lambda: issubclass(int, nest(lambda x: (x,), N, (str,))))
attempt("except tuple", lambda: exec("try:\n 1/0\nexcept t: pass", {"t": nest(lambda x: (x,), N, (str,))}))
attempt("list repr in exception", lambda: str(ValueError(lists)))
attempt("print", lambda: print(lists, file=Sink()))
attempt("ascii", lambda: ascii(lists))


class Node:
    def __init__(self, child):
        self.child = child

    def __repr__(self):
        return f"Node({self.child!r})"

    def __eq__(self, other):
        return self.child == other.child

    def __hash__(self):
        return hash((1, self.child))

    def __getattr__(self, name):
        return getattr(self.child, name)

    def __call__(self):
        return self.child()

    def __iter__(self):
        return iter(self.child)

    def __bool__(self):
        return bool(self.child)

    def __add__(self, other):
        return self.child + other


node = nest(Node, N, None)
node2 = nest(Node, N, None)
attempt("object repr", lambda: repr(node))
attempt("object eq", lambda: node == node2)
attempt("object hash", lambda: hash(node))
attempt("object getattr", lambda: node.missing)
attempt("object call", lambda: node())
attempt("object iter", lambda: iter(node))
attempt("object bool", lambda: bool(node))
attempt("object add", lambda: node + 1)
attempt("nested alias repr", lambda: repr(nest(lambda x: list[x], N, int)))
f = len
for _ in range(100000):
    f = f.__call__
attempt("call chain", lambda: f([]))
partial = nest(lambda g: lambda: g(), 5000, lambda: 1)
attempt("lambda chain", partial)
e = ValueError("x")
for _ in range(100000):
    new = KeyError("y")
    new.__context__ = e
    e = new
del lists, lists2, tuples, tuples2, dicts, dicts2, node, node2, f, partial, e, new
print("all freed")
