import sys

def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
len("\ud83d\ude00"), "\ud83d\ude00" == "😀", "\ud83d" + "\ude00", ascii("\ud83d" + "\ude00"), "\ud800" * 2
chr(0xD800), ord("\udfff"), "\ud800" in "a\ud800", "\ud800".isprintable(), "a\ud800b".split("\ud800"), "\ud800a".upper(), "\ud800" < "\ue000" < "😀"
"\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == "\ud800"
b"\xff\x80a".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape")
hash("\ud800") == hash("\ud800"), {"\ud800": 1}["\ud800"], "\ud800" == "\ud800", sorted(["\ud800", "a", "😀", "\uffff"])
"e\u0301" == "é", len("e\u0301"), "\u212b" == "\xc5", "ﬁ" == "fi", "ſ".upper(), "ſ" == "s"
"👨‍👩‍👧", len("👨‍👩‍👧"), "👨‍👩‍👧"[::-1], list("🇫🇷"), len("ก็"), "क्षि"
[hex(ord(c)) for c in "👩🏽‍🚀"], "日本語テキスト"[2:5], "Привет".upper(), "ΑΒΓ".lower(), "שלום"[::-1], "مرحبا".isalpha()
sys.maxunicode, chr(0x10FFFF), chr(0), ord("\0"), chr(sys.maxunicode) > "\uffff"
chr(0x110000)
chr(-1)
chr(2**40)
chr(2**100)
chr(1.5)
ord("")
ord("ab")
ord("\ud83d\ude00")
ord(b"a"), ord(bytearray(b"z"))
ord(b"ab")
ord(65)
ord(None)
sys.intern("abc") == "abc", sys.intern("x" * 3) is sys.intern("xxx")
sys.intern(5)
sys.intern(b"a")
"\xa0\u2000\u3000".split(), "\u200b".split(), "a\u2028b".splitlines(), "\x1c".isspace(), "\ufeff".isspace()
"a" "\0" "b", len("a\0b"), "a\0b".split("\0"), "a\0b" == "a", "a\0b" > "a", "\0" in "a\0"
"é".encode("utf-8").hex(), "é".encode("utf-8").decode("latin-1"), "é".encode("utf-16-be").hex(), "😀".encode("utf-16-be").hex(" ", 2)
"%s" % "\U0010ffff", f"{'😀':>3}", "😀".center(5, "é"), "😀" * 2, "😀".zfill(3), "a😀".find("😀"), "😀a😀".replace("😀", "x"), "xax".replace("x", "😀")
"aé" + "b", ("aé" + "b").encode(), ("a" + "é")[0], ("é" + "a")[1:], ("€" + "a")[1:] == "a", ("😀" + "abc")[1:].isascii(), hash(("😀" + "abc")[1:]) == hash("abc")
""".strip().splitlines():
    show(line)
名前 = "identifiers"
ñandú = 1
𝓍 = 2
ﬁ = 3
print(名前, ñandú, x, fi, "x" in globals(), "fi" in globals(), "ﬁ" in globals())


class Ünï:
    ĉlass = 1

    def méthode(self, é=2, *, ø=3):
        return é + ø


print(Ünï, Ünï().méthode(), Ünï().méthode(ø=5), Ünï.ĉlass, Ünï.méthode.__qualname__)
try:
    Ünï().méthod
except AttributeError as error:
    print(error)
try:
    Ünï().méthode(å=1)
except TypeError as error:
    print(error)
try:
    print("\ud800")
except UnicodeEncodeError as error:
    print(error)
for source in ("a€ = 1", "x = “quoted”", "a\u00a0= 1", "a\u200b = 1", "1 ＋ 2", "é\u0301 = 1", "\u0660 = 1", "x = ١٢", "a·b = 5", "·b = 5", "😀 = 1", "ª = 1"):
    try:
        exec(source)
        print(ascii(source), "fine")
    except SyntaxError as error:
        print(ascii(source), error.msg, error.lineno, error.offset)
