TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of
incredulity, it was the season of Light, it was the season of Darkness, it was the
spring of hope, it was the winter of despair."""

words = [w.strip(".,;").lower() for w in TEXT.split()]
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
for w, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:8]:
    print(f"{w:<12}{n:>3} {'*' * n}")
lengths = {}
for w in words:
    lengths.setdefault(len(w), set()).add(w)
for n in sorted(lengths):
    print(n, sorted(lengths[n]))
letters = {}
for c in TEXT.lower():
    if c.isalpha():
        letters[c] = letters.get(c, 0) + 1
total = sum(letters.values())
print(", ".join(f"{c}: {n / total:.1%}" for c, n in sorted(letters.items(), key=lambda p: -p[1])[:6]))
print(len(TEXT), len(words), len(counts), TEXT.count("\n"), max(words, key=len), min(counts, key=lambda w: (counts[w], -len(w), w)))
bigrams = {}
for a, b in zip(words, words[1:]):
    bigrams.setdefault(a, []).append(b)
print({k: v for k, v in bigrams.items() if len(set(v)) > 2})
state, out = 5, ["it"]
for _ in range(20):
    state = state * 16807 % 2147483647
    choices = bigrams.get(out[-1]) or ["it"]
    out.append(choices[state % len(choices)])
print(" ".join(out))
columns = ["name", "qty", "price"]
rows = [("widget", 3, 4.5), ("gadget", 12, 10.0), ("thing", 100, 0.333)]
widths = [max(len(str(x)) for x in col) for col in zip(columns, *rows)]
print(" | ".join(f"{c:^{w}}" for c, w in zip(columns, widths)))
print("-+-".join("-" * w for w in widths))
for row in rows:
    print(" | ".join(f"{x:>{w}}" if not isinstance(x, str) else f"{x:<{w}}" for x, w in zip(row, widths)))
csv = 'a,b,"c,d"\n1,"say ""hi""",3\n,,\n"multi\nline",x,y\n'


def parse_csv(text):
    rows, row, field, quoted, i = [], [], "", False, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '"' and text[i + 1 : i + 2] == '"':
                field += '"'
                i += 1
            elif c == '"':
                quoted = False
            else:
                field += c
        elif c == '"':
            quoted = True
        elif c == ",":
            row.append(field)
            field = ""
        elif c == "\n":
            rows.append(row + [field])
            row, field = [], ""
        else:
            field += c
        i += 1
    return rows


for row in parse_csv(csv):
    print(row)
template = "Dear {name}, you owe {amount:,.2f} {currency} since {days} day{s}."
for person in ({"name": "Ann", "amount": 1234.5, "currency": "EUR", "days": 1}, {"name": "Bob", "amount": 0.1, "currency": "¥", "days": 30}):
    print(template.format(**person, s="" if person["days"] == 1 else "s"))
morse = {"s": "...", "o": "---", "e": "."}
print(" ".join(morse.get(c, "?") for c in "soses"), "".join(sorted(set("hello world") - {" "})), "racecar" == "racecar"[::-1])
print(TEXT.title().swapcase()[:40], TEXT.partition(",")[0].replace("best", "BEST"), TEXT.split(",")[1].strip().capitalize())
