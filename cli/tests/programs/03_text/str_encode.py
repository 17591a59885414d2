def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
"abc".encode(), "é€😀".encode(), "é€😀".encode("utf-8"), "é".encode("latin-1"), "é".encode("iso-8859-1"), "abc".encode("ascii"), "é".encode("UTF8"), "é".encode("utf_8"), "é".encode("L1"), "".encode(), "a\0b".encode()
"é€😀".encode("utf-16"), "é€😀".encode("utf-16-le"), "é€😀".encode("utf-16-be"), "é€😀".encode("utf-32"), "é€😀".encode("utf-32-le"), "é€😀".encode("utf-32-be")
"a\ud800".encode()
"ab\udfff\udc00c".encode("utf-8")
"€".encode("latin-1")
"a€b😀".encode("ascii")
"\ud800".encode("utf-16")
"€€a".encode("latin-1")
"a\ud800b".encode("utf-8", "surrogatepass"), "a\ud800b".encode("utf-16-le", "surrogatepass"), "a\ud800b".encode("utf-8", "replace"), "a\ud800b".encode("utf-8", "ignore"), "a\ud800b".encode("utf-8", "backslashreplace"), "a\ud800b".encode("utf-8", "xmlcharrefreplace"), "a\udc80b".encode("utf-8", "surrogateescape")
"a\ud800b".encode("utf-8", "surrogateescape")
"a€é😀b".encode("ascii", "replace"), "a€é😀b".encode("ascii", "ignore"), "a€é😀b".encode("ascii", "backslashreplace"), "a€é😀b".encode("ascii", "xmlcharrefreplace"), "a€é😀b".encode("ascii", "namereplace"), "a€é😀b".encode("latin-1", "replace"), "\udc80x".encode("ascii", "surrogateescape"), "\udcffx".encode("latin-1", "surrogateescape")
"a".encode("nosuch")
"€".encode("ascii", "nosuch")
"a".encode("ascii", "nosuch")
"a".encode(5)
"a".encode("ascii", 5)
"a".encode("ascii", "strict", 1)
"a".encode("utf\0")
"é".encode(encoding="latin-1", errors="strict"), "é€".encode(errors="ignore")
b"abc".decode(), b"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80".decode(), b"\xe9".decode("latin-1"), b"abc".decode("ascii"), b"".decode(), bytearray(b"\xc3\xa9").decode()
b"\xff".decode()
b"a\xc3".decode()
b"a\xc3b".decode()
b"\xe2\x82".decode()
b"\xe2\x28\xa1".decode()
b"\xf0\x9f\x98".decode()
b"\xf0\x28\x8c\xbc".decode()
b"\xed\xa0\x80".decode()
b"\xc0\x80".decode()
b"\xf4\x90\x80\x80".decode()
b"\xf8\x88\x80\x80\x80".decode()
b"\x80".decode()
b"\xe0\x80\x80".decode()
b"ab\xe9".decode("ascii")
b"\xff\xfeA".decode("utf-16")
b"\x00\xd8".decode("utf-16-le")
b"\x00\xdc".decode("utf-16-le")
b"\x00\xd8A\x00".decode("utf-16-le")
b"\0\0\0".decode("utf-32-le")
b"\0\0\x11\0".decode("utf-32-le")
b"\0\xd8\0\0".decode("utf-32-le")
b"\xff\xfea\0".decode("utf-16"), b"\xfe\xff\0a".decode("utf-16"), b"a\0b\0".decode("utf-16"), b"a\0=\xd8\0\xde".decode("utf-16-le"), b"\xff\xfe\0\0a\0\0\0".decode("utf-32"), b"\xef\xbb\xbfa".decode("utf-8")
b"a\xffb".decode("utf-8", "replace"), b"a\xffb\xfe".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", "backslashreplace"), b"a\xffb".decode("utf-8", "surrogateescape"), b"\xed\xa0\x80".decode("utf-8", "surrogatepass"), b"\xe2\x82a\xf0\x9f\x98b\xc3".decode("utf-8", "replace"), b"\xed\xa0\x80".decode("utf-8", "replace"), b"\xf4\x90\x80\x80".decode("utf-8", "replace"), b"a\xe9".decode("ascii", "replace"), b"a\xe9".decode("ascii", "surrogateescape"), b"a\xe9".decode("ascii", "backslashreplace"), b"a".decode("utf-16", "replace"), b"\0\xdca\0".decode("utf-16-le", "replace")
b"\xff".decode("utf-8", "surrogatepass")
b"\xff".decode("utf-8", "xmlcharrefreplace")
b"\xff".decode("utf-8", "nosuch")
b"\xff".decode("nosuch")
b"a".decode(5)
""".strip().splitlines():
    show(line)
for f in (lambda: "ab€d€€e".encode("latin-1"), lambda: b"abc\xff\xfe".decode("utf-8"), lambda: "x\ud800\udc00y".encode()):
    try:
        f()
    except UnicodeError as error:
        print(type(error).__name__, error.encoding, ascii(error.object), error.start, error.end, error.reason, error.args[1:2] == (error.object,))
        error.start, error.end, error.reason = 1, 2, "changed"
        print(error)
        error.end = 3
        print(error)
        error.start = 100
        error.end = -5
        print(error.start, error.end)
