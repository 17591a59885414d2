def f(n):
    return f(n + 1)


def g(n):
    if n:
        return g(n - 1)
    raise ValueError("bottom")


def even(n):
    return odd(n - 1)


def odd(n):
    if n < 0:
        raise KeyError("odd")
    return even(n - 1)


import sys

for call in (lambda: g(2), lambda: g(3), lambda: g(4), lambda: g(10), lambda: even(8), lambda: [h() for h in [lambda: g(6)]]):
    try:
        call()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)
f(0)
