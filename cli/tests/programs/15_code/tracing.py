import sys

log = []


def tracer(frame, event, arg):
    if frame.f_code.co_name in ("traced", "inner", "gen", "fails", "handles"):
        log.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, arg if not isinstance(arg, tuple) else arg[0].__name__))
        return tracer


def inner(x):
    return x * 2


def traced(n):
    total = 0
    for i in range(n):
        total += inner(i)
    return total


def show(f, *args):
    log.clear()
    sys.settrace(tracer)
    try:
        result = f(*args)
    except Exception as e:
        result = repr(e)
    finally:
        sys.settrace(None)
    print(f.__name__, result)
    for entry in log:
        print("   ", *entry)


show(traced, 2)


def fails():
    x = 1
    raise ValueError("v")


def handles():
    try:
        fails()
    except ValueError:
        pass
    return "handled"


show(handles)
show(fails)


def gen():
    yield 1
    yield 2


def uses_gen():
    return list(gen())


show(uses_gen)
calls = []


def profiler(frame, event, arg):
    name = frame.f_code.co_name if event in ("call", "return") else getattr(arg, "__name__", None)
    if name not in ("setprofile", "profiler"):
        calls.append((event, name))


sys.setprofile(profiler)
traced(1)
len([1])
try:
    int("x")
except ValueError:
    pass
sys.setprofile(None)
print(calls)
print(sys.gettrace(), sys.getprofile())


def no_lines(frame, event, arg):
    frame.f_trace_lines = False
    log.append(event)
    return no_lines


log.clear()
sys.settrace(no_lines)
inner(1)
sys.settrace(None)
print(log)


def raising(frame, event, arg):
    raise KeyError("from the trace function")


sys.settrace(raising)
try:
    inner(1)
except KeyError as e:
    print("raised", e, sys.gettrace())


def local_stops(frame, event, arg):
    log.append((event, frame.f_code.co_name))
    return None


log.clear()
sys.settrace(local_stops)
traced(1)
sys.settrace(None)
print(log)
for bad in (5,):
    sys.settrace(None)


def jump():
    a = 1
    a = 2
    a = 3
    return a


def jumper(frame, event, arg):
    if frame.f_code.co_name == "jump" and event == "line" and frame.f_lineno == frame.f_code.co_firstlineno + 2:
        frame.f_lineno = frame.f_code.co_firstlineno + 4
    return jumper


sys.settrace(jumper)
result = jump()
sys.settrace(None)
print(result)
