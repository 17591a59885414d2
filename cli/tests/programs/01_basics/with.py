class Manager:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value, traceback is not None)
        return self.swallow


with Manager("a") as x:
    print("body", x)
with Manager("a") as x, Manager("b") as y:
    print(x, y)
with (
    Manager("p") as x,
    Manager("q"),
):
    print(x)
with Manager("s", True):
    raise ValueError("swallowed")
print("after")
try:
    with Manager("t"):
        raise ValueError("not swallowed")
except ValueError as error:
    print(error)


def early():
    with Manager("r"):
        return "returned"


print(early())
for i in range(3):
    with Manager(str(i)):
        if i == 0:
            continue
        if i == 1:
            break
try:
    with Manager("outer"), Manager("inner", True):
        raise KeyError("k")
except KeyError:
    print("not here")


class BadExit:
    def __enter__(self):
        pass


class BadEnter:
    def __exit__(self, *a):
        pass


class Raises:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        raise RuntimeError("from exit")


for m in (BadExit, BadEnter, int):
    try:
        with m():
            print("no")
    except TypeError as error:
        print(error)
try:
    with Raises():
        raise ValueError("body")
except RuntimeError as error:
    print(error, repr(error.__context__))
with Manager("tuple") as (a, b, *c):
    print(a, b, c)
d = {}
with Manager("item") as d["k"]:
    print(d)
