"""Records what CPython's engine answers to a panel of patterns: `panel.txt`, which the tests of this folder read.

    ${RPYTHON_ORACLE:-~/.cache/rpython-oracle}/bin/python3.14 record_panel.py [--fuzz N] [--seed S] [--only-fuzz] [OUT]

The panel: every pattern and subject that CPython's own test_re uses (re_tests.py included), written-out corner cases,
pathological cases, random patterns. Of each, the code array that re._compiler made and the outcome of match, fullmatch,
search and finditer. Characters above 127 are listed with their properties, so that the test needs no database.

Lines: `C` character, flags (1 isalnum, 2 isdecimal, 4 isspace, 8 line break), lower, upper; `P` groups, words in base 36
(`M` the largest, WORD*N a run), `#`, comment; `S` width (b, 1, 2, 4) and subject; `R` pos, endpos, then one field each for match, fullmatch, search, finditer.
A match is its spans joined by `,` (`.` for a group that took no part) and `/lastindex`; `x` is no match; `=` repeats the
field before; a run of one character is written `%CH*N;`.
"""
import argparse
import os
import random
import re
import signal
import sys
import unicodedata  # noqa: F401  (the interpreter must have its database)

HERE = os.path.dirname(os.path.abspath(__file__))
ORACLE = os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle"))
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_SUBJECT = 400
MAX_CODE = 4000
cases = {}          # (pattern, flags) -> {(subject, pos, endpos)}


def base36(n):
    out = ""
    while True:
        n, r = divmod(n, 36)
        out = DIGITS[r] + out
        if not n:
            return out


def words(code):
    """The words in base 36, `M` for the largest, runs as WORD*N."""
    out, i = [], 0
    while i < len(code):
        j = i
        while j < len(code) and code[j] == code[i]:
            j += 1
        word = "M" if code[i] == 0xFFFFFFFF else base36(code[i])
        out += [f"{word}*{j - i}"] if j - i > 2 else [word] * (j - i)
        i = j
    return " ".join(out)


def add(pattern, flags, subject, pos=0, endpos=sys.maxsize):
    if isinstance(subject, (bytearray, memoryview)):
        subject = bytes(subject)
    elif isinstance(subject, str):
        subject = str.__str__(subject)
    if not isinstance(subject, (str, bytes)):
        return
    if not isinstance(pos, int) or not isinstance(endpos, int):
        return
    pos = min(max(pos, 0), len(subject))
    endpos = min(max(endpos, 0), len(subject))
    cases.setdefault((pattern, int(flags)), {})[subject, pos, endpos] = None


# --- CPython's tests -------------------------------------------------------------------------------------------------

class Recorder:
    """Stands in for a compiled pattern and notes its calls."""

    def __init__(self, compiled, pattern, flags):
        self._compiled, self._pattern, self._flags = compiled, pattern, flags

    def __getattr__(self, name):
        return getattr(self._compiled, name)

    def _note(self, string, pos=0, endpos=sys.maxsize):
        try:
            if len(string) <= MAX_SUBJECT:
                add(self._pattern, self._flags, string, pos, endpos)
        except Exception:
            pass

    def __eq__(self, other):
        return self._compiled == getattr(other, "_compiled", other)

    def __hash__(self):
        return hash(self._compiled)


def recorded(name, at):
    def method(self, *args, **kwargs):
        if len(args) > at:
            self._note(*(args[at:at + 3] if at == 0 else args[at:at + 1]))
        elif "string" in kwargs:
            self._note(kwargs["string"])
        return getattr(self._compiled, name)(*args, **kwargs)
    return method


for name in "match fullmatch search findall finditer scanner".split():
    setattr(Recorder, name, recorded(name, 0))
setattr(Recorder, "split", recorded("split", 0))
for name in ("sub", "subn"):
    setattr(Recorder, name, recorded(name, 1))


def from_test_re():
    import unittest
    sys.path.insert(0, os.path.join(ORACLE, "testlib"))
    import test.test_re as module
    original = re._compile

    def compile_recorded(pattern, flags):
        if isinstance(pattern, Recorder):
            return pattern
        compiled = original(pattern, flags)
        if isinstance(pattern, (str, bytes)) and not int(flags) & re.DEBUG:
            return Recorder(compiled, pattern, flags)
        return compiled

    class Names(unittest.TestResult):
        pass
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    re._compile = compile_recorded
    for name in "match fullmatch search sub subn split findall finditer compile".split():
        assert hasattr(re, name)
    try:
        devnull = open(os.devnull, "w")
        stdout, sys.stdout = sys.stdout, devnull
        stderr, sys.stderr = sys.stderr, devnull
        suite.run(Names())
    finally:
        sys.stdout, sys.stderr = stdout, stderr
        re._compile = original


# --- Written-out cases -----------------------------------------------------------------------------------------------

def written():
    for pattern in ["", "a*", "$", r"\b", r"\B", "(?:)", "a", ".", "^", "(?=b)", "(?<=b)", "(?<!a)", "(?m)$", "(?m)^",
                    r"\Z", r"\A", "(?s).*", "a*+", "(?:ab)*", "(?:ab)*?", "(?:ab)*+", "(?>a*)", "[^a]?"]:
        for subject in ["", "a", "abc", "ab\ncd\n", "b\n", "\n", "aab ab"]:
            n = len(subject)
            for pos, endpos in [(0, n), (1, n), (0, n - 1), (2, 1), (n, n), (n, 0), (1, 0), (3, 1)]:
                add(pattern, 0, subject, pos, endpos)
                add(pattern.encode(), 0, subject.encode(), pos, endpos)
    loops = ["(a*)*", "(a*)+", "(a*)*?", "(a*)+?", "(a?)*", "(a|b)*", "(a|b)*?c", "(?:(a)|b)*", "(?:(a)|(b))*", "(?:a|(b))+c",
             "((a)|b)*?", "(?:(a)|b)*+", "((?>(x)?|y)|(z))*+c?", "(a|(b)|c)+d?", "(?:()|a)*", "(?:a|())*b", "(?:(?=(a))a)+",
             "(?:(?!(b))a|b)*", "(?:(a)(?!b)|(b))*", "(?:(a)\\1|b)*", "(?:(\\w)(?<=(a)))*", "(?:(a)|\\1b)*", "(a)?(?(1)b|c)*",
             "(?:(a)?(?(1)b|c))*", "(?:(a){2}|b){1,3}", "(?:(a){2,}?|b){1,3}?c", "((a{1,2}){1,2}){1,2}", "(?:(?:a|b){2}c?)*?",
             "(?:(?:a*?)+?b?)+", "(?>(a+))b|a(c)", "(?>a|ab)c", "(?:a|ab)++c", "(?:a+b?){2,3}+c", "(a+)+$", "(?:(a)|b)(?>(c)|d)*",
             "(?:(?>(a)|b))*(?<=(b))?", "(?:(?:(a)|b)*c)*", "(?:(?:(a)|b)*?c)*?$", "(?:(a|b)*?(?:c|\\1))*", "(?:x?)*y",
             "(?:x?)*?y", "(?:x?){3,5}y", "(?:x|y?){3,}z", "(?=(a+))a*b\\1", "(?=(a+))", "(.*)c(.*)", "(.*?)c(.*?)", "(?:(.)c?)+",
             "(a)(b)?(c)?", "(?P<x>a)|(?P<y>b)", "(a)|(b)|(c)", "((a)(b)c)(d)", "(?:(a)|(b)|(c))+?d", "(^|b)(a|$)*", "a{0}b", "(a){0}b",
             "(?:ab){0,0}c", "a{2,3}+a", "(?:a{2,3}){2}", "(?:(?:ab?)+,?)+", "(?:([ab])|c)*+d?", "((?:a|b)*+)c?"]
    subjects = ["", "a", "aa", "aab", "abab", "ababc", "abcabd", "bbaac", "xyz", "xxy", "aaaa", "cabba", "abba", "yyz", "acbd"]
    for pattern in loops:
        for subject in subjects:
            add(pattern, 0, subject)
    text = "Straße STRASSE \u212a k K \u017f s \u0130 i I \u0131 \u01c5 \u03a9 \u03c9 \u03c2\u03c3 \u0416\u0436 \U00010400\U00010428 \u0660\u0967 \u2003x\u3000 _\u00b5\u03bc \xe9\xc9"
    for pattern in [r"\w+", r"\W+", r"\d", r"\s+", r"\S+", r"(?i)k", r"(?i)[a-k]+", r"(?i)\u03c3", r"(?i)[\u03c3]+", r"(?i)ss", r"(?i)[^k]+",
                    r"(?i)i", r"(?i)\u0130", r"(?i)s+", r"(?i)[r-t]+", r"(?i)\u0436", r"(?i)[\u0430-\u044f]", r"(?i)\U00010428",
                    r"(?i)[\U00010400-\U0001044f]+", r"[\u0400-\u04ff\u2000-\u2fff]+", r"[^\u0400-\u04ff\u2000-\u2fff]+", r"(?a)\w+",
                    r"(?ai)k+", r"(?ai)[k]", r"\b\w", r"\B\w", r"(?a)\b\w", r"(?i)(\w) \1", r"(?i)(.)\1", r"(\w+)\s(?!\w)", r"(?i)[^\W\d_]+",
                    r"\w+?\b", r"[\w\s]+", r"[^\w\s]", r"[\W\d]", r"[^\W]+", r"(?i)\xb5", r"(?i)[\xb5\xe9]+", r"(?i)\u01c4", r"(?i)(?:\xe9|\u03c9)+",
                    r"\w+\s", r"\w*?\s", r"\S+\s*", r"\d*\D", r"\D*\d", r"[^\s]+\s", r"[^\s\w]*\w"]:
        add(pattern, 0, text)
        add(pattern, 0, "\xe9\xc9\xb5 kK_1 \xa0x\x85y \xdf")
    for pattern in [rb"(?L)\w+", rb"(?L)\W+", rb"(?Li)k+", rb"(?Li)[a-f]+", rb"(?Li)[^a-f]+", rb"(?Li)(.)\1", rb"(?L)\b\w", rb"(?L)\B\w",
                    rb"(?Li)a(?=B)", rb"(?Li)[^k]", rb"(?i)[^k]+", rb"(?i)k*", rb"\w+", rb"[\x80-\xff]+", rb"(?L)[\w-]+x", rb"(?Li)x*y"]:
        for subject in [b"aAbB kK xX", b"abcABCxXY-_\xe9\xc9", b"", b"\xffk"]:
            add(pattern, 0, subject)
    for pattern in ["|".join("%03d" % i for i in range(0, 200)), "|".join("(%s)" % (chr(97 + i % 26) * (i % 4 + 1)) for i in range(150)),
                    "(?:" + "|".join("x" * i for i in range(80, 0, -1)) + ")y", "|".join(f"{i}|" for i in range(70))]:
        for subject in ["198", "123199", "aaabbbzzzz", "x" * 79 + "y", "x" * 100, "69", "zzzz"]:
            add(pattern, 0, subject)
    # The search for the beginning: literals, sets, alternatives, anchors.
    for pattern in ["Python|Perl", "Python|Perl|Tcl", "(Python)\\1", ".*Python", ".*?Python", ".+?on", "(?s).*n", "(.*)on\\1", "^Py", "(^P)y", "(?m)^P",
                    "[Pp]y[t]?", "agggtaaa|tttaccct", "[cgt]gggtaaa|tttaccc[acg]", "agg[act]taaa|ttta[agt]cct", "(?i)py+t", "\\bPy", "(?=P)Py", "(?<=-)Py", "(?<=-)", "(?<=th)", "(?<=Py)t*", "(?<=P)[a-z]", "(?<=[P])y", "\\b(?<=--)P", "(?<=\\u0416)a", "(?<=a)(?<=ba)?a",
                    "P{2,3}y", "P{3}y", "(?:Py|Pe){2}", "\\u0416\\u0436", "[\\u0416a]b", "a\\u0416", "(?>Py)thon", "Pyth", "th", "n-", "\\U00010400", "(?:P|\\u0416)y",
                    ".*-+", ".*$", "(?m).*$", "(?m).+^x?", "\\n.*P", "[^-]*Py", "[^-]*-P", "-*(?:P|y)", ".{2,}Py"]:
        for subject in ["-----Python-----", "PPPPPythonPPPP", "PPPPerl", "PythonPython", "xaggttaaaagggtaaatttacccgtttaccct", "ZPyton", "py PYT pyyt", "",
                        "ab\nPy\ncd\nPython", "--\u0416\u0436\u0416ab\u0416y", "Py\U00010400\u0416\u0436", "thth", "-P-n", "PPPyPeTclPerl", "P" * 70 + "y" + "P" * 70 + "Python"]:
            add(pattern, 0, subject)


def pathological():
    deep = 20000
    for pattern, subject in [("(?:a|b)*c", "ab" * deep), ("(?:a|b)*?c", "ab" * deep + "c"), ("(a|b)*", "ab" * deep), ("(?:(a)|(b))*c", "ab" * deep),
                             (".*b", "a" * deep), ("(?:a*)*b", "a" * 14), ("(a*)*b", "a" * 12), ("(a|aa)+$", "a" * 14 + "b"), ("(?:ab)*+c", "ab" * deep),
                             ("(?:(a)b)*+", "ab" * deep), ("(?>(?:ab)*)c", "ab" * deep), ("(?:a?){20}a{20}", "a" * 20), ("(?:.*,){8}P", "1,2,3,4,5,6,7,8,9"),
                             ("(a+)+b", "a" * 13), ("(?=(?:a|b)*c)", "ab" * deep + "c"), ("(?!(?:a|b)*c)a", "ab" * deep), ("(?:(?:(?:a)*)*)*b", "a" * 12),
                             (".*?,.*?;.*?x", "1,2;" * 30), ("a.*?b.*?c.*?d", "abc" * 40), ("(?:x+x+)+y", "x" * 13), ("([a-z]+)*\\d", "a" * 13),
                             (r"(\w+\s?)*$", "word " * 3 + "!"), ("(?:a{0,5}){0,5}b", "a" * 25)]:
        add(pattern, 0, subject)
        add(pattern, 0, subject + "\u0416")
    nest = 300
    add("(?:" * nest + "a" + ")*" * nest, 0, "aaa")
    add("(" * 90 + "a" + ")?" * 90 + "b", 0, "ab")


# --- Random patterns --------------------------------------------------------------------------------------------------

class Fuzz:
    """Random patterns of the whole syntax over a small alphabet."""

    def __init__(self, rng, kind):
        self.rng, self.kind = rng, kind
        self.letters = {"b": "abcA\xe9", "1": "abcA\xe9\xc9", "2": "abA\u0416\u0436\u212ak", "4": "abA\u0416\U00010400\U00010428"}[kind]
        self.others = {"b": " \n_1-", "1": " \n_1-\xa0", "2": " \n_1\u2003\u0660", "4": " \n_1\u2003"}[kind]

    def char(self):
        rng = self.rng
        ch = rng.choice(self.letters) if rng.random() < 0.8 else rng.choice(self.others)
        if ch == "\n":
            return "\\n"
        if ch in " _1" or ch.isalpha():
            return ch
        return re.escape(ch)

    def charset(self):
        rng = self.rng
        items = []
        for _ in range(rng.randint(1, 4)):
            kind = rng.random()
            if kind < 0.5:
                items.append(self.char())
            elif kind < 0.75:
                low, high = sorted(rng.sample(sorted(set(self.letters + "z9")), 2))
                items.append(f"{low}-{high}")
            else:
                items.append(rng.choice(["\\w", "\\W", "\\d", "\\D", "\\s", "\\S"]))
        return "[" + ("^" if rng.random() < 0.3 else "") + "".join(items) + "]"

    def atom(self, depth):
        rng = self.rng
        kind = rng.random()
        if depth <= 0 or kind < 0.38:
            kind = rng.random()
            if kind < 0.55:
                return self.char()
            if kind < 0.65:
                return "."
            if kind < 0.75:
                return rng.choice(["\\w", "\\W", "\\d", "\\D", "\\s", "\\S"])
            if kind < 0.9:
                return self.charset()
            return rng.choice(["^", "$", "\\b", "\\B", "\\A", "\\Z"])
        if kind < 0.56:
            self.groups += 1
            number = self.groups
            self.open.add(number)
            inner = self.alternatives(depth - 1)
            self.open.discard(number)
            return f"({inner})"
        if kind < 0.70:
            return f"(?:{self.alternatives(depth - 1)})"
        if kind < 0.76:
            return f"(?>{self.alternatives(depth - 1)})"
        if kind < 0.84:
            return f"({rng.choice(['?=', '?!'])}{self.alternatives(depth - 1)})"
        if kind < 0.89:
            body = "".join(rng.choice([self.char(), ".", self.charset()]) for _ in range(rng.randint(1, 2)))
            return f"({rng.choice(['?<=', '?<!'])}{body})"
        closed = [n for n in range(1, self.groups + 1) if n not in self.open]
        if closed and kind < 0.95:
            return f"(?:\\{rng.choice(closed)})"
        if closed:
            no = "|" + self.sequence(depth - 1) if rng.random() < 0.6 else ""
            return f"(?({rng.choice(closed)}){self.sequence(depth - 1)}{no})"
        if kind < 0.97:
            flag = rng.choice(["i", "s", "m", "i-s", "-i"])
            return f"(?{flag}:{self.alternatives(depth - 1)})"
        return "(?:)"

    def piece(self, depth):
        rng = self.rng
        atom = self.atom(depth)
        if rng.random() < 0.4 and atom not in ("^", "$", "\\b", "\\B", "\\A", "\\Z"):
            count = rng.choice(["*", "+", "?", "{2}", "{1,2}", "{2,}", "{0,2}", "{,3}", "*", "+"])
            atom += count + rng.choice(["", "", "", "?", "+"])
        return atom

    def sequence(self, depth):
        return "".join(self.piece(depth) for _ in range(self.rng.choice([0, 1, 1, 2, 2, 3, 3, 4])))

    def alternatives(self, depth):
        return "|".join(self.sequence(depth) for _ in range(self.rng.choice([1, 1, 1, 2, 2, 3])))

    def pattern(self):
        self.groups, self.open = 0, set()
        return self.alternatives(self.rng.randint(1, 4))

    def subject(self):
        rng = self.rng
        weights = [6] * len(self.letters) + [1] * len(self.others)
        return "".join(rng.choices(self.letters + self.others, weights, k=rng.choice([0, 1, 3, 6, 10, 16])))


def fuzz(count, seed):
    rng = random.Random(seed)
    made = 0
    while made < count:
        kind = rng.choice("b1124")
        gen = Fuzz(rng, kind)
        pattern = gen.pattern()
        flags = 0
        for flag, share in ((re.I, 0.25), (re.M, 0.15), (re.S, 0.15)):
            if rng.random() < share:
                flags |= flag
        if kind == "b":
            pattern = pattern.encode("latin-1")
            if rng.random() < 0.2:
                flags |= re.L
        elif rng.random() < 0.15:
            flags |= re.A
        try:
            re.compile(pattern, flags)
        except (re.PatternError, RecursionError, OverflowError, ValueError):
            continue
        made += 1
        for _ in range(4):
            subject = gen.subject()
            if kind == "b":
                subject = subject.encode("latin-1")
            add(pattern, flags, subject)
        if rng.random() < 0.3:
            n = len(subject)
            add(pattern, flags, subject, rng.randint(0, n), rng.randint(0, n))


# --- Writing ----------------------------------------------------------------------------------------------------------

class Timeout(Exception):
    pass


def on_alarm(*_):
    raise Timeout


def show(match):
    if match is None:
        return "x"
    spans = ",".join("." if a < 0 else f"{a}-{b}" for a, b in match.regs)
    return spans + (f"/{match.lastindex}" if match.lastindex is not None else "")


def outcome(compiled, subject, pos, endpos):
    fields = [show(getattr(compiled, name)(subject, pos, endpos)) for name in ("match", "fullmatch", "search")]
    fields.append("|".join(show(m) for m in compiled.finditer(subject, pos, endpos)) or "x")
    line = []
    for i, field in enumerate(fields):
        line.append("=" if i and field == fields[i - 1] else field)
    return " ".join(line)


def escape(subject):
    codes = list(subject) if isinstance(subject, bytes) else [ord(ch) for ch in subject]
    out, i = [], 0
    while i < len(codes):
        j = i
        while j < len(codes) and codes[j] == codes[i]:
            j += 1
        plain = 33 <= codes[i] < 127 and codes[i] != ord("%")
        if j - i > 12:
            out.append(f"%{codes[i]:x}*{j - i};")
        elif plain:
            out.append(chr(codes[i]) * (j - i))
        else:
            out.append(f"%{codes[i]:x};" * (j - i))
        i = j
    text = "".join(out)
    for period in (2, 3, 4):
        unit = codes[:period]
        times = len(codes) // period
        if times > 100 and unit * times == codes[:period * times] and all(33 <= c < 127 and c != 37 for c in unit):
            rest = subject[period * times:]
            return f"%r{''.join(map(chr, unit))}*{times};" + escape(rest)
    return text


def width(subject):
    if isinstance(subject, bytes):
        return "b"
    top = max(map(ord, subject), default=0)
    return "1" if top < 256 else "2" if top < 0x10000 else "4"


def code_of(pattern, flags):
    import re._compiler as compiler
    made = {}

    class Catcher:
        MAGIC = compiler._sre.MAGIC

        def __getattr__(self, name):
            return getattr(real, name)

        def compile(self, pattern, flags, code, groups, groupindex, indexgroup):
            made["code"], made["groups"] = list(code), groups
            return real.compile(pattern, flags, code, groups, groupindex, indexgroup)
    real = compiler._sre
    compiler._sre = Catcher()
    try:
        compiled = compiler.compile(pattern, flags)
    finally:
        compiler._sre = real
    return compiled, made["code"], made["groups"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fuzz", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-fuzz", action="store_true")
    parser.add_argument("out", nargs="?", default=os.path.join(HERE, "panel.txt"))
    args = parser.parse_args()
    if not args.only_fuzz:
        from_test_re()
        written()
        pathological()
    fuzz(args.fuzz, args.seed)
    signal.signal(signal.SIGALRM, on_alarm)
    lines, chars, skipped, literals = [], set(range(128, 256)), 0, 0
    import warnings
    warnings.simplefilter("ignore")
    for (pattern, flags), subjects in cases.items():
        try:
            compiled, code, groups = code_of(pattern, flags)
        except Exception:
            continue
        if len(code) > MAX_CODE:
            continue
        # test_re tries every escape of every character: one in sixteen of those will do.
        if len(code) == 12 and code[2] == 3:
            literals += 1
            if literals % 16:
                continue
        block = []
        previous = None
        for subject, pos, endpos in subjects:
            if isinstance(subject, str) != isinstance(pattern, str):
                continue
            try:
                signal.setitimer(signal.ITIMER_REAL, 1)
                result = outcome(compiled, subject, pos, endpos)
                signal.setitimer(signal.ITIMER_REAL, 0)
            except (Timeout, MemoryError):
                skipped += 1
                continue
            if len(result) > 20000:
                skipped += 1
                continue
            if subject != previous or type(subject) is not type(previous):
                block.append(f"S{width(subject)}{escape(subject)}")
                previous = subject
            block.append(f"R{pos} {endpos} {result}")
            if isinstance(subject, str):
                chars.update(map(ord, set(subject)))
        if block:
            if isinstance(pattern, str):
                chars.update(map(ord, set(pattern)))
            comment = ascii(pattern)
            lines.append(f"P{groups} {words(code)} # {comment if len(comment) < 60 else comment[:57] + '...'} {flags}")
            lines += block
    # The folding of a character may lead to others, which sets are asked about.
    for ch in list(chars):
        for other in (chr(ch).lower(), chr(ch).upper()):
            chars.update(map(ord, other))
    facts = []
    import _sre
    for ch in sorted(c for c in chars if c > 127):
        s = chr(ch)
        bits = s.isalnum() | s.isdecimal() << 1 | s.isspace() << 2 | (len(f"a{s}b".splitlines()) > 1) << 3
        # The engine's upper case is the first character of the full mapping.
        upper = s.upper()[0]
        facts.append(f"C{ch:x} {bits} {_sre.unicode_tolower(ch):x} {ord(upper):x}")
    with open(args.out, "w", encoding="ascii") as file:
        file.write("\n".join(facts + lines) + "\n")
    print(f"{len(cases)} patterns, {sum(map(len, cases.values()))} subjects, {skipped} skipped, "
          f"{os.path.getsize(args.out)} bytes")


main()
