s = "añ€😀z"
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


for line in r"""
[s[i] for i in range(len(s))], [s[-i] for i in range(1, 6)], len(s)
s[1:3], s[:2], s[3:], s[:], s[::2], s[1::2], s[::-1], s[3:0:-1], s[-2:], s[:-2], s[10:], s[-10:2], s[2:1], s[::10], s[::-10]
s[10**30:], s[:10**30], s[-10**30:], s[::10**30], s[None:None:None]
s[5]
s[-6]
s[10**30]
s[1.0]
s["a"]
s[None]
s[1, 2]
s[::0]
s[1.0:]
s["a":]
s[True], s[False:True], "abc".__getitem__(1), "abc".__getitem__(slice(0, 2))
"" [0:0], ""[::-1], "a"[0], "a"[-1]
"abc"[::-1][::-1], "abcdefghij"[8:2:-2], "abcdefghij"[-3:-9:-2]
"".__len__(), "abc".__contains__("b"), "abc".__contains__("")
"abc".__contains__(1)
"abc" in "xabcx", "" in "", "a" not in "b", "\ud800" in "a\ud800b", "😀" in s, "ÿ" in s
None in "abc"
"a" + 1
"a" + b"a"
"a" * -1, "a" * 0, "ab" * 3, 3 * "€", "" * 10**10, "a" * True
"a" * 1.5
"a" * None
"a" * "b"
"ab" * 10**18
"a" + "é" + "€" + "😀", ("é" * 3) + "a", "x" + ""
"a" < "b", "a" < "A", "é" > "z", "😀" > "\uffff", "" < "a", "a" == "a", "a" != "é", "abc" <= "abcd", "b" >= "abc"
"a" < 1
"a" == 1, "a" == b"a", "a" != None
list("aé€😀"), [*"ab"], tuple("xyz"), set("aa"), list(reversed("añ😀")), list(enumerate("ab")), max("añ😀"), min("añ😀"), sorted("hello€a")
iter("abc").__next__(), list(iter("")), iter("ab").__length_hint__(), type(iter("ab")).__name__, type(iter("é")).__name__
hash("") == 0, hash("a") == hash("a"), "abc".__hash__() == hash("abc"), hash("é") == hash("\xe9")
"abc" "def" is not None, str.__add__("a", "b"), "abc".__mul__(2), "abc".__rmul__(2), "abc".__mod__(()), "%s".__mod__("x")
"abc".__add__(1)
"abc".__mul__("a")
"abc".__rmod__("%s")
"abc".__eq__(1), "abc".__lt__("b"), "abc".__lt__(1), "abc".__sizeof__() > 0, "abc".__getnewargs__(), "abc".__str__(), "abc".__repr__(), "abc".__format__("5")
""".strip().splitlines():
    show(line)
try:
    s[0] = "x"
except TypeError as error:
    print(error)
try:
    s.attr = 1
except AttributeError as error:
    print(error)
