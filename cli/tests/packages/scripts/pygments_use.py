"""Lexers and formatters of pygments."""
from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, LatexFormatter, TerminalFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name, guess_lexer
from pygments.styles import get_all_styles

SOURCES = {
    "python": "@decorated\nclass A(B):\n    '''doc'''\n    async def f(self, x: int = 0x1F) -> None:\n        print(f'{x!r:>{10}} {{}}', end='')\n",
    "rust": "pub fn main<'a>() -> Option<&'a str> { let x = 1_000u64; println!(\"{x}\"); None }\n",
    "c": "#include <stdio.h>\nint main(void) { return printf(\"%d\\n\", 1 << 3); } /* end */\n",
    "html": "<!DOCTYPE html><p class='x'>text &amp; more<script>var a = 1;</script></p>\n",
    "json": '{"a": [1, 2.5e3, true, null], "b": "\\u00e9"}\n',
    "bash": "for f in *.txt; do echo \"$f\" | sed 's/a/b/' > /dev/null; done\n",
    "sql": "SELECT a, COUNT(*) FROM t WHERE b LIKE '%x' GROUP BY a;\n",
}
for name, source in SOURCES.items():
    lexer = get_lexer_by_name(name)
    print(name, [(str(kind), text) for kind, text in lex(source, lexer)])
    print(highlight(source, lexer, HtmlFormatter(linenos=True, cssclass="source")))
print(highlight(SOURCES["python"], get_lexer_by_name("python"), TerminalFormatter()))
print(highlight(SOURCES["c"], get_lexer_by_name("c"), LatexFormatter()))
print(guess_lexer("#!/usr/bin/python\nimport os\n").name, len(list(get_all_lexers())) > 400, "monokai" in set(get_all_styles()))
print(HtmlFormatter(style="monokai").get_style_defs(".m")[:200])
