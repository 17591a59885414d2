"""pygments: lexers and formatters on several languages."""
from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, TerminalFormatter, RawTokenFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name, guess_lexer

texts = {
    "python": "@d\nclass A(B):\n    '''doc'''\n    def f(self, x: int = 0x1F) -> str:\n        return f'{x!r:>10}' if x else None # c\n",
    "rust": "fn main() { let x: &'static str = \"a\\n\"; println!(\"{}\", x as u8 + 1_000); } // c\n",
    "c": "#include <a.h>\nint main(void) { /* c */ return 0x1f + 'a'; }\n",
    "json": '{"a": [1, 2.5e3, null, true], "b": "x\\u00e9"}\n',
    "html": "<!doctype html><p class=\"a\">x &amp; y<script>let a = 1;</script></p>\n",
    "bash": "for f in *.txt; do echo \"$f\" | sed 's/a/b/'; done # c\n",
    "sql": "SELECT a, COUNT(*) FROM t WHERE b = 'x' GROUP BY a;\n",
    "javascript": "const f = async (x) => `t${x}` ?? /re+/g; // c\n",
}
for name, text in texts.items():
    lexer = get_lexer_by_name(name)
    print(name, lexer.name, [(str(t)[6:], v) for t, v in lex(text, lexer)])
print(highlight(texts["python"], get_lexer_by_name("python"), HtmlFormatter(linenos=True)))
print(ascii(highlight(texts["c"], get_lexer_by_name("c"), TerminalFormatter())))
print(highlight(texts["json"], get_lexer_by_name("json"), RawTokenFormatter()))
print(HtmlFormatter().get_style_defs(".x")[:300])
print(len(list(get_all_lexers())) > 400, guess_lexer("#!/usr/bin/python\nimport os").name)
