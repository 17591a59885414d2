import sys


def depth():
    try:
        return depth() + 1
    except RecursionError:
        return 0


d = depth()
print(900 < d < 1000)
sys.setrecursionlimit(200)
print(100 < depth() < 200)
sys.setrecursionlimit(1000)


def attempt(name, f):
    try:
        f()
        print(name, "finished")
    except RecursionError as e:
        print(name, "RecursionError", str(e).startswith("maximum recursion depth exceeded") or str(e).startswith("Stack overflow"))
    except Exception as e:
        print(name, type(e).__name__, e)


def f(): f()
def mutual_a(): mutual_b()
def mutual_b(): mutual_a()
class Init:
    def __init__(self): Init()
class New:
    def __new__(cls): return New()
class Call:
    def __call__(self): self()
class Getattr:
    def __getattr__(self, name): return getattr(self, name + "x")
class Getattribute:
    def __getattribute__(self, name): return self.x
class Setattr:
    def __setattr__(self, n, v): self.x = v
class Getitem:
    def __getitem__(self, k): return self[k]
class Repr:
    def __repr__(self): return repr(self)
class Str:
    def __str__(self): return str(self)
class Format:
    def __format__(self, spec): return format(self, spec)
class Hash:
    def __hash__(self): return hash(self)
class Eq:
    def __eq__(self, other): return self == other
class Lt:
    def __lt__(self, other): return self < other
class Add:
    def __add__(self, other): return self + other
class Radd:
    def __radd__(self, other): return other + self
class Iadd:
    def __iadd__(self, other):
        self += other
        return self
class Neg:
    def __neg__(self): return -self
class Bool:
    def __bool__(self): return bool(self)
class Len:
    def __len__(self): return len(self)
class Contains:
    def __contains__(self, x): return x in self
class Iter:
    def __iter__(self): return iter(self)
class Next:
    def __iter__(self): return self
    def __next__(self): return next(self)
class Int:
    def __int__(self): return int(self)
class Index:
    def __index__(self): return [1][self]
class Float:
    def __float__(self): return float(self)
class Prop:
    @property
    def p(self): return self.p
class Desc:
    def __get__(self, i, o): return i.d
class HasDesc:
    d = Desc()
class Enter:
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
class Instancecheck(type):
    def __instancecheck__(cls, x): return isinstance(x, cls)
class Checked(metaclass=Instancecheck): pass
class Dir:
    def __dir__(self): return dir(self)
def generator(): yield from generator()
async def coro(): await coro()
def lam(): (lambda g: g(g))(lambda g: g(g))
def comp(): [comp() for _ in [1]]
def genexp(): sum(genexp() for _ in [1])
def sorting(): sorted([1], key=lambda x: sorting())
def mapping(): list(map(lambda x: mapping(), [1]))
def evaluating(): eval("evaluating()")
def executing(): exec("executing()")
def decorated(g=None): return decorated(decorated)
def keyword(**kw): keyword(**kw)
def star(*a): star(*a)
def try_finally():
    try:
        try_finally()
    finally:
        pass
def class_body():
    class A:
        x = class_body()


def run(cls, action):
    return lambda: action(cls())


for name, g in (("f", f), ("mutual", mutual_a), ("init", Init), ("new", New), ("call", run(Call, lambda o: o())), ("getattr", run(Getattr, lambda o: o.y)), ("getattribute", run(Getattribute, lambda o: o.y)), ("setattr", run(Setattr, lambda o: setattr(o, "q", 1))), ("getitem", run(Getitem, lambda o: o[0])), ("repr", run(Repr, repr)), ("str", run(Str, str)), ("format", run(Format, format)), ("hash", run(Hash, hash)), ("eq", run(Eq, lambda o: o == 1)), ("lt", run(Lt, lambda o: o < 1)), ("add", run(Add, lambda o: o + 1)), ("radd", run(Radd, lambda o: 1 + o)), ("iadd", run(Iadd, lambda o: o.__iadd__(1))), ("neg", run(Neg, lambda o: -o)), ("bool", run(Bool, bool)), ("len", run(Len, len)), ("contains", run(Contains, lambda o: 1 in o)), ("iter", run(Iter, iter)), ("next", run(Next, next)), ("int", run(Int, int)), ("index", run(Index, lambda o: [1][o])), ("float", run(Float, float)), ("prop", run(Prop, lambda o: o.p)), ("descriptor", run(HasDesc, lambda o: o.d)), ("with", run(Enter, lambda o: o.__enter__())), ("isinstance", lambda: isinstance(1, Checked)), ("dir", run(Dir, dir)), ("generator", lambda: next(generator())), ("coroutine", lambda: coro().send(None)), ("lambda", lam), ("comprehension", comp), ("genexp", genexp), ("sorting", sorting), ("mapping", mapping), ("eval", evaluating), ("exec", executing), ("decorated", decorated), ("keyword", lambda: keyword(a=1)), ("star", lambda: star(1)), ("try finally", try_finally), ("class body", class_body)):
    attempt(name, g)
    attempt("fine afterwards", lambda: None)
