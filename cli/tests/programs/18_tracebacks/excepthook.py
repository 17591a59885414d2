import sys


def hook(kind, value, tb):
    print("hook:", kind.__name__, value, tb.tb_lineno, tb.tb_next.tb_frame.f_code.co_name)
    print(sys.last_exc is value if hasattr(sys, "last_exc") else "no last_exc")


sys.excepthook = hook


def f():
    raise ValueError("to the hook")


f()
