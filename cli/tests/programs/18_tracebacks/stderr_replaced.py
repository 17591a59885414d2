import sys


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


w = Writer()
saved = sys.stderr
sys.stderr = w


def f():
    raise ValueError("captured")


try:
    f()
except ValueError as e:
    sys.excepthook(type(e), e, e.__traceback__)
sys.stderr = saved
print("".join(w.parts))


sys.stderr = None
try:
    raise ValueError("nowhere")
except ValueError as e:
    sys.excepthook(type(e), e, None)
out = Writer()
real = sys.stdout
sys.stdout = out
print("captured", 1, end="!")
sys.stdout = real
print(out.parts)
sys.stdout = None
print("goes nowhere")
sys.stdout = real
del sys.stdout
try:
    print("x")
except RuntimeError as e:
    sys.stdout = real
    print(e)
sys.stdout = 5
try:
    print("x")
except AttributeError as e:
    sys.stdout = real
    print(e)
sys.stderr = saved
raise KeyError("uncaught at the end")
