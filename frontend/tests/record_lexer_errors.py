"""Records what CPython says of sources with lexical errors, and the warnings of lexing.

Run with CPython 3.14: python3.14 frontend/tests/record_lexer_errors.py > frontend/tests/data/lexer_errors.txt

A line has tab-separated fields: `s` or `b` (text or bytes), the source, class, message, lineno, offset, end_lineno,
end_offset, text, `incomplete` if more input could help or else `final`, and the warnings ("message line", joined by a
bar). Texts are JSON strings of ASCII, bytes as Latin-1; None is `-`.
"""
import json
import warnings

INCOMPLETE = 0x4000

SOURCES = r"""
if 1:\n  a\n b\n
if 1:\n\ta\n        b\n
if 1:\n x\n\ty\n
if 1:\n\tx\n y\n
if 1:\n    x\n\t y
x = \\ y\n
(\nx = \\ y\n
x = \\
x = \\\n
a \\ \n
\\
\n\\
  \\
  \\ x
"éé" \\ a
éé \\ a
\"\"\"a\nb\"\"\" \\ x
(a,\n\"\"\"a\nb\"\"\" \\ x
f\"\"\"a\nb{x \\ y}\"\"\"
(
a[
{
é(\n
"é" (\n
(\n(\n
f(a, b,\n\nc
a\n(b]
a\n(\nb]
[)
{)
[}
f(a\n\nb)c)
)
]
}
'abc
'a\\'
'a\\'\n
"a\\
rb'
x = ('abc
éé = ('abc
a = (\n'x
'a\\\nb
\"\"\"a\n\nb
\"\"\"a\\
'''
x = \"\"\"abc\ndef
f'abc
f'a\\
t'abc
f'''abc\n\n
f\"\"\"a\\
t'''abc
f"\\N{a
f\"\"\"a\nb{x} \n
f\"\"\"a\n {x:\n
f\"\"\"a\n {x:a\nb
f\"\"\"\n{x:{y:\n
f'{a'
t'{a'
f'{\n'
f'{x\n'
f'{'\n'
f'''{'''
f'''{'''x
f'{"\n
f\"\"\"{'\n
f'{\"\"\"x\n
f"{'''
f'{a!r:{'
f'{a
f'{a\n
f\"\"\"a\nb{x
f'{a#}'
f'{a=#}'
f'}'
t'}'
f'}}}'
f'{{}'
f'{x:}}'
f'\\N{a}}'
f'{)}'
t'{)}'
f'{a)}'
f'{a[)}'
f'{(}'
f'{a[b}'
f'{a:{b)}}'
f'{a:\n}'
t'{a:\n}'
f"{x:a
f"{x:{y:\n
f'{a:{b:{c:{d}}}}'
t'{a:{b:{c:{d}}}}'
ub''
x = bf''
ur''
é = uf"x"
ut''
bt''
ft''
FT''
Rbu''
0777
x = 00_1
é = 0777
0_7
01
1_
1_a
1__0
1_000_
0_
1e1_
1.0_
1._0
1_é
0x
0xg
0x_
0x1_
0x1z
0xé
0o
0o8
0o18
0o1_
0o1a
0o_9
0b
0b2
0b12
0b1_
0b1a
0b_
1e+
1e-x
1ex
1e
1e_1
0e
0ex
1.e
x = 1eéé
1x
1.5abc
1jx
1andx
1elsex
0x1fore
1 if x else 2else3
\xa0
x = a€
x=€1
a.\xa0b
€
a€b
\u200b
é\u200b
１
1１
“a”
\u037a
\U000e0100
\u309b
\ufe0f
\ud7ff
\ue000
\U0010ffff
\u0378
\ufeffx
x\ufeff
\x01
\x7f
x=\x01
\x1a
x \x0b
\x85
\u2028
\0
a\nb\0c
'a\rb'
if 1:\r  x\r y
f'{1__0}'
f'{€}'
f'{x:{€}}'
"""

WARNINGS = r"""
1if x else y
1in x
1is x
1or x
1and x
1not in x
1_0if x else y
1jif x else y
1.if x else y
1.5in x
1e5or x
0o7or x
0b1and x
0xfor x
00or x
1if 2else 3
[0x1for x in y]
f'{1if x else y}'
f'\\{a}'
f'\\}}'
f'''\n\\{6}''' '\\d'
rf'\\{a}'
f'''\n\\{a}'''
t'\\{a}'
"""

BYTES = [
    b"\xff",
    b"x=1\ny='\xff'",
    b"x=1\r\ny='\xff'",
    b"# coding: foo\n",
    b"\n# coding: foo\n",
    b"x\n# coding: foo\n)",
    b"\xef\xbb\xbf# coding: latin-1\n",
    b"\xef\xbb\xbf\n# coding: latin-1\n(",
    b"\xef\xbb\xbf# coding: utf8\n)",
    b"# coding: ascii\n\xff",
    b"# coding: ascii\r\n\r\xff",
    b"# coding: utf8\n\xff",
    b"# coding: utf8\n\xe2\x82",
    b"# coding: utf8\n\xe2\x82a",
    b"# coding: utf8\n\xe2a",
    b"# coding: utf8\n\xf0\x90\x80",
    b"# coding: utf8\n\xed\xa0\x80",
    b"# coding: latin-1\n\xe9 = )",
    b"# coding: latin1\n\xe9 = )",
    b"# vim: set fileencoding=Latin-1-unix :\n\xe9 = )",
    b"#coding: utf-8\n\nx=\xff",
    b"#coding: UTF_8-unix\n\nx=\xff",
    b"\xef\xbb\xbf\xef\xbb\xbfx",
    b"a\0",
    b"# coding: latin-1\na\0",
    b"\xc3\xa9 = )",
    b"'\xc3\xa9\xff'",
    b"\xed\xa0\x80",
    b"# coding\n)",
    b"# coding:\n)",
    b"#!coding:ascii\n)\xff",
    b"''' # coding: ascii\n\xc3\xa9'''\n)",
]


def extra():
    yield "(" * 201
    yield "(" * 200
    yield "".join(" " * depth + "if 1:\n" for depth in range(101))
    yield "".join(" " * depth + "if 1:\n" for depth in range(99)) + " " * 99 + "x\ny )"
    yield "f'{" * 151
    yield "".join('f"""{' for _ in range(10))
    yield "t'{" * 149
    yield "x" * 300 + " €"


def record(kind, source, lexical):
    flags = INCOMPLETE | 0x200  # as codeop: no implied dedents
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<test>", "exec", 0, True)
            error = None
        except SyntaxError as exception:
            error = exception
    if lexical and error is None:
        raise SystemExit(f"no error: {source!r}")
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(source, "<test>", "exec", flags, True)
        end = "final"
    except SyntaxError as exception:
        end = "incomplete" if exception.msg == "incomplete input" else "final"
    shown = lambda value: "-" if value is None else json.dumps(value)
    text = source.decode("latin-1") if kind == "b" else source
    fields = [kind, json.dumps(text)]
    if error is None or not lexical:
        fields += ["-"] * 8
    else:
        fields += [type(error).__name__, json.dumps(error.msg), *map(shown, (error.lineno, error.offset))]
        fields += [*map(shown, (error.end_lineno, error.end_offset)), shown(error.text), end]
    fields.append("|".join(f"{warning.message} {warning.lineno}" for warning in caught if lexical or wanted(warning)))
    print("\t".join(fields))


def wanted(warning):
    text = str(warning.message)
    return "literal" in text and not text.startswith('"is"') or text.startswith(('"\\{', '"\\}'))


for line in SOURCES.strip("\n").split("\n"):
    record("s", line.encode("raw_unicode_escape").decode("unicode_escape"), True)
for source in extra():
    record("s", source, True)
for line in WARNINGS.strip("\n").split("\n"):
    record("s", line.encode("raw_unicode_escape").decode("unicode_escape"), False)
for source in BYTES:
    record("b", source, True)
