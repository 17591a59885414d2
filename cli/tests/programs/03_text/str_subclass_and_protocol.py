class Upper(str):
    """A string that shouts."""

    __slots__ = ()

    def __new__(cls, value="", *rest):
        return super().__new__(cls, str(value).upper())

    def __add__(self, other):
        return Upper(str(self) + other)

    def __getitem__(self, i):
        return Upper(super().__getitem__(i))

    def __eq__(self, other):
        return str(self).lower() == str(other).lower()

    def __hash__(self):
        return hash(str(self).lower())

    def __contains__(self, item):
        return super().__contains__(item.upper())

    def __iter__(self):
        for c in super().__iter__():
            yield f"<{c}>"

    def __len__(self):
        return 100


u = Upper("abc")
print(u, repr(u), type(u + "d").__name__, u + "d", "d" + u, u[0], type(u[0]).__name__, u[1:], u == "ABC", u == "abc", "abc" == u, "b" in u, list(u), len(u))
print({u: 1}.get("abc"), {"abc": 1}.get(u), hash(u) == hash("abc"), "-".join(u), "".join([u, "x"]), str(u) == "ABC", type(str(u)).__name__, "%s %r" % (u, u), f"{u} {u!r} {u:>6}", "{}".format(u))
print(u.lower(), type(u.lower()).__name__, u.split("B"), u.replace("A", "z"), u.find("C"), u.encode(), ord(u[0]), sorted(u), u * 2, type(u * 2).__name__, u % (), bool(u), bool(Upper()))
try:
    u.attr = 1
except AttributeError as error:
    print(error)


class Str2(str):
    def __str__(self):
        return "custom str"

    def __repr__(self):
        return "custom repr"

    def __format__(self, spec):
        return f"custom format {spec}"


s = Str2("raw")
print(s, [s], str(s), repr(s), f"{s}", f"{s!s}", f"{s!r}", f"{s:>5}", "%s" % s, "{}".format(s), s + "", s.upper(), "".join([s]), s == "raw", len(s), int(Str2("42")), float(Str2("1.5")))
print(s, end="|\n")
print("x", sep=s, end=s)
print()
d = {}
d[s] = 1
setattr(type("O", (), {}), Str2("name"), 1)
o = type("O", (), {})()
setattr(o, Str2("name"), 5)
print(o.name, o.__dict__, [type(k).__name__ for k in o.__dict__], getattr(o, Str2("name")), hasattr(o, Str2("zz")))
for name in ("lower", "upper", "join", "format", "find", "zfill", "splitlines", "__len__", "__add__", "isascii", "__getitem__", "__contains__", "__mod__", "__iter__"):
    f = getattr(str, name)
    print(f, type(f).__name__, f.__name__, f.__qualname__, getattr(f, "__text_signature__", "none"))
    b = getattr("abc", name)
    print(type(b).__name__, b.__name__, b.__qualname__, repr(b.__self__))
for bad in (lambda: str.lower(), lambda: str.lower(5), lambda: str.join(",", 5), lambda: "a".lower(1), lambda: "a".join(), lambda: str.__len__(5), lambda: str.find("a"), lambda: "a".split(x=1), lambda: "a".encode("a", "b", "c"), lambda: str.__new__(), lambda: str.__new__(5), lambda: str.__new__(int), lambda: object.__new__(str), lambda: str.__add__("a"), lambda: str.__add__("a", "b", "c"), lambda: "a".__getitem__(), lambda: "a".format_map(), lambda: "a".__format__(5), lambda: "a".__contains__()):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
print(sorted(n for n in dir(str) if n not in dir(object)))
