# Text processing: log analysis, Markdown to HTML, word statistics, diffs, templates, wrapping, encodings, dates, numbers.
# imports: collections dataclasses datetime difflib enum functools html io itertools json re statistics string textwrap unicodedata bisect heapq pprint shlex configparser base64 hashlib fractions decimal
import base64
import bisect
import collections
import configparser
import datetime
import decimal
import difflib
import fractions
import functools
import hashlib
import heapq
import html
import io
import itertools
import json
import pprint
import re
import shlex
import statistics
import string
import textwrap
import unicodedata
from dataclasses import dataclass, field
from enum import Flag, IntEnum, StrEnum, auto

LOG = """\
2024-03-09T10:00:01Z web1 GET /index.html 200 1532 0.021
2024-03-09T10:00:02Z web2 GET /img/a.png 304 0 0.002
2024-03-09T10:00:07Z web1 POST /login 302 120 0.350
2024-03-09T10:01:15Z web1 GET /search?q=caf%C3%A9 200 9120 1.204
2024-03-09T10:01:16+01:00 web3 GET /index.html 500 88 0.900
broken line
2024-03-09T10:02:59Z web2 DELETE /item/42 403 64 0.011
2024-03-10T00:00:00Z web2 GET /index.html 200 1532 0.019
"""


class Level(IntEnum):
    OK = 2
    MOVED = 3
    CLIENT = 4
    SERVER = 5

    @classmethod
    def _missing_(cls, value):
        return cls(value // 100) if value >= 100 else None


class Method(StrEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last):
        return name

    GET = auto()
    POST = auto()
    DELETE = auto()


class Seen(Flag):
    SLOW = auto()
    BIG = auto()
    FAILED = auto()
    BAD = SLOW | FAILED


@dataclass(order=True, kw_only=True)
class Entry:
    when: datetime.datetime
    host: str = field(compare=False)
    method: Method = field(compare=False)
    path: str
    status: int
    size: int = field(repr=False)
    seconds: float = field(repr=False, default=0.0)
    seen: Seen = field(init=False, compare=False, default=Seen(0))

    def __post_init__(self):
        self.seen |= Seen.SLOW if self.seconds > 0.5 else Seen(0)
        self.seen |= Seen.BIG if self.size > 5000 else Seen(0)
        self.seen |= Seen.FAILED if Level(self.status) is Level.SERVER else Seen(0)


LINE = re.compile(r"(?P<when>\S+) (?P<host>\w+) (?P<method>[A-Z]+) (?P<path>\S+) (?P<status>\d{3}) (?P<size>\d+) (?P<seconds>[\d.]+)")


def parse(lines):
    for number, line in enumerate(lines, 1):
        if not (m := LINE.fullmatch(line.rstrip())):
            print(f"line {number} skipped: {line.rstrip()!r}")
            continue
        d = m.groupdict()
        yield Entry(when=datetime.datetime.fromisoformat(d["when"]), host=d["host"], method=Method(d["method"]), path=d["path"],
                    status=int(d["status"]), size=int(d["size"]), seconds=float(d["seconds"]))


entries = sorted(parse(io.StringIO(LOG)))
for e in entries:
    print(e)
by_host = collections.defaultdict(list)
for e in entries:
    by_host[e.host].append(e.seconds)
for host, times in sorted(by_host.items()):
    print(f"{host}: n={len(times)} mean={statistics.fmean(times):.3f} median={statistics.median(times):g} max={max(times)!r}", statistics.pstdev(times) > 0)
print(collections.Counter(e.path.partition("?")[0] for e in entries).most_common(2), collections.Counter(Level(e.status).name for e in entries))
print({k.strftime("%H:%M"): [e.status for e in g] for k, g in itertools.groupby(entries, key=lambda e: e.when.replace(second=0, tzinfo=None))})
print([e.seen for e in entries if e.seen], Seen.BAD in entries[0].seen, ~Seen.SLOW, Seen(6), list(Seen.BAD), Level(404), f"{Method.GET} {Method.GET!r} {Level.OK:>5}", repr(Level(503)))
print(heapq.nlargest(2, entries, key=lambda e: e.seconds)[0].path, bisect.bisect([e.when for e in entries], entries[3].when), entries[-1].when - entries[0].when)
try:
    Level(7)
except ValueError as error:
    print(error)

MARKDOWN = """\
# Title & more

Some *emphasis*, **strong** and `code <b>` in a
paragraph with a [link](http://x.y/?a=1&b=2).

- one
- two
  still two
1. first
2. second

> quoted
> lines

```python
if a < b:
    print("x")
```
---
Last.
"""


def inline(text):
    text = html.escape(text, quote=False)
    for pattern, replacement in ((r"`(.+?)`", r"<code>\1</code>"), (r"\*\*(.+?)\*\*", r"<strong>\1</strong>"), (r"\*(.+?)\*", r"<em>\1</em>"),
                                 (r"\[(?P<t>[^]]*)\]\((?P<u>[^)]*)\)", lambda m: f'<a href="{m["u"]}">{m["t"]}</a>')):
        text = re.sub(pattern, replacement, text)
    return text


def markdown(source):
    blocks = re.split(r"\n{2,}|\n(?=(?:- |\d+\. |> |```|---))|(?<=```)\n(?=-)", source.strip())
    for kind, group in itertools.groupby(blocks, key=lambda b: next((k for k, p in (("ul", "- "), ("ol", "1234567890"), ("blockquote", "> ")) if b.startswith(tuple(p) if p.isdigit() else p)), "")):
        group = list(group)
        if kind in ("ul", "ol"):
            yield f"<{kind}>" + "".join(f"<li>{inline(' '.join(b.split()[1:]))}</li>" for b in group) + f"</{kind}>"
        elif kind:
            yield f"<{kind}>" + inline(" ".join(b.removeprefix("> ") for b in group)) + f"</{kind}>"
        else:
            for b in group:
                if m := re.match(r"(#{1,6})\s+(.*)", b):
                    yield f"<h{len(m[1])}>{inline(m[2])}</h{len(m[1])}>"
                elif b.startswith("```"):
                    yield f"<pre>{html.escape(b.strip('`'))}</pre>"
                elif b.startswith("---"):
                    yield "<hr>" + b[3:].strip()
                else:
                    yield f"<p>{inline(b)}</p>"


page = list(markdown(MARKDOWN))
print(*page, sep="\n")
other = [line.replace("one", "ONE") for line in page[:-1]] + ["<p>extra</p>"]
print(*difflib.unified_diff(page, other, "before", "after", lineterm="", n=0), sep="\n")
print(*difflib.ndiff(["one\n", "two\n", "three\n"], ["ore\n", "tree\n", "emu\n"]), sep="", end="")
print(round(difflib.SequenceMatcher(None, "private", "practical").ratio(), 4), difflib.get_close_matches("appel", ["ape", "apple", "peach"]))

TEXT = "Der Fluß fließt; naïve cafés — déjà vu! İstanbul ǅungla, ﬁn. 北京 ok? Don't stop: re-do it's 3.14."
words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", TEXT)
print(len(words), words, [w.casefold() for w in words][:4], [w.title() for w in words[-4:]], TEXT.swapcase()[:20])
plain = "".join(c for c in unicodedata.normalize("NFKD", TEXT) if not unicodedata.combining(c))
print(plain, plain.encode("ascii", "xmlcharrefreplace"), plain.encode("ascii", "backslashreplace")[-60:], TEXT.translate({ord(c): None for c in string.punctuation})[:30])
print(textwrap.fill(TEXT, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.dedent("\n    a\n      b\n\n    c"), textwrap.indent("x\n\ny", "> "), sep="|")
print(shlex.split("cp 'a b' \"c\\\"d\" e\\ f # no", comments=True), shlex.join(["a b", "c'd", "$x"]), string.capwords("the quick-brown fox"), string.Template("$a ${b}c $$").safe_substitute(a=1))
config = configparser.ConfigParser()
config.read_string("[DEFAULT]\nroot = /srv\n[web]\nport: 80\npath = %(root)s/www\nflags =\n  a\n  b\non = yes\n; c\n")
print(config.sections(), dict(config["web"]), config.getint("web", "port"), config["web"].getboolean("on"), config.get("web", "none", fallback="?"))
out = io.StringIO()
config.write(out)
print(repr(out.getvalue()))
pprint.pprint({"entries": [{"id": i, "tags": {"x" * i} if i < 2 else None, "name": "n" * i * 9} for i in range(4)], "nested": {"deep": [[list(range(25))]]}}, width=70, compact=True)
print(json.dumps({"a": [1, 2.5, None, True, "é\u2028\ud83d\ude00"], "b": {}}, indent=1), json.loads('{"x": [1e5, -0, "\\u00e9"], "x": NaN}'))
try:
    json.loads('{"a": 1,\n "b": tru}')
except json.JSONDecodeError as error:
    print(error, error.pos, error.lineno)
print(base64.b64encode(hashlib.sha256(TEXT.encode()).digest())[:16], base64.b85encode(b"bytes"), hashlib.md5(b"").hexdigest()[:8])
print(fractions.Fraction("3.125"), fractions.Fraction(1, 3) + 2, decimal.Decimal("1") / 7, decimal.Decimal("1e3").normalize(), f"{decimal.Decimal('1234.5'):,.2f}", f"{fractions.Fraction(22, 7):.4f}")
print(functools.reduce(lambda a, w: a | {w[0].upper(): a.get(w[0].upper(), 0) + 1}, words, {}))
for value, spec in ((1234567.891, ",.1f"), (0.000123, ".2e"), (255, "#_b"), (-5, "+06d"), (3.0, "g"), (12345678, "_"), (0.5, ".0%"), ("é", "*^7"), (1e22, ""), (float("inf"), "08.2f"), (2**70, ",x"), (True, "d"), (1 + 2j, ".1f")):
    try:
        print(f"{spec!r}:{value:{spec}}|", end=" ")
    except ValueError as error:
        print(f"{spec!r}: {error}", end=" ")
print()
