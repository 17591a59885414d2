# imports: _lsprof
# What the profiler below cProfile counts, with a timer of the program's own.
import _lsprof
import sys

ticks = 0


def timer():
    return ticks


def spend(n):
    global ticks
    ticks += n


def leaf():
    spend(1)


def recursive(n):
    spend(2)
    if n:
        recursive(n - 1)
    leaf()


def generator():
    spend(3)
    yield 1
    spend(4)
    yield 2


def fails():
    spend(5)
    [].append(len([1, 2]))
    raise ValueError


def work():
    recursive(3)
    for _ in generator():
        leaf()
    try:
        fails()
    except ValueError:
        spend(1)
    sorted([3, 1], key=lambda x: -x)


def shown(code):
    return code if isinstance(code, str) else code.co_name


def show(profiler):
    rows = []
    for entry in profiler.getstats():
        calls = sorted((shown(e.code), *e[1:]) for e in entry.calls or [])
        rows.append((shown(entry.code), *entry[1:5], calls))
    for row in sorted(rows):
        print(row)


profiler = _lsprof.Profiler(timer, 0.5)
profiler.enable()
work()
profiler.disable()
show(profiler)
profiler.clear()
print(profiler.getstats())

print("without callers or native functions")
profiler.enable(subcalls=False, builtins=False)
work()
try:
    _lsprof.Profiler().enable()
except ValueError as e:
    print(e)
profiler.disable()
profiler.disable()
show(profiler)

for arguments in ((), (1,), (1, 2, 3)):
    try:
        profiler._pystart_callback(*arguments)
    except TypeError as e:
        print(e)
entry = profiler.getstats()[0]
print(type(entry), len(entry), type(entry).__match_args__)

print("what a timer may answer")


class Ticks(int):
    pass


class Indexed:
    def __index__(self):
        return 5


def nothing():
    pass


def timed(unit, *answers):
    answers = iter(answers)

    def timer():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def report(what):
        print("  reported", what.exc_type.__name__, what.exc_value, what.err_msg.partition("<")[0], what.object)

    sys.unraisablehook = report
    profiler = _lsprof.Profiler(timer, *unit)
    profiler.enable(True, False)
    nothing()
    profiler.disable()
    sys.unraisablehook = sys.__unraisablehook__
    print(unit, [entry[3] for entry in profiler.getstats()])


for answer in (1.5e-9, 1.9e-9, -1.9e-9, 0.75, True, 9223372036, 9223372037, 2**70, 1e300, float("inf"), float("nan"),
               "x", None, Indexed(), ValueError("no time")):
    timed((), 0, answer)
for unit in (0.5,), (1,), (-1.0,):
    for answer in (7, Ticks(7), True, 1.0, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**70, "x", None, Indexed(), ValueError("no time")):
        timed(unit, 0, answer)
