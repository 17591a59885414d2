def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for kind in ("b", "bytearray(b"):
    def q(text):
        return "b" + repr(text) if kind == "b" else f"bytearray(b{text!r})"

    H = q("hello world")
    for call in (".upper()", ".lower()", ".title()", ".capitalize()", ".swapcase()", ".find(b'o')", ".find(111)", ".rfind(b'o')", ".rfind(111, 0, 5)", ".index(b'w')", ".rindex(b'l')", ".count(b'l')", ".count(108)", ".count(b'')", ".find(b'')", ".find(b'zz')", ".index(b'zz')", ".rindex(300)", ".find(300)", ".find('o')", ".find(None)", ".count('l')", ".count(-1)", ".replace(b'l', b'LL')", ".replace(b'l', b'', 2)", ".replace(b'', b'-')", ".replace('a', 'b')", ".replace(b'a')", ".split()", ".split(b'o')", ".split(b'o', 1)", ".rsplit(b'o', 1)", ".rsplit(None, 1)", ".split(None, 0)", ".split(b'')", ".split('o')", ".split(5)", ".splitlines()", ".partition(b' ')", ".rpartition(b'o')", ".partition(b'z')", ".rpartition(b'z')", ".partition(b'')", ".partition('x')", ".startswith(b'he')", ".startswith((b'x', b'h'))", ".startswith('he')", ".startswith(5)", ".startswith((b'a', 5))", ".endswith(b'ld')", ".endswith(b'l', 0, -1)", ".endswith([b'd'])", ".strip(b'hd')", ".lstrip(b'he')", ".rstrip(b'dl')", ".strip('h')", ".strip(None)", ".center(20, b'*')", ".ljust(15, b'-')", ".rjust(15)", ".rjust(15, b'ab')", ".rjust(15, '-')", ".zfill(15)", ".expandtabs()", ".removeprefix(b'hello')", ".removesuffix(b'world')", ".removeprefix('h')", ".isalpha()", ".isalnum()", ".islower()", ".isspace()", ".isascii()", ".isdigit()", ".istitle()", ".isupper()", ".join([b'a', b'b'])", ".join([])", ".join([b'a', bytearray(b'c'), memoryview(b'd')])", ".join(['a'])", ".join([1])", ".join(5)", ".join(b'ab')", ".translate(None, b'lo')", ".translate(bytes(range(256)))", ".translate(bytes(range(255, -1, -1)))[:3]", ".translate(b'short')", ".translate(None)", ".translate('x')", ".translate(None, 'x')", ".translate(bytes(range(256)), delete=b'o')", ".decode()", ".decode('ascii', 'strict')", ".decode('nosuch')", ".hex()", ".nosuch", ".upper(1)", ".find()", ".find(b'a', 'x')", ".maketrans(b'ab', b'xy')[97:99]", ".maketrans(b'a', b'xy')", ".maketrans('a', 'b')"):
        show(H + call)
for line in r"""
b"\x00\xff\x80".isalpha(), b"\xe9".upper(), b"\xe9".isascii(), b"AbC\xc9".lower(), b"they're bill's".title(), b"a1b".title(), b"".isalpha(), b"123".isdigit(), b" \t\n\x0b\x0c\r".isspace(), b"\x1c\x85".isspace(), b"Hello World".istitle(), b"HELLO1".isupper()
b" \t\n\x0b\x0c\ra\x1c ".strip(), b"a\x85b\x1cc".split(), b" a  b ".split(), b"a\nb\r\nc\rd\x0be\x0cf".splitlines(), b"a\n\nb".splitlines(True), b"".split(), b"".split(b","), b"".splitlines(), b"a,b,,c".split(b","), b"  a b  ".rsplit(None, 1), b"aXXXb".split(b"XX"), b"a,b".split(sep=b",", maxsplit=1)
b"a\tb".expandtabs(4), b"abc\tde\tf".expandtabs(4), b"\t".expandtabs(0), b"-42".zfill(6), b"+4".zfill(4), b"".zfill(2), b"ab".center(5), b"ab".center(6, b"\xff"), b"ab".center(1)
b"abc".find(b"b", -2), b"abc".find(b"", 3), b"abc".find(b"", 4), b"abcabc".rfind(b"abc", 0, 5), b"aaa".count(b"aa"), b"abc".count(b"", 1, 2), b"abc".index(98), b"abc".index(b"c", 2, 3), (b"a" * 1000 + b"b").find(b"ab"), b"\xff\xfe".find(254), b"\xff\xfe".find(b"\xfe")
bytes.maketrans(b"ab", b"xy") == bytes([120 if i == 97 else 121 if i == 98 else i for i in range(256)]), b"aabb".translate(bytes.maketrans(b"a", b"z")), bytes.maketrans(bytearray(b"a"), memoryview(b"b"))[97]
b"abc".startswith(b"b", 1), b"abc".startswith(b""), b"abc".endswith((b"z", b"bc")), b"abc".startswith(()), b"abc".startswith(bytearray(b"ab")), b"abc".endswith(memoryview(b"c"))
type(bytearray(b"a").upper()).__name__, type(bytearray(b"a b").split()[0]).__name__, type(bytearray(b",").join([b"a"])).__name__, type(bytearray(b"abc").partition(b"b")[1]).__name__, bytearray(b"a").strip() is not bytearray(b"a"), b"a".join([bytearray(b"x"), b"y"])
b"abc".replace(b"b", bytearray(b"X")), b"abc".replace(memoryview(b"b"), b"Y"), b"aaa".replace(b"a", b"b", -1), b"abc".replace(b"", b"-", 2), b"".replace(b"", b"x")
""".strip().splitlines():
    show(line)
