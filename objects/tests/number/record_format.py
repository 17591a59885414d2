"""Records CPython 3.14's format(), %-formatting and str.format parsing for tests/number/formats.rs to compare with.

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 objects/tests/number/record_format.py [cases-per-function [folder]]

format.txt, percent.txt and template.txt; `cases.py` tells their form.
"""

import _string

from cases import CASES, Golden

FIXED_SPECS = ["", "z", "+", " ", "-", "#", "=5", "05", "<05", "0<5", ",", "_", "d", ".,", ".3_", ".", "\u0663", "5x", ".1s ", "\xe9", "\x01", "n", "99999999999999999999",
               ".99999999999999999999", ",s", ",_", "_,", ",,", ",d", "c", "+c", "#c", "5c", "^5c", "x^5c", "=5c", ",c", "b", "_b", "#010_b", "o", "X", "#X", ",x", "_x", "s", "zf", "08,d", "09,d", "010,d",
               "=+10", "%", "i", ".2147483648f", ".,_f", "._,f", "._e", ".5n", "\u20ac^10", "\U0001f600<9", "\ud800>9", "\ud800x", "}", "\u0661\u0662", "020,.2f", "+020,.3,f", " _.9_g", ".0", ".1", ".3",
               ".0e", "#.0e", "#g", "#.3g", ".400f", "z.1f", "z+.0f", "^+12.3e", "*=+12.3e", "010%", ".10,%", "012n", "-5", "<<5", "==8", ">>>", "5.", "5.d", "1.1x", "0", "00", "000", "0<0", "+0", "#0", "z0"]


def random_spec(g):
    r = g.random
    spec = ""
    if r.random() < 0.4:
        spec += r.choice(["<", ">", "^", "=", "*<", "0>", "\u20ac^", "x=", "0="])
    spec += r.choice(["", "", "", "+", "-", " "])
    spec += r.choice(["", "", "", "", "z"])
    spec += r.choice(["", "", "", "#"])
    spec += r.choice(["", "", "0"])
    spec += r.choice(["", "", "1", "8", "12", "23", "40"])
    spec += r.choice(["", "", "", ",", "_"])
    if r.random() < 0.5:
        spec += "." + r.choice(["0", "1", "2", "5", "10", "17", "25", "60", ""]) + r.choice(["", "", "", ",", "_"])
    return spec + r.choice("ddxXobceEfFgGn%s") * (r.random() < 0.8)


def formats():
    g = Golden("format.txt")
    r = g.random
    values = {"int": g.int, "float": g.float, "complex": g.complex, "str": lambda: r.choice(["", "a", "abc", "h\xe9llo", "\u20ac\u20ac", "\U0001f600", "\ud800z", "word" * 5])}
    for spec in FIXED_SPECS:
        for value in (1234567, -5, 0x20AC, 1234567.891, -0.0, 1e300, 1.5 + 2j, -0.0 - 1e20j, 2j, "abc", float("nan"), float("-inf"), 10**25):
            g.case("format." + type(value).__name__, format, value, spec)
    for name, value in values.items():
        for _ in range(CASES * 30):
            g.case("format." + name, format, value(), random_spec(g))
    g.case("format.int", format, 10**4300, "")
    g.case("format.int", format, 10**4300, "d")
    g.case("format.int", format, 10**400, "e")
    g.case("format.int", format, -1, "c")
    g.case("format.int", format, 0x110000, "c")
    g.case("format.int", format, 2**63, "c")
    g.write()


FIXED_TEMPLATES = ["", "%", "%d", "%d %d", "a", "%s%", "%5", "%-", "%l", "%ld", "%lld", "%y", "%\xe9", "%\x01", "%%", "%5%", "%-5%|", "%.0%", "%*d", "%.*f", "%.*d", "%*.*f", "%99999999999999999999d",
                   "%.99999999999999999999d", "%.2147483648d", "%*", "%(a", "%(a)s", "%()", "%\u20ac", "\u20ac%d\U0001f600", "%d%%%d", "%+ d", "% +d", "%0-5d|", "%#x %#X %#o", "%.d", "%.f", "%hd", "%Ld", "%c%c", "%5c|%-5c|",
                   "%.0c", "%.0s", "%s%s%s", "%i%u", "%F %G %E", "%%%", "%b", "%n", "%r", "%a", "%05s", "%*%", "%-*d|", "% x", "%+x", "%#.0x", "%#.8x", "%#012.8x", "%08.5d"]


def percents():
    g = Golden("percent.txt")
    r = g.random

    def apply(template, arguments):
        return template % tuple(arguments)

    def argument():
        return r.choice([lambda: r.randint(-5, 30), g.int, g.float, lambda: r.choice(["", "x", "text", "\xe9\u20ac", "\U0001f600"])])()

    for template in FIXED_TEMPLATES:
        for arguments in ([], [5], [-3, 7], [1.5], ["x"], ["ab"], [6, 2, 2.5], [-6, -2, -2.5], [2**70, 1], [2**40, 1], [97, 2**70], [-1], ["a", 1], [1, 2, 3, 4]):
            if arguments == [2**40, 1] and "*d" in template:
                continue
            g.case("percent.str", apply, template, arguments)
            if all(isinstance(a, (int, float)) for a in arguments) and template.isascii() and not any(c in template for c in "rasb"):
                g.case("percent.bytes", apply, template.encode(), arguments)
    g.case("percent.bytes", apply, b"%\xe9", [1])
    g.case("percent.bytes", apply, b"%y", [1])
    for _ in range(CASES * 80):
        template, arguments = r.choice(["", "<", "\xe9"]), []
        for _ in range(r.randint(1, 3)):
            template += "%" + "".join(r.choice(["", "", "", flag]) for flag in "-+ #0")
            template += r.choice(["", "", "5", "12", "25", "*"]) + r.choice(["", "", ".", ".0", ".3", ".12", ".*"])
            code = r.choice("diuoxXeEfFgGcsra")
            template += code + r.choice(["", "|", "%%"])
            for _ in range(template.split("%")[-1].count("*") if not template.endswith("%%") else template.split("%")[-3].count("*")):
                arguments.append(r.randint(-20, 20))
            value = argument()
            if code in "diuoxX" and isinstance(value, str) and r.random() < 0.9:
                value = g.int()
            if code in "eEfFgG" and r.random() < 0.9:
                value = g.float()
            if code in "ra" and isinstance(value, float):
                value = "'" if value != value else str(value)
            arguments.append(value)
        g.case("percent.str", apply, template, arguments)
    g.write()


def templates():
    g = Golden("template.txt")
    r = g.random

    def parsed(template):
        pieces = []
        try:
            for piece in _string.formatter_parser(template):
                pieces.append(list(piece))
        except ValueError as error:
            pieces.append(error)
        return [item if isinstance(item, Exception) else "\0".join("-" if part is None else "+" + part for part in item) for item in pieces]

    def split(name):
        first, rest = _string.formatter_field_name_split(name)
        out = [first]
        try:
            for is_attribute, key in rest:
                out.append(("." if is_attribute else "[") + str(key) if isinstance(key, str) else key)
        except ValueError as error:
            out.append(error)
        return out

    fixed = ["", "a", "{}", "{", "}", "{{", "}}", "{{}}", "{{{", "}}}", "{}}", "{}}}", "a{}b", "{0}", "{0!r}", "{0!r:>5}", "{!}", "{!", "{!r", "{!rr}", "{!r:", "{!r:x}", "{:{}}", "{:{}{}}", "{:{{}}}", "{:}", "{:x", "{:{x", "{:{x}",
             "{a[}]}", "{a[{]}", "{a[", "{a[]}", "{a{b}", "{a:b!r}", "{a!r!s}", "{!:}", "{!}}", "{ }", "{\u20ac}", "{\ud800!\ud801:\ud802}", "x{{y}}z{a.b[c]:d}w", "{a]}", "{:}}", "{0[a]b}", "{!\xe9:x}", "{[}", "}{", "{:!r}"]
    for template in fixed:
        g.case("template.parse", parsed, template)
    for _ in range(CASES * 20):
        g.case("template.parse", parsed, "".join(r.choice(["{", "}", "{{", "}}", "{}", "a", "0", "!", ":", "[", "]", "r", ".", "\u20ac", "{0", "!r}", "b:"]) for _ in range(r.randint(1, 9))))
    for name in ["", "0", "12", "a", "a.b", "a[b]", "a[0]", "0.x[1][y].z", ".a", "[0]", "a.", "a..b", "a[]", "a[", "a[b", "a]b", "a[b]c", "a[b].", "\u0663", "\u0663.a[\u0664]", "99999999999999999999", "a[99999999999999999999]", "-1", "a[-1]",
                 "1a", "a[1a]", " 0", "a[[]", "a[.]", "a[b.c].d", "\xe9.\u20ac[\U0001f600]", "0]", "a.b]c[0]"]:
        g.case("template.split", split, name)

    def formatted(template, arguments):
        return template.format(*arguments)

    for template in ["{}{}", "{0}{1}{0}", "{}{0}", "{0}{}", "{2}", "{}{}{}", "{0}{", "{:{}}", "{0:{1}}", "{:{}{}}", "{:{:{}}}", "{0:{1:{2}}}", "{:>{}}|{}", "{:x}", "{!r}", "{!z}", "{!\xe9}", "{:{}}}", "{{{}}}", "{0:{{}}}", "{:\u20ac^{}}",
                     "{0:+}", "{00}", "{\u0661}", "{99999999999999999999}", "{99999}", "{0:d}{5}", "a{b", "{:{1}}", "{0:{}}", "{:{}{2}}"]:
        for arguments in ([255, 9, 12], [-7, 12], []):
            g.case("template.format", formatted, template, arguments)
    g.write()


if __name__ == "__main__":
    formats()
    percents()
    templates()
