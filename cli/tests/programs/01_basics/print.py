print()
print("hello, world")
print(1, 2, 3)
print(1, "two", 3.0, None, True, [4], (5,), {6: 7})
print("a", "b", sep="-")
print("a", "b", sep="")
print("a", "b", end="!\n")
print("no newline", end="")
print()
print(*[1, 2, 3], sep=", ")
print("x", "y", sep=None, end=None)
print("é", "日本", "\N{SNOWMAN}")
print("tab\tnewline\nnext")
print(repr("quote ' and \" and \\ and \n"))
for bad in (1, b"x", []):
    try:
        print("a", sep=bad)
    except TypeError as error:
        print(error)
    try:
        print("a", end=bad)
    except TypeError as error:
        print(error)


class File:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


f = File()
print(1, "b", None, sep="|", end="$", file=f)
print(f.parts)
print("q", file=f, flush=True)
print(f.parts)
try:
    print("x", file=1)
except AttributeError as error:
    print(error)
try:
    print(nosuch=1)
except TypeError as error:
    print(error)


class Loud:
    def __str__(self):
        return "str of Loud"

    def __repr__(self):
        return "repr of Loud"


print(Loud(), [Loud()])
