import sys


def f(n):
    return f(n + 1)


for i in range(50):
    try:
        f(0)
    except RecursionError as e:
        message = str(e)
print(message)
caught = []


def catch_deep(n):
    try:
        catch_deep(n + 1)
    except RecursionError:
        caught.append(n)
        raise


try:
    catch_deep(0)
except RecursionError:
    print(len(caught) > 900, caught[-1])


def handler_recurses(n):
    try:
        return handler_recurses(n + 1)
    except RecursionError:
        return n


print(handler_recurses(0) > 900)


def with_finally(n, log):
    try:
        with_finally(n + 1, log)
    finally:
        log.append(n)


log = []
try:
    with_finally(0, log)
except RecursionError:
    print(log[-1], len(log) > 900, log == sorted(log, reverse=True))


class CM:
    active = 0

    def __enter__(self):
        CM.active += 1

    def __exit__(self, *a):
        CM.active -= 1


def with_cm():
    with CM():
        with_cm()


try:
    with_cm()
except RecursionError:
    print(CM.active)


def gen(n):
    yield n
    yield from gen(n + 1)


count = 0
try:
    for _ in gen(0):
        count += 1
except RecursionError:
    print(900 < count < 1000)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 50))
sys.setrecursionlimit(20000)


def count_down(n):
    return 0 if n == 0 else 1 + count_down(n - 1)


print(count_down(15000))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print(even(10000), odd(9999))


class Linked:
    def __init__(self, n):
        self.rest = Linked(n - 1) if n else None

    def __len__(self):
        return 1 + (len(self.rest) if self.rest is not None else 0)


sys.setrecursionlimit(1000)
print(len(Linked(100)))
try:
    sys.setrecursionlimit(5)
    print("lowered")
except RecursionError as e:
    print(e)
sys.setrecursionlimit(1000)


def lower(n):
    if n:
        return lower(n - 1)
    sys.setrecursionlimit(50)


try:
    lower(100)
except RecursionError as e:
    print(e)
sys.setrecursionlimit(1000)
try:
    raise RecursionError("by hand")
except RecursionError as e:
    print(e, isinstance(e, RuntimeError))
f(0)
