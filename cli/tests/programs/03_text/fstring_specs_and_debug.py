x, y, s, d = 5, 2.5, "text", {"k": "v", "n": {"m": 1}}
print(f"{x=}", f"{x = }", f"{ x=}", f"{x =!s}", f"{x=!r}", f"{x=:>5}", f"{s=}", f"{s=!s}", f"{s=!a}", f"{s=:>8}", f"{x + y=}", f"{d['k']=}", f"{(lambda: x)()=}", f"{x=} {y=}", f"{'a' + 'b'=}", f"{x  +  1 = !r:>4}")
print(f"{x!r:^{x}}|{x:{x}}|{x:{'>'}{x}}|{y:{x}.{1}f}|{s:{'*^'}{10}}|{s!s:.{2}}|{x:0{x}d}")
print(f"{'a' if x else 'b'}{x if False else y}{[*range(3)]}{ {1, 2} }{ {'a': 1}['a'] }{(1, 2)}{x,}{x, y}")
print(f"{{{x}}}", f"{{{{{x}}}}}", f"{{x}}", f"{{", f"}}", f"a{{b}}c{x}d")
print(f"{x #comment
}", f"{
x
+
1
}", f"""{
    s  # comment with " and '
    .upper()
}""")
print(f"{f'{f"{f'{x}'}"}'}", f"{f"{f"{f"{f"{f"{x}"}"}"}"}"}", f'{'a'}{"b"}{'''c'''}{"""d"""}', f"{d["n"]["m"]}", f"{"\n".join("ab")}", f"{'\t'}{'\u20ac'}{'\N{BULLET}'}")
print(f"\x41\u20ac\N{BULLET}\101{x}\n", end="")
print(rf"\x41{x}\n{{}}\{x}", fR"\N{x}", Rf'\{s}')
print(f"{x}" f"{y}" "{z}" 'plain' f'{s}', "{a}" f"{x}", f"{x}" r"\n" rf"\{y}")
print(f"{x:d}{x:>3d}{x:<3}{x:+}{x:#b}{x:,}{y:.3f}{y:e}{y:%}{s:10}{s:.1}{s!r:>7}")
print(f"{x!s:{'<'}{4}}|{s:{chr(42)}^{x + 5}}|{1234567:{','}}|{y:{f'{x}.{1}f'}}")
print(f"{lambda_ if (lambda_ := 3) else 0} {(z := 7)} {z:=5} {z:=+5}")
print(f"{x == 5} {x != 5} {x >= 5} {x <= 4} {x > 1 and y < 3} {not x} {x is x} {-x} {~x} {x ** 2}")
print(f"{yield_ if (yield_ := 1) else 2}", f"{(await_ := 2)}", f"{[i for i in range(3) if i]} {sum(i for i in range(4))}", f"{ {k: v for k, v in d.items() if k == 'k'} }")


def gen():
    got = f"{(yield 1)} {(yield 2)}"
    yield got


g = gen()
print(next(g), g.send("a"), g.send("b"))


class V:
    def __format__(self, spec):
        return f"[{spec!r}]"


v = V()
print(f"{v}", f"{v:}", f"{v:a{x}b{y}c}", f"{v:{s!r}}", f"{v:\n}", f"{v:'quoted'}", f"{v:%H:%M}", f"{v:!r}", f"{v.__class__.__name__!r:.3}", f"{v:>{x}}", sep="\n")
for source in ('f"{}"', 'f"{ }"', 'f"{"', 'f"}"', 'f"{x"', 'f"{x!}"', 'f"{x!z}"', 'f"{x! r}"', 'f"{x!r s}"', 'f"{x:{y:{s}}}"', 'f"{x:{y:{s:{x}}}}"', 'f"{lambda x: 1}"', 'f"{*x}"', 'f"{x y}"', 'f"{a.b.}"', 'f"{1 +}"', 'f"{#}"', 'f"{:}"', 'f"{=}"', 'f"{!r}"', 'f"{x=!}"', "f'{x:'", 'f"{x = y}"', 'f"{x := 5}"', 'f"{def}"', 'f"{x!r:{'"'"'}"', 'f"{\\}"', 'f"{x\\n}"', 'f"{(}"', 'f"{)}"', 'f"{[}"', 'f"{(]}"', 'f"a{x}}b"', 'f"{{}"', 'f"{x;y}"', 'f"{import os}"', 'f"{x:>{}}"', 'f"{"a" "b}"', 'f"""{x', "f'{x!s!r}'", 'f"{**x}"', 'f"{yield}"', 'f"{None}"', 'f"{...}"', 'f"{x:{y}}" "', 'f"\\N{x}"', 'f"{x!r:^{5!r}}"'):
    try:
        value = eval(source)
        print(source, "->", repr(value))
    except SyntaxError as error:
        print(source, "!!", type(error).__name__, error.msg, error.lineno, error.offset, error.end_offset)
    except Exception as error:
        print(source, "!!", type(error).__name__, error)
