import sys


def f(n):
    if n == 0:
        raise ValueError("limited")
    f2(n - 1)


def f2(n):
    f(n)


for limit in (3, 1, 0, -1, 100, None, "x", 1.5, 2**70):
    sys.tracebacklimit = limit
    print("limit", limit, file=sys.stderr)
    try:
        f(3)
    except ValueError as e:
        sys.excepthook(type(e), e, e.__traceback__)
del sys.tracebacklimit
f(1)
