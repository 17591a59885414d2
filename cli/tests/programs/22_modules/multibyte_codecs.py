# The multibyte codecs over their whole range, as sums of what they make of it; their errors, states and handlers.
# imports: codecs itertools zlib
# timeout: 60
import codecs
import itertools
import zlib

STATELESS = (
    "gb2312 gbk gb18030 big5 cp950 big5hkscs euc_jp shift_jis cp932 euc_jis_2004 euc_jisx0213 shift_jis_2004 "
    "shift_jisx0213 euc_kr cp949 johab"
).split()
STATEFUL = "hz iso2022_kr iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext".split()

PAIRS = [bytes(pair) for pair in itertools.product(range(0x80, 0x100), range(0x21, 0x100))]
ALL = "".join(map(chr, itertools.chain(range(0xD800), range(0xE000, 0x30000))))


def total(data):
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    return len(data), zlib.crc32(data)


for name in STATELESS:
    print(name, "decodes", total("|".join(pair.decode(name, "replace") for pair in PAIRS)))
for name in ("euc_jp", "euc_jis_2004", "euc_jisx0213"):
    print(name, "second plane", total("|".join((b"\x8f" + pair).decode(name, "replace") for pair in PAIRS)))
for name in STATELESS + STATEFUL:
    print(name, "encodes", total(ALL.encode(name, "ignore")), total(ALL[:3000].encode(name, "xmlcharrefreplace")))
    data = ALL.encode(name, "ignore")
    print(name, "reads back", total(data.decode(name, "backslashreplace")), total(data[:-1].decode(name, "replace")))

GRID = b"".join(bytes(pair) for pair in itertools.product(range(0x21, 0x7F), repeat=2))
ESCAPES = [b"$B", b"$@", b"$(D", b"$A", b"$(C", b"$)C\x0e", b"$(O", b"$(P", b"$(Q", b"(J", b"(I", b"&@\x1b$B", b".A", b".F", b"(Z"]
for name in STATEFUL:
    for escape in ESCAPES:
        print(name, escape, total((b"\x1b" + escape + GRID).decode(name, "replace")))
    print(name, ascii(b"a\x1b.FA\x1bNA\x1bNo\x0e!!\x0f\x1bXyz~{!!~}~~\n\xff".decode(name, "backslashreplace")))

for start in range(0, 0x110000, 0x1000):
    for c in map(chr, range(start, start + 0x1000, 61)):
        if not "\ud800" <= c <= "\udfff":
            assert c.encode("gb18030").decode("gb18030") == c
for four in (b"\x81\x30\x81\x30", b"\x84\x31\xa4\x39", b"\x84\x31\xa5\x30", b"\x90\x30\x81\x30", b"\xe3\x32\x9a\x35", b"\xe3\x32\x9a\x36", b"\x81\x30\xff\x30", b"\xff\x30\x81\x30"):
    print(ascii(four.decode("gb18030", "backslashreplace")))

for name, text in [("euc_jis_2004", "\u304b\u309a\u304b\xe6\u0300\xe6"), ("big5hkscs", "\xca\u0304\xca\xea\u030c\xea"), ("iso2022_jp_3", "\u304b\u309a\u304b")]:
    encoder = codecs.getincrementalencoder(name)()
    print(name, [(encoder.encode(c), encoder.getstate()) for c in text], encoder.encode("", True))
    decoder = codecs.getincrementaldecoder(name)()
    print(name, [(decoder.decode(bytes([b])), decoder.getstate()) for b in text.encode(name)], decoder.decode(b"", True))

for name, data in [("shift_jis", b"a\x82"), ("shift_jis", b"a\xff"), ("euc_jp", b"\x8f\xa2"), ("gb18030", b"\x81\x30\x81"), ("iso2022_jp", b"\x1b$"), ("euc_kr", b"\xa4\xd4\xa4"), ("hz", b"~"), ("hz", b"~{Dc~~:C~}"), ("hz", b"~{Dc~\n:C~}"), ("euc_jisx0213", b"\xae\xa1")]:
    try:
        print(data.decode(name))
    except UnicodeDecodeError as e:
        print(e, e.start, e.end, e.object)
for name in ("cp932", "johab", "hz", "iso2022_kr"):
    try:
        print("ab\U0001f600c".encode(name))
    except UnicodeEncodeError as e:
        print(e)


def upper(e):
    return e.object[e.start : e.end].upper() if isinstance(e, UnicodeEncodeError) else "?", e.end


codecs.register_error("upper", upper)
print("x\xe4y".encode("euc_kr", "replace"), b"\xffx".decode("euc_kr", "upper"))
for answer in (("a", 99), ("a", -9), ("a", 1 << 80), ("a",), 5, (5, 1), (b"\xff", 2)):
    codecs.register_error("odd", lambda e: answer)
    for work in (lambda: "x\U0001f600y".encode("shift_jis", "odd"), lambda: b"x\xff".decode("shift_jis", "odd")):
        try:
            print(work())
        except (IndexError, TypeError) as e:
            print(type(e).__name__, e)
