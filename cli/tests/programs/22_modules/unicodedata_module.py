# Both databases of unicodedata: a checksum of every property, and the errors.
# imports: unicodedata
import unicodedata


def show(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, *[ascii(a)[:30] for a in args], "->", ascii(result))


def checksum(text, old):
    for c in text:
        old = (old * 1000003 ^ ord(c)) & 0xFFFFFFFFFFFF
    return old


for data in (unicodedata, unicodedata.ucd_3_2_0):
    print(data.unidata_version)
    for name in ("category", "bidirectional", "east_asian_width", "decomposition", "combining", "mirrored"):
        f = getattr(data, name)
        total = 0
        for i in range(0, 0x30000, 7):
            total = checksum(str(f(chr(i))), total)
        print(name, total)
    for name in ("decimal", "digit", "numeric", "name"):
        f = getattr(data, name)
        total = 0
        for i in range(0, 0x20000, 5):
            total = checksum(str(f(chr(i), "-")), total)
        print(name, total)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        total = 0
        for i in range(0, 0x20000, 11):
            total = checksum(data.normalize(form, "a" + chr(i) + "\u0301\u0323"), total)
        print(form, total)
    for f in (data.decimal, data.digit, data.numeric, data.name):
        for args in (("a",), ("ab",), (3,), ("",), ("\0", 7), (), ("a", 1, 2)):
            show(f, *args)
    show(data.category, "ab")
    show(data.category, b"a")
    for name in ("x", "LATIN SMALL LETTER A", "x" * 1000, 3, "\xe9", "LATIN CAPITAL LETTER GHA", "KEYCAP DIGIT ONE", "NULL", "BELL", "a\0b",
                 "CJK UNIFIED IDEOGRAPH-9FA6", "HANGUL SYLLABLE GA", "LATIN SMALL LETTER R WITH TILDE"):
        show(data.lookup, name)
    show(data.name, "\u0371")
    show(data.normalize, "x", "a")
    show(data.normalize, 3, "a")
    show(data.normalize, "NFC", 3)
    show(data.is_normalized, "NFC", "e\u0301")
    show(data.is_normalized, "NFD", "e\u0301")
    show(type(unicodedata.ucd_3_2_0))
s = "abc"
print(unicodedata.normalize("NFC", s) is s)
