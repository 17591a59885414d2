# timeout: 60
names = ["isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "islower", "isupper", "istitle", "isidentifier", "isprintable", "isascii"]
samples = ["", "a", "A", "1", "a1", " ", "\t", "é", "ß", "€", "٣", "²", "½", "Ⅷ", "一", "〇", "四", "_", "_a", "1a", "a b", "a-b", "ａ", "１", "\u00a0", "\u200b", "\u2028", "\x1c", "\x85", "\x7f", "\x00", "\ud800", "😀", "𝟘", "ª", "ʰ", "ǅ", "·", "a·", "℘", "ﾞ", "\u0301", "a\u0301", "ก", "def", "None", "Ⅰ", "①", "৴", "\ue000", "\u0378", "𐄇", "፩", "\u180e", "\u3000", "abcABC", "Abc Def", "123abc", "12.5"]
for s in samples:
    print(ascii(s), *(name[2:] for name in names if getattr(s, name)()))
for name in names:
    method = getattr(str, name)
    count = 0
    digest = 0
    ranges = []
    previous = False
    for i in range(0x110000):
        now = method(chr(i))
        if now:
            count += 1
        if now != previous:
            digest = (digest * 1000003 + i) % 2**61
            if len(ranges) < 12:
                ranges.append(hex(i))
            previous = now
    print(name, count, digest, *ranges)
for name in names:
    try:
        getattr("a", name)(1)
    except TypeError as error:
        print(error)
print("aé".isalpha(), "a€".isalpha(), "१२३".isdecimal(), "१²".isdigit(), "१²½".isnumeric())
print("class".isidentifier(), "x²".isidentifier(), "ⅰx".isidentifier(), "𝔘nicode".isidentifier(), "a\u200d".isidentifier())
