def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class A:
    cls_attr = 1

    def __init__(self):
        self.x = 5

    def __getattr__(self, name):
        if name == "dynamic":
            return "made"
        raise AttributeError(f"no {name}")


a = A()
attempt(getattr, a, "x")
attempt(getattr, a, "dynamic")
attempt(getattr, a, "nope")
attempt(getattr, a, "nope", "default")
attempt(getattr, a, "nope", None)
attempt(getattr, a, 5)
attempt(getattr, a, "x", "y", "z")
attempt(getattr, a)
attempt(getattr)
attempt(hasattr, a, "x")
attempt(hasattr, a, "nope")
attempt(hasattr, a, 5)
attempt(hasattr, a)
attempt(setattr, a, "y", 1)
attempt(setattr, a, "not an identifier", 2)
attempt(getattr, a, "not an identifier")
attempt(setattr, a, "", 3)
attempt(setattr, a, 5, 3)
attempt(setattr, a, "x")
attempt(setattr, 5, "x", 1)
attempt(delattr, a, "y")
attempt(delattr, a, "y")
attempt(delattr, a, 5)
attempt(delattr, a)
print(a.__dict__)


class Sl(str):
    pass


attempt(getattr, a, Sl("x"))
attempt(setattr, a, Sl("sub"), 1)
print([type(k).__name__ for k in a.__dict__])
for value in (A, a, 5, "s", len, print, lambda: 0, None, [].append, type, object(), type("C", (), {"__call__": 5})(), type("D", (), {"__call__": lambda s: 1})()):
    print(callable(value), end=" ")
print()
inst = type("E", (), {})()
inst.__call__ = lambda: 1
print(callable(inst))
print(isinstance(5, int), isinstance(True, int), isinstance("a", (int, str)), isinstance(5, int | str), isinstance([], ()), issubclass(bool, int), issubclass(int, (str, object)), issubclass(int, int | str))
attempt(type, 5)
attempt(type, "N", (), {})
attempt(type)
attempt(type, 1, 2)
print(type(type(5)), type("N", (int,), {"a": 1})(5).a)
attempt(vars, a)
attempt(vars, 5)
print(sorted(vars(A))[:2], "x" in dir(a), "cls_attr" in dir(a), "__init__" in dir(A), dir(type("F", (), {"__dir__": lambda s: ["b", "a"]})()))
attempt(dir, type("G", (), {"__dir__": lambda s: 5})())
attempt(dir, 1, 2)
print(len(dir(5)) > 50, dir(None) == sorted(dir(None)), "append" in dir([]))
o = object()
print(type(o), isinstance(o, object), o == o, hash(o) == hash(o), bool(o), [n for n in dir(o)])
attempt(object, 1)
attempt(setattr, o, "x", 1)
attempt(iter, 5)
attempt(iter, a)
attempt(next, 5)
attempt(next, iter([1]))
attempt(next, iter([]), "d")
attempt(next, iter([]))
print(list(iter([1, 2, 3, 4].pop, 2)))
attempt(id)
attempt(id, 1, 2)
attempt(hash, [])
attempt(hash)
print(hash(a) == hash(a), hash("a") == hash("a"), hash((1, "a")) == hash((1, "a")))
attempt(memoryview, 5)
attempt(property, 1, 2, 3, 4, 5)
attempt(staticmethod)
attempt(classmethod)
attempt(super)
attempt(super, int)
attempt(lambda: super(int, 5).__add__(3))
attempt(super, int, "a")
attempt(super, 5)
attempt(input, 1, 2)
attempt(__build_class__)
attempt(__build_class__, 5, "x")
attempt(__build_class__, lambda: None)
attempt(__build_class__, lambda: None, 5)
attempt(lambda: __build_class__(lambda: None, "Made").__name__)
attempt(lambda: __build_class__(lambda: 7, "Made", int, metaclass=lambda n, b, d: (n, b, dict(d))))
attempt(__import__)
attempt(__import__, 5)
attempt(__import__, "")
attempt(lambda: __import__("sys").__name__)
attempt(open, "/nonexistent/file")
attempt(open, "x", "bad mode")
attempt(open, 5.5)
attempt(open)
attempt(open, "x", "rw")
attempt(open, "x", "")
attempt(open, "a\0b")
attempt(open, -1)
print(copyright.__class__.__name__ if "copyright" in globals() or hasattr(__builtins__, "copyright") else "without site there is no copyright")
print("exit" in dir(__builtins__), "quit" in dir(__builtins__), "help" in dir(__builtins__), "_" in dir(__builtins__))
attempt(aiter, 5)
attempt(anext, 5)
attempt(compile, 5, "f", "exec")
attempt(globals, 1)
attempt(locals, 1)
attempt(lambda: print(file=5))
attempt(lambda: print(flush=1))
attempt(lambda: print(1, sep="", end="", bad=1))
