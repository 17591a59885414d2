def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


print(eval("1 + 1"), eval(" 1 + 1"), eval("\t5\n"), eval(b"2 * 3"), eval(bytearray(b"7")), eval(memoryview(b"8")), eval("x", {"x": 9}), eval("x + y", {"x": 1}, {"y": 2}), eval(compile("3", "f", "eval")))
attempt(eval, "x = 1")
attempt(eval, "")
attempt(eval, "1; 2")
attempt(eval, "1\n2")
attempt(eval, "import sys")
attempt(eval, 5)
attempt(eval, None)
attempt(eval)
attempt(eval, "1", 5)
attempt(eval, "1", {}, 5)
attempt(eval, "1", None, None)
attempt(eval, "x", {}, {"x": 1})
attempt(eval, "1", globals={"a": 1})
attempt(eval, "a + b", globals={"a": 1}, locals={"b": 2})
attempt(eval, "1\0")
attempt(eval, b"\xff")
attempt(eval, "1 +")
attempt(eval, "undefined")
attempt(eval, "(yield)")
attempt(lambda: type(eval("(lambda: (yield))()")).__name__)
attempt(eval, "await x")
print(exec("a = 1"), a, exec(""), exec("\n\n"), exec(b"b = 2"), b, exec(compile("c = 3", "f", "exec")), c)
attempt(exec, 5)
attempt(exec, "x = 1", 5)
attempt(exec, "x = 1", {}, [])
attempt(exec, "1/0")
attempt(exec, "return 1")
attempt(exec, "raise SystemExit(1)")
attempt(exec, "x", {"__builtins__": {}})
attempt(exec, "print(1)", {"__builtins__": {}})
attempt(exec, "print('own')", {"__builtins__": {"print": print}})
attempt(exec, "len", {"__builtins__": __builtins__})
attempt(exec, "x", {"__builtins__": 5})
g = {}
exec("x = 1\ny = x + 1\ndef f(): return x\nz = f()", g)
print({k: v for k, v in g.items() if k in "xyz"}, "__builtins__" in g)
l = {}
exec("x = 1\ndef f(): return x", {}, l)
attempt(l["f"])


class Mapping:
    def __init__(self):
        self.log = []

    def __getitem__(self, k):
        self.log.append(("get", k))
        if k == "known":
            return 42
        raise KeyError(k)

    def __setitem__(self, k, v):
        self.log.append(("set", k, v))

    def __delitem__(self, k):
        self.log.append(("del", k))


m = Mapping()
exec("a = known\ndel a\nlen", {}, m)
print(m.log)


class Globals(dict):
    def __getitem__(self, k):
        return "never used"

    def __missing__(self, k):
        return f"missing {k}"


attempt(eval, "zz", Globals())
attempt(eval, "zz", {}, Globals())
for source, mode in (("1", "eval"), ("x = 1", "exec"), ("x", "single"), ("1", "bad"), ("1", 5), ("x = 1", "eval"), ("", "single"), ("1\n2", "single"), ("if 1: pass\n", "single"), ("if 1:\n  pass", "single"), (5, "exec"), (None, "exec"), (b"1", "eval"), (b"\xff", "eval"), ("1\0", "eval"), ("# only a comment", "exec"), ("# c", "eval"), ("(int, str) -> bool", "func_type")):
    print(repr(source), mode, end=": ")
    attempt(lambda: compile(source, "<f>", mode).co_filename)
attempt(compile, "1", "f")
attempt(compile, "1", 5, "eval")
attempt(compile, "1", "f", "eval", 1)
attempt(compile, "1", "f", "eval", flags=5)
attempt(compile, "1", "f", "eval", 0, False, 3)
attempt(compile, "1", "f", "eval", 0, False, -2)
attempt(lambda: compile("1", b"bytes", "eval").co_filename)
attempt(lambda: compile("assert 0\n'doc'", "f", "exec", optimize=1).co_consts)
attempt(lambda: exec(compile("assert 0, 'gone'\nprint(__debug__)", "f", "exec", optimize=1)))
attempt(lambda: exec(compile("def f():\n 'doc'\nprint(f.__doc__, __debug__)", "f", "exec", optimize=2)))
exec(compile("1 + 1; 'text'; None; x = 5; x", "<single>", "single"))
exec(compile("for i in range(3): i\n", "<single>", "single"))
attempt(lambda: exec(compile("1/0", "<single>", "single")))
code = compile("a * 2", "<c>", "eval")
print([eval(code, {"a": i}) for i in range(3)], eval(code, {"a": "s"}))
attempt(eval, code, {})
f = lambda x: x + free_value
free_value = 10
attempt(exec, f.__code__)
def closure():
    v = 1
    return lambda: v
attempt(eval, closure().__code__)
attempt(eval, closure().__code__, closure=(1,))
attempt(exec, closure().__code__, closure=closure().__closure__)
attempt(exec, "1", closure=())
attempt(exec, closure().__code__, closure=())
attempt(exec, closure().__code__, closure=(5,))
attempt(exec, (lambda: 1).__code__, closure=(5,))
print(eval("[x for x in range(3)]"), eval("[y for y in range(z)]", {"z": 2}), eval("(lambda: q)()", {"q": 1}), eval("{k: (lambda: k)() for k in 'ab'}"), eval("[(lambda: w)() for w in [1]]", {}, {}))
attempt(eval, "[u for _ in [1]]", {}, {"u": 5})
attempt(eval, "(lambda: u)()", {}, {"u": 5})
