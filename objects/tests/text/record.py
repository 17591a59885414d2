"""Records what CPython 3.14's str and bytes do, for tests/text.rs to compare with.

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 objects/tests/text/record.py [cases-per-function]

characters.txt   name and CRC-32 of a property over all code points
kernels.txt      function, arguments and result, separated by tabs; the cases are random but always the same
normal.txt       the same for unicodedata's functions on texts
names.txt        names and what unicodedata.lookup finds
codecs.txt       function, error handler, final or byte order, input; output and position, or the error

A field is a number, `-` for None, 'text, "bytes or [item,item...; what is not printable ASCII is escaped, and so are commas.
"""

import codecs
import encodings
import os
import random
import struct
import sys
import unicodedata
import warnings
import zlib
from encodings import utf_8_sig
from unicodedata import ucd_3_2_0

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 12
OUT = sys.argv[2] if len(sys.argv) > 2 else HERE


def escaped(codes):
    out = []
    for c in codes:
        if 0x20 <= c < 0x7F and c not in b"\\,":
            out.append(chr(c))
        elif c < 0x100:
            out.append(f"\\x{c:02x}")
        elif c < 0x10000:
            out.append(f"\\u{c:04x}")
        else:
            out.append(f"\\U{c:08x}")
    return "".join(out)


def field(value):
    if value is None:
        return "-"
    if isinstance(value, (bool, int)):
        return str(int(value))
    if isinstance(value, str):
        return "'" + escaped(map(ord, value))
    if isinstance(value, (bytes, bytearray)):
        return '"' + escaped(value)
    return "[" + ",".join(map(field, value))


def write(name, lines):
    with open(os.path.join(OUT, name), "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


def characters():
    def crc(of):
        total = 0
        for start in range(0, 0x110000, 0x1000):
            total = zlib.crc32("".join(f"{of(chr(c))};" for c in range(start, start + 0x1000)).encode("utf-8", "surrogatepass"), total)
        return total

    def num(v):
        return "" if v is None else v if isinstance(v, int) else struct.unpack("<Q", struct.pack("<d", v))[0]

    tests = "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier islower isupper istitle".split()
    lines = []
    for name in tests:
        lines.append(f"{name} {crc(lambda s: int(getattr(s, name)()))}")
    lines.append(f"continues_identifier {crc(lambda s: int(('a' + s).isidentifier()))}")
    lines.append(f"breaks_line {crc(lambda s: int(len((s + 'b').splitlines()) == 2))}")
    for name in "lower upper title casefold capitalize swapcase".split():
        lines.append(f"{name} {crc(lambda s: getattr(s, name)())}")
    for name in ("repr", "ascii"):
        lines.append(f"{name} {crc(repr if name == 'repr' else ascii)}")
    for view, db in (("", unicodedata), ("old_", ucd_3_2_0)):
        for name in "category bidirectional combining east_asian_width mirrored decomposition".split():
            lines.append(f"{view}{name} {crc(getattr(db, name))}")
        for name in "decimal digit numeric".split():
            lines.append(f"{view}{name} {crc(lambda s: num(getattr(db, name)(s, None)))}")
        for form in "NFC NFD NFKC NFKD".split():
            lines.append(f"{view}{form} {crc(lambda s: db.normalize(form, s))}")
            lines.append(f"{view}is_{form} {crc(lambda s: int(db.is_normalized(form, s)))}")
    lines.append(f"name {crc(lambda s: unicodedata.name(s, ''))}")
    write("characters.txt", lines)


POOLS = [
    "ab",
    "ab ",
    "abc,;",
    "aA bB-1'",
    " \t\n\r\x0b\x0cxy",
    " \x1c\x1d\x1e\x1f\x85\xa0xy\n\r",
    "a\xe9\xdf\xb5\xff\xc0 ",
    "\u2028\u2029\u3000ab\n",
    "\u03a3\u03c3\u03c2a\u0301.A \u0345",
    "\u0130i\u0131I\ufb03\u01c5\u01c4\u1e9e\u0149\u1f88",
    "\u0661\u09e8\u2460\xbd\xb212",
    "\U0001d7d8\U00010400\U00010428\U0001f600 a",
    "\ud800\udc00\udfff\ud83da",
    "\u0100\u0101\u1234\uffff",
    "\U0010ffff\u1234a\xff",
    "'\"\\\n\x7f\x00\xad\u200b\ue000a",
]
BYTE_POOLS = [b"ab", b"ab ", b"abc,;", b"aA bB-1'", b" \t\n\r\x0b\x0cxy", b" \x1c\x1f\x85\xa0xy\n\r", b"\x00\xff\x80\x7f\"'\\\t"]


def kernels():
    rng = random.Random(314)
    lines = []

    def text(limit=12, pool=None):
        pool = pool or (rng.choice(POOLS) if rng.random() < 0.8 else "".join(map(rng.choice, POOLS)))
        return "".join(rng.choice(pool) for _ in range(rng.randrange(limit + 1)))

    def data(limit=12, pool=None):
        pool = pool or rng.choice(BYTE_POOLS)
        return bytes(rng.choice(pool) for _ in range(rng.randrange(limit + 1)))

    def record(name, *args):
        """args: the arguments; the last is the result."""
        lines.append("\t".join([name, *map(field, args)]))

    def needle(of):
        if rng.random() < 0.6 and of:
            i = rng.randrange(len(of))
            return of[i : i + rng.randrange(0, 4)]
        return (text if isinstance(of, str) else data)(3)

    for kind, make in (("str", text), ("bytes", data)):
        empty = "" if kind == "str" else b""
        for _ in range(CASES * 2):
            pool = rng.choice(POOLS if kind == "str" else BYTE_POOLS)
            hay = make(rng.choice([8, 30, 100]), pool if rng.random() < 0.7 else None)
            sub = needle(hay)
            for name in ("find", "rfind", "count", "startswith", "endswith", "removeprefix", "removesuffix"):
                record(f"{kind}.{name}", hay, sub, getattr(hay, name)(sub))
            start, end = rng.randrange(-15, 15), rng.randrange(-15, 15)
            for name in ("find", "rfind", "count", "startswith", "endswith"):
                record(f"{kind}.{name}_in", hay, sub, start, end, getattr(hay, name)(sub, start, end))
            limit = rng.choice([-1, -1, 0, 1, 2, 5])
            record(f"{kind}.replace", hay, sub, new := needle(make()), limit, hay.replace(sub, new, limit))
            record(f"{kind}.split_space", hay, limit, hay.split(None, limit))
            record(f"{kind}.rsplit_space", hay, limit, hay.rsplit(None, limit))
            if sub:
                record(f"{kind}.split", hay, sub, limit, hay.split(sub, limit))
                record(f"{kind}.rsplit", hay, sub, limit, hay.rsplit(sub, limit))
                record(f"{kind}.partition", hay, sub, list(hay.partition(sub)))
                record(f"{kind}.rpartition", hay, sub, list(hay.rpartition(sub)))
        for _ in range(CASES):
            hay = make(20)
            chars = needle(hay)
            for name in ("strip", "lstrip", "rstrip"):
                record(f"{kind}.{name}_space", hay, getattr(hay, name)())
                record(f"{kind}.{name}", hay, chars, getattr(hay, name)(chars))
            record(f"{kind}.splitlines", hay, 0, hay.splitlines())
            record(f"{kind}.splitlines", hay, 1, hay.splitlines(True))
            tabbed = make(20, "ab\t\n\r\xe9" if kind == "str" else b"ab\t\n\r\xe9")
            size = rng.choice([-1, 0, 1, 2, 4, 8])
            record(f"{kind}.expandtabs", tabbed, size, tabbed.expandtabs(size))
            width = rng.randrange(-3, 25)
            fill = make(1) or (" " if kind == "str" else b" ")
            for name in ("center", "ljust", "rjust"):
                record(f"{kind}.{name}", hay, width, fill, getattr(hay, name)(width, fill))
            signed = rng.choice(["", "+", "-"] if kind == "str" else [b"", b"+", b"-"]) + make(5)
            record(f"{kind}.zfill", signed, width, signed.zfill(width))
            parts = [make(5) for _ in range(rng.randrange(5))]
            record(f"{kind}.join", sep := make(2), parts, sep.join(parts))
            n = rng.randrange(6)
            record(f"{kind}.repeat", hay, n, hay * n)
            record(f"{kind}.repr", hay, repr(hay))
            other = make(len(hay)) if rng.random() < 0.5 else hay[: rng.randrange(len(hay) + 1)] + make(2)
            record(f"{kind}.compare", hay, other, (hay > other) - (hay < other))
        for _ in range(CASES * 2):
            hay = make(rng.choice([1, 3, 10]))
            for name in "lower upper title capitalize swapcase isalpha isalnum isdigit isspace islower isupper istitle".split():
                record(f"{kind}.{name}", hay, getattr(hay, name)())
            if kind == "str":
                for name in "casefold isdecimal isnumeric isprintable isidentifier".split():
                    record(f"{kind}.{name}", hay, getattr(hay, name)())
                record("str.ascii", hay, ascii(hay))
    for _ in range(CASES):
        hay = text(10, "\u03a3\u03c3a\u0301.A ")
        for name in "lower title capitalize swapcase".split():
            record(f"str.{name}", hay, getattr(hay, name)())
        number = text(6, "12\u0661\u09e8\U0001d7d8_. \u3000\x85+")
        try:
            record("int", number, int(number))
        except ValueError:
            record("int", number, None)
        source = data(8, b"0123 aAfF\t")
        try:
            record("bytes.fromhex", source.decode(), bytes.fromhex(source.decode()))
        except ValueError as error:
            record("bytes.fromhex", source.decode(), str(error))
        source = text(6, "09aZ \xe9\u1234")
        try:
            record("bytes.fromhex", source, bytes.fromhex(source))
        except ValueError as error:
            record("bytes.fromhex", source, str(error))
        hay = data(12)
        group = rng.choice([-5, -3, -2, -1, 1, 2, 3, 4, 20])
        record("bytes.hex", hay, hay.hex())
        record("bytes.hex_groups", hay, b":", group, hay.hex(":", group))
        table = bytes(rng.randrange(256) for _ in range(256))
        few = data(3)
        record("bytes.translate", hay, few, hay.translate(None, few))
        record("bytes.translate_table", hay, few, table, hay.translate(table, few))
        hay = text(12)
        mapping = {ord(c): rng.choice([None, "x", "", "yz", 0x1F600, 0xE9, "\u1234"]) for c in text(5)}
        record("str.translate", hay, [x for k, v in mapping.items() for x in (chr(k), chr(v) if isinstance(v, int) else v)], hay.translate(mapping))
    write("kernels.txt", lines)


def normal():
    rng = random.Random(315)
    lines = []
    combining = [chr(c) for c in range(0x300, 0x370)] + [chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))]
    decomposed = [chr(c) for c in range(0x110000) if unicodedata.decomposition(chr(c))]
    hangul = [chr(c) for r in ((0x1100, 0x1113), (0x1161, 0x1176), (0x11A7, 0x11C3), (0xAC00, 0xAC40)) for c in range(*r)]
    for _ in range(CASES * 4):
        s = "".join(rng.choice(rng.choice([combining, combining[:0x70], decomposed, hangul, "aeoAEO", "a\ud800 "])) for _ in range(rng.randrange(1, 8)))
        for view, db in (("", unicodedata), ("old_", ucd_3_2_0)):
            for form in "NFC NFD NFKC NFKD".split():
                result = db.normalize(form, s)
                lines.append("\t".join([view + form, field(s), field(result)]))
                lines.append("\t".join([f"{view}is_{form}", field(s), field(db.is_normalized(form, s))]))
    write("normal.txt", lines)


def names():
    sys.path.insert(0, os.path.join(HERE, "../../src/text/tables"))
    import generate

    rng = random.Random(316)
    everything = generate.all_names()
    own = {unicodedata.name(chr(c), None) for c in range(0x110000)}
    chosen = rng.sample(everything, CASES * 5) + rng.sample([n for n in everything if n not in own], CASES * 5)
    chosen += rng.sample(sorted(own - {None}), CASES * 5)
    chosen += [n.lower() for n in chosen[:: CASES // 2]] + [n[:-1] for n in chosen[:: CASES // 2]] + [n + "S" for n in chosen[:: CASES // 2]]
    chosen += "HANGUL SYLLABLE A,HANGUL SYLLABLE GAGG,hangul syllable yeolh,HANGUL SYLLABLE ,HANGUL SYLLABLE Q,HANGUL SYLLABLE GAGA".split(",")
    for prefix in ("CJK UNIFIED IDEOGRAPH-", "TANGUT IDEOGRAPH-", "cjk unified ideograph-"):
        chosen += [prefix + n for n in "4E00,4e00,04E00,20000,17000,018D00,18D09,,FFFFF,+4E0,9FFF,A000,110000,323AF,323B0".split(",")]
    chosen += ["", " ", "SPACE ", "sPaCe", "#", "A" * 300, "CJK COMPATIBILITY IDEOGRAPH-F900", "NUSHU CHARACTER-#", "LATIN SMALL LETTER \xdf"]
    lines = []
    for name in chosen:
        lines.append("\t".join([field(name), field(generate.found(name)), field(generate.found(name, ucd_3_2_0))]))
    write("names.txt", lines)


def codec_cases():
    rng = random.Random(317)
    lines = []

    def replacement(error, text, resume=None):
        return text, min(error.end if resume is None else resume, len(error.object))

    # Handlers that the test has too. The first shows each error in the output.
    codecs.register_error("show", lambda e: replacement(e, f"<{e.start}-{e.end} {e.encoding} {e.reason}>"))
    codecs.register_error("jump", lambda e: replacement(e, "", e.end + 1))
    codecs.register_error("raw", lambda e: replacement(e, b"\xff\xfe" if isinstance(e, UnicodeEncodeError) else "\ud800\U00012345"))
    codecs.register_error("wide", lambda e: replacement(e, "\u1234\ud800" if isinstance(e, UnicodeEncodeError) else "\u1234"))

    def mutate(e):
        if isinstance(e, UnicodeDecodeError) and not e.object.endswith(b"AB"):
            e.object = e.object[: e.end] + b"AB"
        return "m", min(e.end, len(e.object))

    codecs.register_error("mutate", mutate)
    handlers = (
        "strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogateescape surrogatepass show show show jump raw wide mutate"
    ).split()

    def outcome(call):
        try:
            return [field(r) for r in call()]
        except UnicodeError as error:
            return [field(f"!{error.encoding}!{error.reason}!{error.start}!{error.end}")]
        except TypeError:
            return [field("!type")]

    def some(pieces, most):
        return [rng.choice(pieces) for _ in range(rng.randrange(most + 1))]

    utf8 = [b"a", b"bc", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xed\xb2\x80", b"\xff", b"\x80", b"\xc0\x80", b"\xe0\x80",
            b"\xe2\x82", b"\xe2", b"\xf0\x9f", b"\xf0\x9f\x98", b"\xf4\x90", b"\xf5", b"\xc3", b"\xed", b"\xed\xa0", b"\xef\xbb\xbf", b"\xef\xbb"]
    utf16 = [b"a\0", b"\0a", b"\x34\x12", b"\x00\xd8", b"\x00\xdc", b"\xd8\x00", b"\xdc\x01", b"\xff\xfe", b"\xfe\xff", b"x", b"\x3d\xd8\x00\xde"]
    utf32 = [b"a\0\0\0", b"\0\0\0a", b"\x00\xf6\x01\0", b"\0\x01\xf6\0", b"\0\xd8\0\0", b"\0\0\xd8\0", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0\0\x11\0", b"x", b"\0\0"]
    utf7 = [b"a", b"+", b"-", b"+-", b"+AGE-", b"+2AHcAQ-", b"+2AA", b"3AA", b"+IKw", b"AAA", b"\xff", b"/", b"~\\", b"+A", b"+AG", b"+@", b"B"]
    escapes = [b"a", b"\\", b"\\n", b"\\x4", b"\\xe9", b"\\u20ac", b"\\u20", b"\\U0001f600", b"\\U0011", b"\\U00110000", b"\\777", b"\\18", b"\\N{SPACE}", b"\\N{nul}",
               b"\\N{", b"\\N{}", b"\\N", b"\\N{X}", b"\\N{KEYCAP DIGIT ONE}", b"\\q", b"\\\n", b"\xe9", b"}", b"\\'\\\"\\a\\b\\f\\t\\r\\v", b"0", b"\\ud800"]
    table = "".join(chr(c) for c in range(97, 120)) + "\ufffe\u20ac\U0001f600"
    mapping = {0: "zero", 1: None, 2: 0x20AC, 3: "\ufffe", 4: 0xFFFE, 5: ""}
    decoders = [
        ("utf_8", utf8, lambda d, e, f: codecs.utf_8_decode(d, e, f)),
        ("utf_7", utf7, lambda d, e, f: codecs.utf_7_decode(d, e, f)),
        ("utf_16", utf16, lambda d, e, f: codecs.utf_16_ex_decode(d, e, 0, f)),
        ("utf_16_le", utf16, lambda d, e, f: codecs.utf_16_ex_decode(d, e, -1, f)),
        ("utf_16_be", utf16, lambda d, e, f: codecs.utf_16_ex_decode(d, e, 1, f)),
        ("utf_32", utf32, lambda d, e, f: codecs.utf_32_ex_decode(d, e, 0, f)),
        ("utf_32_le", utf32, lambda d, e, f: codecs.utf_32_ex_decode(d, e, -1, f)),
        ("utf_32_be", utf32, lambda d, e, f: codecs.utf_32_ex_decode(d, e, 1, f)),
        ("ascii", utf8, lambda d, e, f: codecs.ascii_decode(d, e)),
        ("latin_1", utf8, lambda d, e, f: codecs.latin_1_decode(d, e)),
        ("charmap_table", [bytes([b]) for b in range(28)], lambda d, e, f: codecs.charmap_decode(d, e, table)),
        ("charmap_mapping", [bytes([b]) for b in range(8)], lambda d, e, f: codecs.charmap_decode(d, e, mapping)),
        ("unicode_escape", escapes, lambda d, e, f: codecs.unicode_escape_decode(d, e, f)),
        ("raw_unicode_escape", escapes, lambda d, e, f: codecs.raw_unicode_escape_decode(d, e, f)),
    ]
    warnings.simplefilter("ignore")
    for name, pieces, decode in decoders:
        for _ in range(CASES * 6):
            data = b"".join(some(pieces, 6))
            errors = rng.choice(handlers)
            final = rng.random() < 0.6
            lines.append("\t".join([f"{name}.decode", field(errors), str(int(final)), field(data), *outcome(lambda: decode(data, errors, final))]))
    texts = ["a", "bc", "+", "-", "~\\", "\0", "\xe9", "\xff", "\u20ac", "\u1234", "\ud800", "\udc80", "\udcff", "\udfff", "\U0001f600", "\n\t\r", "'", "\U0010ffff", "\x80"]
    encoding_map = {ord("a"): 1, ord("b"): b"two", ord("c"): None, 0x20AC: 255, ord("<"): b"[", ord(">"): b"]", ord("?"): b"!"}
    turned = codecs.charmap_build(table)
    encoders = [
        ("utf_8", codecs.utf_8_encode),
        ("utf_7", codecs.utf_7_encode),
        ("utf_16", lambda t, e: codecs.utf_16_encode(t, e, 0)),
        ("utf_16_le", codecs.utf_16_le_encode),
        ("utf_16_be", codecs.utf_16_be_encode),
        ("utf_32", lambda t, e: codecs.utf_32_encode(t, e, 0)),
        ("utf_32_le", codecs.utf_32_le_encode),
        ("utf_32_be", codecs.utf_32_be_encode),
        ("ascii", codecs.ascii_encode),
        ("latin_1", codecs.latin_1_encode),
        ("charmap_table", lambda t, e: codecs.charmap_encode(t, e, turned)),
        ("charmap_mapping", lambda t, e: codecs.charmap_encode(t, e, encoding_map)),
        ("unicode_escape", codecs.unicode_escape_encode),
        ("raw_unicode_escape", codecs.raw_unicode_escape_encode),
    ]
    for name, encode in encoders:
        for _ in range(CASES * 4):
            text = "".join(some(texts, 7))
            errors = rng.choice(handlers)
            lines.append("\t".join([f"{name}.encode", field(errors), field(text), *outcome(lambda: encode(text, errors)[:1])]))
    for _ in range(CASES * 4):
        data = b"".join(some(escapes + [b"\\x", b"\\xg", b"\\x1"], 6))
        errors = rng.choice(["strict", "replace", "ignore", "other"])
        try:
            result = field(codecs.escape_decode(data, errors)[0])
        except ValueError as error:
            result = field(f"!{error}")
        lines.append("\t".join(["escape.decode", field(errors), field(data), result]))
        lines.append("\t".join(["escape.encode", field(data), field(codecs.escape_encode(data)[0])]))
        signed = rng.choice([b"", b"\xef", b"\xef\xbb", b"\xef\xbb\xbf"]) + b"".join(some(utf8, 2))
        lines.append("\t".join(["utf_8_sig.decode", field(signed), *outcome(lambda: utf_8_sig.decode(signed, "replace"))]))
    for name in ["utf-8", "UTF 8", "Latin-1", "  x--y  ", "iso8859.1", "a_b", "_a_", "cp\xe9", ""]:
        lines.append("\t".join(["normalize", field(name), field(encodings.normalize_encoding(name).lower())]))
    write("codecs.txt", lines)


if __name__ == "__main__":
    if OUT == HERE:
        characters()
    kernels()
    normal()
    names()
    codec_cases()
