class A:
    x = 5
    items = {"k": [1, 2, {"n": "deep"}]}

    def __format__(self, spec):
        return f"A<{spec}>"


class Plain:
    def __str__(self):
        return "plain"

    def __repr__(self):
        return "Plain()"


a = A()
d = {"a": 1, "b c": 2, "1": "one", 1: "int one"}
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
"{}{}".format(1, 2), "{0}{1}{0}".format("a", "b"), "{x}{y}".format(x=1, y=2), "{}{x}".format(1, x=2), "{{}}".format(), "{{{}}}".format(5), "".format(), "no fields".format(1, 2)
"{0.x} {0.items[k][0]} {0.items[k][2][n]}".format(a), "{a[a]} {a[b c]} {a[1]}".format(a=d), "{[0]} {[1]}".format("ab", "cd"), "{.real} {.imag}".format(1, 2), "{0[0][1]}".format([(1, 2)])
"{!r} {!s} {!a}".format("é", "é", "é"), "{!r:>6}|{!s:<6}|".format("a", "b"), "{0!r}{0!s}{0}".format(Plain())
"{:5}|{:<5}|{:>5}|{:^5}|{:*^5}".format("ab", "ab", "ab", "ab", "ab"), "{:.2}|{:5.1}|".format("abc", "xyz"), "{:d} {:x} {:f}".format(1, 255, 1.5)
"{:{}}|{:{w}}|{:{}.{}f}".format("a", 5, "b", 3.14159, 8, 2, w=4), "{0:{1}{2}}".format("a", ">", 5), "{:{fill}{align}{width}}".format("a", fill="*", align="^", width=7)
"{:abc}".format(a), "{0:{0.x}}".format(a), "{}".format(a), "{!s}".format(Plain()), "{:>8}".format(Plain().__str__())
"{:>8}".format(Plain())
"{}".format()
"{1}".format(0)
"{x}".format()
"{x}".format(1)
"{0}{}".format(1, 2)
"{}{0}".format(1, 2)
"{".format()
"}".format()
"{}}".format(1)
"{!}".format(1)
"{!x}".format(1)
"{!rr}".format(1)
"{!r".format(1)
"{:".format(1)
"{0".format(1)
"{0.}".format(1)
"{0[}".format([1])
"{0[]}".format([1])
"{0[0}".format([1])
"{0[0]x}".format([1])
"{0.nosuch}".format(1)
"{0[5]}".format([1])
"{0[a]}".format([1])
"{0[a]}".format({})
"{0[-1]}".format([1, 2])
"{-1}".format(1)
"{ 0 }".format(1)
"{0 }".format(1)
"{a b}".format(**{"a b": 7})
"{99999999999999999999}".format(1)
"{:{:{}}}".format(1, 2, 3)
"{:{}{}}".format(1, 2)
"{:}".format(5), "{0:}".format("x"), "{!r:}".format("q"), "{:{}}".format("s", "")
"{:5}".format(None)
"{:5}".format([])
"{:5}".format({})
"{}".format(None), "{}".format([1, "a"]), "{}".format(print), "{!r}".format("\n"), "{:}".format([])
"{:s}".format(5)
"{:d}".format("a")
"{:=5}".format("a")
"{:+}".format("a")
"{: }".format("a")
"{:#}".format("a")
"{:,}".format("a")
"{:z}".format("a")
"{:05}".format("ab"), "{:<05}".format("ab"), "{:0>5}".format("ab"), "{:€^5}".format("ab"), "{:😀<4}".format("é"), "{:.0}".format("abc"), "{:s}".format("x"), "{:10.3s}|".format("abcdef")
"{x.real:{y}}".format(x=5, y=">4"), "{0}{0!r}{0:>3}".format("a"), "a{}b{}c".format(1, 2), "{}".format("{}"), "{:{{}}}".format(1)
"é{}€{}😀".format("a", "ñ"), "{é}".format(é=1), "{0[é]}".format({"é": 1})
"{a}{b}".format_map({"a": 1, "b": 2}), "{a[0]}".format_map({"a": [1]})
"{}".format_map({})
"{0}".format_map([1])
"{a}".format_map([1])
"{a}".format_map({})
"{a}".format_map(5)
"{a}".format_map()
"{}".format_map({"": 1})
""".strip().splitlines():
    show(line)


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {b}".format_map(Default(a=1)))
print("{} {}".format(*[1, 2]), "{a}".format(**{"a": 1, "b": 2}), format(5), format("x", ">3"), format(a, "q"), format(Plain()))
for args in ((5, 5), (), (1, "x", 3), (None, "x"), ([], "5"), (object, "1")):
    try:
        print(format(*args))
    except Exception as error:
        print(type(error).__name__, error)
