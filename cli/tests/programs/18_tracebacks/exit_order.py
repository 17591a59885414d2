import sys


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


kept = D("module global")


def f():
    local = D("local of the failing frame")
    raise ValueError("uncaught")


def gen():
    try:
        yield
    finally:
        print("generator closed at exit")


g = gen()
next(g)
print("raising")
f()
