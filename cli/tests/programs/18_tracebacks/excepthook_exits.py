import sys


def hook(kind, value, tb):
    print("hook exits", kind.__name__)
    sys.exit(4)


sys.excepthook = hook
raise ValueError("original")
