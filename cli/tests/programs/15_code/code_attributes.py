def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def f(a, b, /, c, d=1, *args, e, g=2, **kw):
    """Doc."""
    x = 1
    y = [i for i in range(a)]
    z = lambda: x + b
    global made
    made = len(args)
    return x.real, made


def names(c):
    flags = ["OPTIMIZED", "NEWLOCALS", "VARARGS", "VARKEYWORDS", "NESTED", "GENERATOR", None, "COROUTINE", "ITERABLE_COROUTINE", "ASYNC_GENERATOR"]
    out = [n for i, n in enumerate(flags) if n and c.co_flags >> i & 1]
    out += [hex(b) for b in (0x20000, 0x40000, 0x80000, 0x100000, 0x200000, 0x400000, 0x800000, 0x1000000, 0x4000000, 0x8000000) if c.co_flags & b]
    return out


c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_names, c.co_freevars, c.co_cellvars, c.co_firstlineno, c.co_stacksize > 0, names(c))
print([k if not hasattr(k, "co_code") else k.co_name for k in c.co_consts])


def gen(): yield
async def coro(): pass
async def agen(): yield
def nested():
    v = 1
    def inner():
        nonlocal v
        return v
    return inner
def vararg(*a): pass
def kwarg(**k): pass
class K:
    x = 1
    def m(self): return __class__


for g in (gen, coro, agen, nested, nested(), vararg, kwarg, lambda: 0, K.m):
    print(g.__code__.co_qualname, names(g.__code__), g.__code__.co_freevars, g.__code__.co_cellvars, g.__code__.co_varnames)
module = compile("'doc'\nx = 1\nclass A:\n  y = 2\ndef f(): pass\n", "<m>", "exec")
print(module.co_name, module.co_qualname, module.co_filename, names(module), module.co_names, module.co_firstlineno, [k.co_name if hasattr(k, "co_name") else k for k in module.co_consts])
print(names(compile("from __future__ import annotations", "f", "exec")), names(compile("x", "f", "eval")))
print(list(compile("x = 1\n\ny = 2\nif x:\n  z = 3\n", "f", "exec").co_lines())[0], sorted({l for _, _, l in compile("x = 1\n\ny = 2\nif x:\n  z = 3\n", "f", "exec").co_lines() if l}))
positions = list(compile("a + b.c", "f", "eval").co_positions())
print(len(positions) > 0, positions[0], sorted({p for p in positions if p[0]})[:4])
print(c == c, c == f.__code__, hash(c) == hash(c), c != gen.__code__, compile("1", "f", "eval") == compile("1", "f", "eval"), compile("1", "f", "eval") == compile("1.0", "f", "eval"), compile("0.0", "f", "eval") == compile("-0.0", "f", "eval"), compile("x", "f", "eval") == compile("x", "g", "eval"))
print(repr(c).startswith("<code object f at 0x"))
d = c.replace(co_name="renamed", co_firstlineno=100, co_filename="other.py")
print(d.co_name, d.co_firstlineno, d.co_filename, d == c, c.co_name, d.co_qualname)
k = (lambda: "const").__code__
print(eval(k), eval(k.replace(co_consts=tuple("swapped" if x == "const" else x for x in k.co_consts))))
attempt(c.replace, co_name=5)
attempt(c.replace, nosuch=1)
attempt(c.replace, co_argcount="x")
attempt(c.replace, co_argcount=-1)
attempt(c.replace, 1)
attempt(setattr, c, "co_name", "x")
attempt(delattr, c, "co_name")
attempt(setattr, c, "x", 1)
attempt(lambda: c.nosuch)
attempt(type(c))
attempt(lambda: type("C", (type(c),), {}))
attempt(lambda: c < c)
attempt(lambda: c())
print(sorted(n for n in dir(c) if n.startswith("co_")))
print(f.__code__.co_varnames[: f.__code__.co_argcount], isinstance(c.co_code, bytes), len(c.co_code) % 2, isinstance(c.co_linetable, bytes), isinstance(c.co_exceptiontable, bytes), len(compile("try: x\nexcept: y", "f", "exec").co_exceptiontable) > 0, c.co_exceptiontable == b"")
folded = compile("1 + 2, 'a' 'b', 2 ** 10, -5, (1, 2), not True, 'x' * 3, [1, 2][0], 1 if True else 2", "f", "eval")
print([k for k in folded.co_consts if not isinstance(k, tuple)], folded.co_names)
def no_doc(): return 1
def doc_only(): "only doc"
def two_strings():
    "first"
    "second"
print(no_doc.__doc__, doc_only.__doc__, two_strings.__doc__, doc_only(), names(doc_only.__code__), names(no_doc.__code__))
lines = {}
def marked():
    x = 1

    return (x
            + 2)
print([l - marked.__code__.co_firstlineno for _, _, l in marked.__code__.co_lines() if l is not None][:3], marked.__code__.co_firstlineno > 50)
