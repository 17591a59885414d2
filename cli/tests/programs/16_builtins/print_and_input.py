# stdin: typed line\n\n  spaces  \n
import sys

print(input("? "))
print(repr(input()), repr(input("p: ")))
try:
    input("at the end: ")
except EOFError as e:
    print("EOF:", e)


class W:
    def __init__(self, fail=None):
        self.log, self.fail = [], fail

    def write(self, s):
        if self.fail:
            raise self.fail
        self.log.append(s)
        return "ignored"

    def flush(self):
        self.log.append("flushed")


w = W()
print("a", 1, None, file=w)
print(file=w)
print("b", end="", file=w, flush=True)
print("c", "d", sep="\n", end="|", file=w)
print(*range(3), sep="", file=w)
print(w.log)
for kwargs in ({"file": W(ValueError("write fails"))}, {"file": None}, {"file": object()}, {"sep": 1}, {"end": b""}, {"sep": None, "end": None}, {"flush": "truthy"}, {"nosuch": 1}, {"file": 0}, {"file": ""}):
    try:
        print("text", **kwargs)
    except Exception as e:
        print(type(e).__name__, e)


class NoFlush:
    def write(self, s):
        pass


try:
    print("x", file=NoFlush(), flush=True)
except AttributeError as e:
    print(e)


class BadStr:
    def __str__(self):
        raise KeyError("str")


try:
    print("before", BadStr(), "after")
except KeyError as e:
    print()
    print("raised", e)
saved = sys.stdin


class In:
    def __init__(self, *lines):
        self.lines = list(lines)

    def readline(self):
        return self.lines.pop(0)

    def fileno(self):
        raise OSError


sys.stdin = In("from object\n", "no newline", "")
print(repr(input()), repr(input("> ")))
try:
    input()
except EOFError as e:
    print("EOF", e)
sys.stdin = In(5)
try:
    input()
except TypeError as e:
    print(e)
sys.stdin = None
try:
    input()
except RuntimeError as e:
    print(e)
del sys.stdin
try:
    input()
except RuntimeError as e:
    print(e)
sys.stdin = saved
seen = []
old = sys.displayhook
sys.displayhook = seen.append
exec(compile("1 + 1\nNone\n'x'", "<s>", "exec"))
exec(compile("1 + 1", "<s>", "single"))
exec(compile("None", "<s>", "single"))
sys.displayhook = old
print(seen)
exec(compile("'shown'; 5; None; [1]", "<s>", "single"))
import builtins

print(builtins._)
sys.displayhook(None)
sys.displayhook("direct")
del builtins._
try:
    sys.displayhook()
except TypeError as e:
    print(e)
del sys.displayhook
try:
    exec(compile("1", "<s>", "single"))
except RuntimeError as e:
    print(e)
sys.displayhook = sys.__displayhook__
def bp(*a, **k):
    print("breakpoint", a, k)
    return "result"
sys.breakpointhook = bp
print(breakpoint(1, x=2))
del sys.breakpointhook
try:
    breakpoint()
except RuntimeError as e:
    print(e)
