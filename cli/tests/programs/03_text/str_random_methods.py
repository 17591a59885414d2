# Random strings of all four widths through the searching and cutting methods; digests, and a sample of each.
state = 7


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


ALPHABETS = ["ab", "abc ,", "aé ß", "a€\u3000Σσ", "a😀é\n", "Ab1_-\t"]


def text(alphabet, most):
    return "".join(alphabet[rnd(len(alphabet))] for _ in range(rnd(most)))


def digest(value):
    d = 0
    for c in repr(value):
        d = (d * 1000003 + ord(c)) % 2305843009213693951
    return d


METHODS = {
    "find": lambda s, t, u: (s.find(t), s.find(t, 2), s.find(t, -5, -1)),
    "rfind": lambda s, t, u: (s.rfind(t), s.rfind(t, 1, 6)),
    "count": lambda s, t, u: (s.count(t), s.count(t, 3)),
    "replace": lambda s, t, u: (s.replace(t, u), s.replace(t, u, 1)),
    "split": lambda s, t, u: (s.split(), s.split(t or None), s.split(t or None, 1), s.rsplit(t or None, 1)),
    "splitlines": lambda s, t, u: (s.splitlines(), s.splitlines(True)),
    "partition": lambda s, t, u: (s.partition(t or "x"), s.rpartition(t or "x")),
    "strip": lambda s, t, u: (s.strip(), s.strip(t), s.lstrip(u), s.rstrip(t + u)),
    "case": lambda s, t, u: (s.upper(), s.lower(), s.title(), s.swapcase(), s.capitalize(), s.casefold()),
    "predicates": lambda s, t, u: (s.isalpha(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isdigit(), s.isidentifier(), s.isprintable(), s.isascii()),
    "pad": lambda s, t, u: (s.center(12, "*"), s.ljust(9), s.rjust(9, "é"), s.zfill(10), s.expandtabs(4)),
    "join": lambda s, t, u: (t.join(s), t.join([s, u, s])),
    "compare": lambda s, t, u: (s < t, s == t, s >= u, t in s, s.startswith(t), s.endswith(t), max(s, t, u)),
    "slice": lambda s, t, u: (s[1:-1], s[::-1], s[::2], s[-3:], (s + t)[len(s):], (s * 2)[3:]),
    "translate": lambda s, t, u: (s.translate({97: "X", 233: None, 8364: 66}), s.translate(str.maketrans("a", "b", "c"))),
    "encode": lambda s, t, u: (s.encode(), s.encode("utf-16-le"), s.encode("latin-1", "replace"), s.encode("ascii", "backslashreplace").decode()),
    "affixes": lambda s, t, u: (s.removeprefix(t), s.removesuffix(u)),
    "format": lambda s, t, u: (f"{s:>8}|{t:^6}|{u!r}", "%5s|%-5s|%.2s" % (s, t, u), "{:.3}{}".format(s, t)),
    "repr": lambda s, t, u: (repr(s), ascii(t), str([s, u])),
}
for name, method in METHODS.items():
    for i, alphabet in enumerate(ALPHABETS):
        d = 0
        for j in range(25):
            s, t, u = text(alphabet, 30), text(alphabet, 3), text(ALPHABETS[rnd(6)], 3)
            result = method(s, t, u)
            d = (d * 31 + digest(result)) % 2305843009213693951
        print(name, i, d, ascii((s, t, u, result))[:150])
