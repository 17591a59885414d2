class S:
    def __str__(self):
        return "S!"


class R:
    def __repr__(self):
        return "R!"


class BadStr:
    def __str__(self):
        return 5


class BadRepr:
    def __repr__(self):
        return b"x"


class Sub(str):
    pass


class SubStr:
    def __str__(self):
        return Sub("sub")


class Raises:
    def __str__(self):
        raise ValueError("in str")

    __repr__ = __str__


def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
str(), str(""), str(5), str(None), str([1, "a"]), str("é"), str(b"a"), str(bytearray(b"a"))
str(b"\xc3\xa9", "utf-8"), str(b"\xe9", "latin-1"), str(b"a", encoding="ascii"), str(b"\xff", "utf-8", "replace"), str(b"\xff", errors="ignore"), str(object="x"), str(bytearray(b"ab"), "ascii"), str(memoryview(b"ab"), "ascii")
str(b"\xff", "utf-8")
str(b"\xff", "ascii")
str("a", "utf-8")
str(5, "utf-8")
str(b"a", 5)
str(b"a", "nosuch-encoding")
str(b"a", "utf-8", "strict", 1)
str(nosuch=1)
str(b"\xff", "utf-8", "nosuch-handler")
str(S()), str(R()), repr(R()), f"{S()}", "%s" % S(), "%r" % R(), "{}".format(S()), "{!r}".format(R()), ascii(R())
str(BadStr())
repr(BadRepr())
str(BadRepr())
ascii(BadRepr())
str(Raises())
repr(Raises())
[Raises()].__repr__()
f"{Raises()}"
print(BadStr())
str(SubStr()), type(str(SubStr())).__name__
Sub("x"), type(Sub("x")).__name__, type(str(Sub("x"))).__name__, Sub("ab") + "c", type(Sub("ab") + "c").__name__, type(Sub("ab").upper()).__name__, type(Sub("ab")[:]).__name__, type(Sub("ab") * 1).__name__, type(Sub("ab").strip()).__name__, type("".join([Sub("ab")])).__name__, Sub("a") == "a", hash(Sub("a")) == hash("a"), {Sub("a"): 1}["a"]
Sub(b"a", "ascii"), Sub(object=5), Sub(5)
type("".join([Sub("a")])) is str, type(f"{Sub('a')}") is str, type("%s" % Sub("a")).__name__, type("{}".format(Sub("a"))).__name__, type(format(Sub("a"))).__name__, type(str.__str__(Sub("a"))).__name__
str(S), str(len), str(type), str(ValueError("x")), str(KeyError("x")), str(range(3)), str(slice(1)), str({1}), str(frozenset()), str(1j), str(...)
""".strip().splitlines():
    show(line)
for wrong in (BadStr(), Raises()):
    try:
        print(wrong)
    except Exception as error:
        print(type(error).__name__, error)
print(Sub.__mro__, isinstance(Sub(), str), Sub().__dict__)
s = Sub("attr")
s.x = 1
print(s.x, s.__dict__, s)
