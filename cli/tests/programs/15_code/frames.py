def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import sys

f = sys._getframe()
print(type(f).__name__, f.f_code.co_name, f.f_back, f.f_lineno, f.f_globals is globals(), f.f_locals is globals(), f.f_builtins is __builtins__.__dict__, f.f_trace, f.f_trace_lines, f.f_trace_opcodes, f.f_lasti > 0)


def a(depth):
    frame = sys._getframe(depth)
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno


def b(depth):
    x = 1
    return a(depth)


print(a(0), b(0), b(1), b(2)[0], a(1)[0])
attempt(sys._getframe, 100)
attempt(lambda: sys._getframe(-1).f_code.co_name)
attempt(sys._getframe, "x")
attempt(sys._getframe, 1, 2)
attempt(sys._getframe, 2**70)


def stack():
    out = []
    frame = sys._getframe()
    while frame:
        out.append(frame.f_code.co_name)
        frame = frame.f_back
    return out


class C:
    def m(self):
        return stack()

    s = staticmethod(lambda: stack())
    body = stack()


print(stack(), C().m(), C.s(), C.body, [stack() for _ in range(1)], list(stack() for _ in range(1)), eval("stack()"), sorted([1], key=lambda x: stack() and 0), list(map(lambda x: stack(), [1])))


def gen():
    yield sys._getframe().f_back.f_code.co_name, stack()


print(next(gen()), list(gen()))
g = gen()
print(g.gi_frame.f_back, g.gi_frame.f_code.co_name, g.gi_frame.f_lineno - g.gi_frame.f_code.co_firstlineno)
fr = g.gi_frame
next(g)
print(fr.f_back, fr.f_lineno - fr.f_code.co_firstlineno)
list(g)
print(fr.f_back, g.gi_frame)


def dead():
    x = [1, 2]
    return sys._getframe()


d = dead()
print(d.f_code.co_name, d.f_locals, d.f_back is f, d.f_lineno - d.f_code.co_firstlineno)
d.clear()
print(d.f_locals)


def running():
    sys._getframe().clear()


attempt(running)
g = gen()
next(g)
attempt(g.gi_frame.clear)
print(g.gi_frame is None)


def failing(x):
    local = x * 2
    raise ValueError(local)


try:
    failing(4)
except ValueError as e:
    tb = e.__traceback__
    frames = []
    while tb:
        frames.append((tb.tb_frame.f_code.co_name, sorted(k for k in tb.tb_frame.f_locals if k in ("x", "local"))))
        last = tb.tb_frame
        tb = tb.tb_next
    print(frames, last.f_locals, last.f_lineno - last.f_code.co_firstlineno)
    last.clear()
    print(last.f_locals)
attempt(setattr, f, "f_code", 1)
attempt(setattr, f, "f_back", None)
attempt(setattr, f, "f_locals", {})
attempt(setattr, f, "f_lineno", 5)
attempt(setattr, f, "f_lineno", "x")
attempt(delattr, f, "f_lineno")
attempt(setattr, f, "x", 1)
attempt(setattr, f, "f_trace_lines", 5)
f.f_trace_lines = False
print(f.f_trace_lines)
f.f_trace_lines = True
f.f_trace = lambda *a: None
print(callable(f.f_trace))
del f.f_trace
print(f.f_trace)
attempt(type(f))
attempt(lambda: type("F", (type(f),), {}))
print(sorted(n for n in dir(f) if n[:2] == "f_"), hash(f) == hash(f), f == f, repr(f).startswith("<frame at 0x"), repr(f).rpartition(", ")[2])


def lines():
    out = [sys._getframe().f_lineno]
    out.append(
        sys._getframe().f_lineno
    )
    for i in range(2):
        out.append(sys._getframe().f_lineno)
    base = sys._getframe().f_code.co_firstlineno
    return [n - base for n in out]


print(lines())
def names():
    return sys._getframemodulename(), sys._getframemodulename(1), sys._getframemodulename(50)
print(names())
