s = "Hello, World"
print(s, len(s), s[0], s[-1], s[7:], s[:5], s[::2], s[::-1], s[-5:-1])
print(s + "!", s * 2, 2 * "ab", "-" * 10)
print("World" in s, "world" in s, "" in s)
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize())
print(s.find("o"), s.rfind("o"), s.find("zz"), s.index("W"), s.count("l"))
print(s.replace("l", "L"), s.replace("l", "L", 1))
print(s.split(", "), "a b  c".split(), "a,b,,c".split(","))
print(", ".join(["a", "b"]), "".join([]), "-".join("abc"))
print(s.startswith("Hell"), s.endswith(("x", "ld")))
print("  pad ".strip() + "|", "xxaxx".strip("x"), "xxa".lstrip("x"), "axx".rstrip("x"))
print("a".ljust(4, ".") + "b".rjust(4) + "c".center(5, "*"), "42".zfill(5))
print("abc" < "abd", "abc" < "ab", "a" == "a", "Z" < "a")
print('single', "double", '''triple
lines''', "con" "cat")
print(r"raw\n", "esc\x41\u0042\101\N{LATIN SMALL LETTER E WITH ACUTE}")
print("line1\
continued")
print(str(12), str(1.5), str(None), str([1, "a"]), repr("it's"))
print(ord("A"), chr(97), chr(0x20AC), ord("€"))
print("abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "A".isupper())
for c in "añ€😀":
    print(c, ord(c))
print(sorted("banana"), list("abc"), max("hello"), min("hello"))
name, n = "Bob", 3
print("%s has %d apples, %5.2f%%" % (name, n, 99.5))
print("{} and {0}".replace("{0}", "{}").format(1, 2), "{1}{0}".format("a", "b"), "{x}".format(x=5))
print(f"{name!r} {n + 1} {3.14159:.2f} {n:03d} {'nested'}")
for f in (
    lambda: s[100],
    lambda: s["a"],
    lambda: s.index("zz"),
    lambda: s.nosuch,
    lambda: s + 1,
    lambda: "".join([1]),
    lambda: ord("ab"),
    lambda: chr(-1),
    lambda: "a" * "b",
    lambda: 1 in "a",
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
try:
    s[0] = "J"
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
