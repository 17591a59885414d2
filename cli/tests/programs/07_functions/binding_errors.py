def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def opt(a, b=1): pass
def opts(a=1, b=2): pass
def var(*args): pass
def avar(a, *args): pass
def kw(**kwargs): pass
def kwonly(*, k): pass
def kwonly2(*, k, l): pass
def kwonly3(*, k, l, m): pass
def kwopt(*, k=1): pass
def mixed(a, b=1, *, c, d=2): pass
def pos(a, b, /): pass
def pos1(a, /, b): pass
def pos2(a, b=1, /): pass
def poskw(a, /, **kw): pass
def full(a, /, b, *args, c, **kw): pass


for f, args, kwargs in (
    (none, (1,), {}), (none, (1, 2), {}), (none, (), {"a": 1}), (none, (1,), {"a": 1}),
    (one, (), {}), (one, (1, 2), {}), (one, (1,), {"a": 2}), (one, (), {"b": 1}), (one, (1, 2, 3), {"b": 1}), (one, (1,), {"aa": 1}),
    (two, (), {}), (two, (1,), {}), (two, (1, 2, 3), {}), (two, (), {"b": 1}), (two, (), {"a": 1}), (two, (1, 2), {"b": 3}), (two, (1,), {"c": 1}),
    (three, (), {}), (three, (1,), {}), (three, (), {"b": 1}), (three, (1, 2, 3, 4, 5), {}),
    (opt, (), {}), (opt, (1, 2, 3), {}), (opt, (), {"b": 1}), (opt, (1,), {"a": 1}),
    (opts, (1, 2, 3), {}), (opts, (1, 2, 3, 4), {}), (opts, (), {"c": 1}),
    (var, (), {"a": 1}), (var, (1,), {"args": 1}), (avar, (), {}), (avar, (1, 2), {"a": 1}),
    (kw, (1,), {}), (kw, (1, 2), {"a": 1}), (kw, (), {"kwargs": 1}),
    (kwonly, (), {}), (kwonly, (1,), {}), (kwonly, (1,), {"k": 1}), (kwonly, (), {"j": 1}), (kwonly, (1, 2), {"k": 1}),
    (kwonly2, (), {}), (kwonly2, (), {"k": 1}), (kwonly3, (), {}), (kwonly3, (), {"l": 1}),
    (kwopt, (1,), {}), (kwopt, (1,), {"k": 2}), (kwopt, (), {"z": 2}),
    (mixed, (), {}), (mixed, (1,), {}), (mixed, (1, 2, 3), {}), (mixed, (1, 2, 3), {"c": 1}), (mixed, (1, 2, 3, 4), {"c": 1, "d": 2}), (mixed, (1,), {"c": 1, "e": 1}), (mixed, (), {"c": 1}),
    (pos, (), {}), (pos, (1,), {}), (pos, (1,), {"b": 2}), (pos, (), {"a": 1, "b": 2}), (pos, (1, 2, 3), {}), (pos, (1, 2), {"a": 1}), (pos, (1, 2), {"c": 1}),
    (pos1, (), {"a": 1, "b": 2}), (pos1, (1,), {"a": 1}), (pos1, (1, 2, 3), {}), (pos2, (1,), {"b": 2}), (pos2, (), {}), (pos2, (1, 2, 3), {}),
    (poskw, (), {"a": 1}), (poskw, (1,), {"a": 1}), (full, (), {}), (full, (1,), {"c": 1}), (full, (1, 2), {}), (full, (1,), {"a": 5, "b": 2, "c": 3}), (full, (1, 2), {"b": 3, "c": 1}), (full, (1, 2, 3), {"c": 1, "zz": 2}),
):
    print(f.__name__, args, kwargs, end=": ")
    attempt(f, *args, **kwargs)


class C:
    def method(self): pass
    def method1(self, x): pass
    @classmethod
    def cm(cls, x): pass
    @staticmethod
    def sm(x): pass
    def __call__(self, q): pass
    def __getitem__(self): pass
    def __add__(self): pass


c = C()
for call in (lambda: c.method(1), lambda: c.method(1, 2), lambda: c.method1(), lambda: c.method1(1, 2), lambda: C.method(), lambda: C.method1(c), lambda: c.cm(), lambda: C.cm(1, 2), lambda: c.sm(), lambda: C.sm(1, 2), lambda: c(), lambda: c(1, 2), lambda: c(w=1), lambda: c[1], lambda: c + 1, lambda: (lambda: 1)(2), lambda: (lambda x: 1)(), lambda: C(1), lambda: C(x=1), lambda: c.method(self=1), lambda: c.method1(1, x=2), lambda: c.method1(x=1, y=2)):
    attempt(call)
for call in (lambda: one(*5), lambda: one(**5), lambda: one(*None), lambda: one(**None), lambda: one(**{1: 2}), lambda: one(*[1], **{"a": 2}), lambda: kw(**{"a": 1}, **{"a": 2}), lambda: kw(a=1, **{"a": 2}), lambda: kw(**{"a": 1, 5: 1}), lambda: one(**[("a", 1)]), lambda: print(**{"sep": 1, **{"sep": 2}}), lambda: c.method1(**{"x": 1}, **{"x": 2}), lambda: (lambda **k: k)(**{"é": 1, "a b": 2, "": 3}), lambda: len(**{"a": 1}, **{"a": 2}), lambda: C(*5), lambda: len(*5), lambda: dict(**{1: 1}), lambda: five(*()), lambda: one(*(), **{}), lambda: two(*"ab", *"c")):
    attempt(call)
for call in (lambda: len(), lambda: len(1, 2), lambda: len(obj=[]), lambda: abs(), lambda: isinstance(1), lambda: isinstance(1, int, 3), lambda: print(1, x=2), lambda: sorted(1, 2, 3), lambda: int(1, 2, 3), lambda: int(y=1), lambda: "a".split(1, 2, 3), lambda: [].append(), lambda: [].sort(1), lambda: {}.get(), lambda: max(key=1), lambda: round(), lambda: round(1, 2, 3), lambda: round(number=1.5, ndigits=1), lambda: pow(1), lambda: sum(), lambda: sum([1], start=1, x=2), lambda: enumerate(), lambda: enumerate(iterable="a", start=1).__next__(), lambda: enumerate("a", 1, 2), lambda: zip(strict=1).__length_hint__, lambda: range(), lambda: compile(), lambda: compile("1", "f"), lambda: open(), lambda: getattr(1), lambda: setattr(1, "a"), lambda: super(1, 2, 3), lambda: type(), lambda: type(1, 2), lambda: property(1, 2, 3, 4, 5), lambda: slice(), lambda: object(1), lambda: str(1, 2, 3, 4), lambda: dict(1, 2), lambda: set(1, 2), lambda: divmod(), lambda: hash(), lambda: id(), lambda: iter(), lambda: next(), lambda: vars(1, 2), lambda: dir(1, 2), lambda: eval(), lambda: exec(), lambda: chr(), lambda: input(1, 2), lambda: format(), lambda: "".join(), lambda: (1).to_bytes(1, 2, 3), lambda: [].insert(1), lambda: {}.update(1, 2), lambda: set().add(1, 2), lambda: b"".decode(1, 2, 3), lambda: (1).__add__(), lambda: (1).__add__(1, 2), lambda: [].__getitem__(), lambda: [].__setitem__(1), lambda: int.__new__(), lambda: callable(), lambda: ord(), lambda: bin(), lambda: memoryview(), lambda: bytes(1, 2, 3, 4), lambda: "a".replace("a"), lambda: "a".replace("a", "b", 1, 2), lambda: "a".encode(1, 2, 3), lambda: float(1, 2), lambda: complex(1, 2, 3), lambda: classmethod(), lambda: staticmethod(1, 2)):
    attempt(call)
for call in (lambda: NameError(1, name=1, foo=2), lambda: AttributeError(1, name=1, obj=2, foo=2), lambda: ImportError(1, 2, name=3, path=3, name_from=2, x=4), lambda: ImportError(1, foo=2)):
    attempt(call)
