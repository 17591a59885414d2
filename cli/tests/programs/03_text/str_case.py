def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
"Hello World".upper(), "Hello World".lower(), "Hello World".swapcase(), "hello world".title(), "hELLO wORLD".capitalize(), "Hello".casefold()
"ß".upper(), "ß".lower(), "ß".title(), "ß".capitalize(), "ß".casefold(), "ß".swapcase(), "ẞ".lower(), "ẞ".casefold(), "straße".upper()
"İ".lower(), len("İ".lower()), "ı".upper(), "i".upper(), "İ".casefold(), "ŉ".upper(), "ŉ".title(), "ǰ".upper(), "ΐ".upper(), "ﬁ".upper(), "ﬁ".title(), "ﬁ".capitalize(), "ﬃ".casefold(), "ﬁ".swapcase()
"ǆ".upper(), "ǆ".title(), "ǅ".lower(), "ǅ".swapcase(), "Ǆ".title(), "ǅabc".capitalize(), "ǆ".capitalize()
"ΑΣ".lower(), "ΑΣ ΒΣ".lower(), "Σ".lower(), "ΑΣΑ".lower(), "ΑΣ.".lower(), "ΑΣ'Α".lower(), "aΣ\u00ad".lower(), "ΑΣ".swapcase(), "ΑΣ".title(), "ΑΣ".capitalize(), "ς".upper(), "ΑΣ".casefold(), "ὈΔΥΣΣΕΎΣ".lower()
"ᾳ".upper(), "ᾳ".title(), "ᾼ".lower(), "ᾳ".swapcase(), "ᾳ".casefold()
"µ".upper(), "µ".casefold(), "ÿ".upper(), "Ÿ".lower(), "å".upper(), "Å".lower(), "Ω".lower(), "K".lower()
"ა".upper(), "Ა".lower(), "ა".title(), "ა".capitalize(), "ꭰ".upper(), "Ꭰ".lower(), "ꭰ".casefold(), "Ꭰ".casefold(), "𐐀".lower(), "𐐨".upper(), "𞤀".lower()
"they're bill's".title(), "x1y2 3z".title(), "a-b_c d".title(), "ÉCOLE élève".title(), "1st".title(), "a\u0301b".title()
"hello".islower(), "Hello".islower(), "123".islower(), "a1".islower(), "".islower(), "ß".islower(), "ª".islower(), "ǅ".islower(), "ⅰ".islower(), "ʰ".islower()
"HELLO".isupper(), "Hello".isupper(), "A1".isupper(), "".isupper(), "Ⅰ".isupper(), "Ⓐ".isupper(), "ǅ".isupper()
"Hello World".istitle(), "Hello world".istitle(), "HELLO".istitle(), "A1B".istitle(), "".istitle(), "ǅ".istitle(), "Ab-Cd".istitle(), "They'Re".istitle(), "1".istitle()
"日本".upper(), "日本".isupper(), "😀".lower(), "\ud800a".upper(), "a\x00b".upper()
("aé€😀" * 3).upper(), ("AÉ€😀" * 3).lower(), ("ß" * 5).upper(), len("ΐ" * 100), len(("ΐ" * 100).upper())
"a".upper(1)
"a".lower("x")
str.upper(5)
str.upper()
""".strip().splitlines():
    show(line)
mismatch = 0
for i in range(0x110000):
    c = chr(i)
    u, l, t, f = c.upper(), c.lower(), c.title(), c.casefold()
    mismatch = (mismatch * 31 + hash(i * 7 + len(u) + 3 * len(l) + 5 * len(t) + 11 * len(f)) + ord(u[0]) + 2 * ord(l[0]) + 3 * ord(t[0]) + 4 * ord(f[0]) + 5 * ord(u[-1]) + 6 * ord(f[-1])) % 1000000007
print(mismatch)
print("".join(c for c in map(chr, range(0x250)) if c.upper() != c and len(c.upper()) == 1))
print([c for c in map(chr, range(0x110000)) if len(c.upper()) > 1])
print([hex(ord(c)) for c in map(chr, range(0x110000)) if len(c.lower()) > 1 or len(c.casefold()) > 1 and len(c.upper()) == 1])
