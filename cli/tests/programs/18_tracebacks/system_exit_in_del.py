import sys


class D:
    def __del__(self):
        sys.exit(5)


def hook(u):
    print("hook", u.exc_type.__name__, u.exc_value.code)


sys.unraisablehook = hook
D()
print("exit status is 0")
