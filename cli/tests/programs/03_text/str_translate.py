class Map:
    def __init__(self, d):
        self.d = d

    def __getitem__(self, k):
        return self.d[k]


class Index:
    def __getitem__(self, k):
        raise IndexError


class Boom:
    def __getitem__(self, k):
        raise ValueError("boom")


def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
"abc".translate({97: "X"}), "abc".translate({97: 120, 98: None, 99: "long"}), "abc".translate({}), "".translate({97: 1}), "aé€😀".translate({0x1F600: "smile", 8364: 69, 233: None}), "aaa".translate({97: ""}), "abc".translate({97: "é", 98: "€"})
"abc".translate(Map({97: "m"})), "abc".translate("x" * 97 + "yz"), "ab".translate([None] * 98), "abc".translate(Index())
"abc".translate(Boom())
"abc".translate({97: 1.5})
"abc".translate({97: -1})
"abc".translate({97: 0x110000})
"abc".translate({97: b"x"})
"abc".translate(5)
"abc".translate(None)
"abc".translate()
str.maketrans({"a": "b", "c": None, 100: "D", "é": 5}), str.maketrans("ab", "xy"), str.maketrans("ab", "xy", "z"), str.maketrans("", ""), str.maketrans("", "", "abc"), str.maketrans({}), "x".maketrans("a", "b"), str.maketrans("é€", "ab", "😀")
str.maketrans("ab", "x")
str.maketrans({"ab": 1})
str.maketrans({1.5: 1})
str.maketrans(5)
str.maketrans("a", 5)
str.maketrans({"a": 1}, "x")
str.maketrans("a", "b", 5)
str.maketrans()
str.maketrans("a", "b", "c", "d")
"hello world".translate(str.maketrans("lo", "01", "w")), "HELLO".translate(str.maketrans("EL", "31")), "añb".translate(str.maketrans("ñ", "n"))
("ab" * 1000).translate(str.maketrans("a", "b")) == "b" * 2000, ("ab" * 1000).translate({98: None}) == "a" * 1000, len(("a" * 1000).translate({97: "xyz"}))
"\ud800a".translate({0xD800: "s"}), "a".translate({97: "\ud800"}), "abc".translate({97: "a"}), "abc".translate({ord(c): c.upper() for c in "abc"})
""".strip().splitlines():
    show(line)
rot = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
print("uryyb jbeyq".translate(rot), "uryyb".translate(rot).translate(rot))


class Lower(dict):
    def __missing__(self, key):
        return chr(key).lower() if key < 128 else "?"


print("ABC é€".translate(Lower({66: "<B>"})))
count = []


class Counting:
    def __getitem__(self, k):
        count.append(k)
        return k


print("aabbé€é".translate(Counting()), count)
