def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
"\a\b\f\n\r\t\v\\\'\"\0\7\77\377\x7f\u00e9\U0001F600\N{GREEK SMALL LETTER ALPHA}"
'\
joined'
r"\n\t\\", R'\'', rb"\x00\n", Rb"\\", br'\'', bR"q"
"a" 'b' b"a" b'b', u"unicode", U'x'
"it's", 'say "hi"', 'both \' and "', "\\", "\x1b", "\x7f", "\x80", "\xa0", "\xad", "\u200b", "\u2028", "\ue000", "\uffff", "\ud800", "\udfff", "\U0010ffff", "\U000e0001", "\u0378"
ascii("é\u20ac\U0001f600\ud800'\""), ascii("\x00\x7f\x80\xff")
"\N{LATIN SMALL LETTER SHARP S}\N{bullet}\N{DIGIT ONE}\N{CJK UNIFIED IDEOGRAPH-4E00}\N{HANGUL SYLLABLE GAG}\N{NBSP}\N{LINE FEED}"
"\N{NO SUCH NAME}"
"\N{"
"\N"
"\x1"
"\u123"
"\U00110000"
"\U1234567"
"\d\e", b"\d", "\8", "\400", b"\400"
b"\x4"
b"é"
"unterminated
''unterminated
"a" b"b"
f"a" b"b"
ub"x"
"\u0041" == "A", "\x41\101" == "AA", len("\U0001f600"), len("\ud83d\ude00")
b"\u0041\N{x}", b"\x00\xff\n\r\t\\'\"", b'"', b"'", b"'\""
'\r', "\r\n", "tab	inside"
"#not a comment", '""' '"', "'''"
"\

x"
""".strip().splitlines():
    show(line)
print("""first
  second \
third
""", end="")
print('''it's "quoted" \'\'\'''')
print(len("\
"), "a\
b")
print("a" 'b' """c""" '''d''', len("""a
b"""))
