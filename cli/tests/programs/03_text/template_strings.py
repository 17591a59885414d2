x, y, s = 5, 2.5, "text"
t = t"hello {x} and {y:.2f} and {s!r:>10} and {x + 1}!"
Template = type(t)
Interpolation = type(t.interpolations[0])
print(Template, Interpolation, Template.__module__, Interpolation.__qualname__)
print(t.strings, t.values)
for i in t.interpolations:
    print(repr(i), i.value, i.expression, i.conversion, repr(i.format_spec))
print(repr(t))
print(list(t), list(t""), list(t"plain"), list(t"{x}"), list(t"{x}{y}"), [*t"a{x}b"])
print(t"".strings, t"{x}".strings, t"{x}{x}".strings, t"{x}" .values, t"lit".interpolations, t"{{}}".strings)
print(repr(t"{x=}"), repr(t"{x = !s}"), repr(t"{x=:>5}"), repr(t"{ x }"), repr(t"{x:{y}}"), repr(t"{x!s:{s}.{y}}"))
print(repr(t"a" t"b{x}" t"c"), repr(rt"\n{x}"), repr(t"\n{x}"), repr(T"{x}"), repr(tr'\{x}'), repr(t"""multi
{x
}"""))
print(repr(t"{'nested'}{t'{x}'}{f'{x}'}"), repr(t"{[i for i in range(2)]}"), repr(t"{(lambda: 1)()}"))
a, b = t"a{x}", t"b{y}c"
print(repr(a + b), (a + b).strings, repr(a + t""), repr(t"x" + t"y"))
for source in ("a + 'str'", "'str' + a", "a + 5", "a * 2", "t'a' 'b'", "'a' t'b'", "t'a' f'b'", "bt'a'", "ft'a'", "ut'x'", "t'{}'", "t'{x!z}'", "t'{'", "t'}'", "a == a", "a == t'a{x}'", "len(a)", "a[0]", "Template(1)", "Template('a', Interpolation(1), 'b')", "Template(strings=())", "Template()", "Template('a', 'b', Interpolation(1, 'x'), Interpolation(2, 'y'))", "Interpolation()", "Interpolation(1)", "Interpolation(1, 'e', 'r', 'f')", "Interpolation(1, 'e', 'q')", "Interpolation(1, 2)", "Interpolation(1, 'e', None, 5)", "Interpolation(value=1, expression='z', conversion='s', format_spec='>5')", "Interpolation(1, 'e', 5)", "type('T', (Template,), {})", "type('T', (Interpolation,), {})", "Template.__match_args__", "Interpolation.__match_args__", "Template[int]", "Interpolation[int]", "hash(a) == hash(a)", "bool(t'')", "iter(a).__next__()", "type(iter(a)).__name__", "t'{undefined}'", "t'{1/0}'", "t'{x:{undefined}}'", "a.strings + ('x',)", "a.nosuch", "str(a) == repr(a)", "format(a) == str(a)", "f'{t'{x}'!r}'", "[n for n in dir(Template) if n[0] != '_']", "[n for n in dir(Interpolation) if n[0] != '_']"):
    try:
        print(source, "->", repr(eval(source)))
    except SyntaxError as error:
        print(source, "!!", type(error).__name__, error.msg)
    except Exception as error:
        print(source, "!!", type(error).__name__, error)
for name in ("strings", "interpolations", "values"):
    try:
        setattr(t, name, ())
    except AttributeError as error:
        print(error)
try:
    t.interpolations[0].value = 5
except AttributeError as error:
    print(error)
match t.interpolations[1]:
    case Interpolation(value, expression, None, spec):
        print(value, expression, spec)


def render(template):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            value = part.value
            if part.conversion == "r":
                value = repr(value)
            elif part.conversion == "s":
                value = str(value)
            out.append(format(value, part.format_spec))
    return "".join(out)


print(render(t) == f"hello {x} and {y:.2f} and {s!r:>10} and {x + 1}!", render(t"{x=} {s!s:*^10}"))


def order(v):
    print("eval", v)
    return v


q = t"{order(1)}{order(2):{order(3)}}{order(4)!r}"
print(q.values, q.interpolations[1].format_spec)
