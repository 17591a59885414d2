ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def roman(n):
    out = []
    for value, text in ROMAN:
        count, n = divmod(n, value)
        out.append(text * count)
    return "".join(out)


def unroman(s):
    values = [dict((t, v) for v, t in ROMAN)[c] for c in s]
    return sum(-v if v < w else v for v, w in zip(values, values[1:] + [0]))


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(n):
    if n < 0:
        return "minus " + words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            return words(n // size) + " " + name + ((" and " if rest < 100 else " ") + words(rest) if rest else "")


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999):
    print(n, roman(n), unroman(roman(n)), words(n))
print(all(unroman(roman(i)) == i for i in range(1, 4000)), max(map(roman, range(1, 4000)), key=len))
print(words(-1234567890), words(0), words(1000001), words(100))


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1]


def lcs(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


for a, b in (("kitten", "sitting"), ("", "abc"), ("flaw", "lawn"), ("naïve", "naive"), ("intention", "execution")):
    print(a, b, levenshtein(a, b), repr(lcs(a, b)))


def soundex(name):
    codes = {c: d for letters, d in (("bfpv", "1"), ("cgjkqsxz", "2"), ("dt", "3"), ("l", "4"), ("mn", "5"), ("r", "6")) for c in letters}
    out = name[0].upper()
    last = codes.get(name[0].lower())
    for c in name[1:].lower():
        code = codes.get(c)
        if code and code != last:
            out += code
        if c not in "hw":
            last = code
    return (out + "000")[:4]


print([soundex(n) for n in ("Robert", "Rupert", "Ashcraft", "Tymczak", "Pfister", "Honeyman")])
def pig(word):
    i = next((i for i, c in enumerate(word) if c in "aeiou"), len(word))
    return word[i:] + word[:i] + "ay"
print(" ".join(map(pig, "the quick brown fox jumps rhythm".split())))
def wrap(text, width):
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
print(*wrap("The quick brown fox jumps over the lazy dog and runs away from it all day long", 20), sep="\n")
def permutations_of_multiset(s):
    if not s:
        yield ""
    for c in sorted(set(s)):
        for rest in permutations_of_multiset(s.replace(c, "", 1)):
            yield c + rest
print(list(permutations_of_multiset("aabc")), sum(1 for _ in permutations_of_multiset("aabbc")))
