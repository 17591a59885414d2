class Regex:
    """Backtracking over a parsed pattern: . * + ? {m,n} | ( ) [ ] ^ $ \\d \\w \\s and lazy forms."""

    def __init__(self, pattern):
        self.p, self.i, self.groups = pattern, 0, 0
        self.node = self.alt()
        if self.i < len(pattern):
            raise ValueError(f"unexpected {pattern[self.i]!r} at {self.i}")

    def peek(self):
        return self.p[self.i] if self.i < len(self.p) else ""

    def take(self):
        if self.i >= len(self.p):
            raise ValueError("pattern ends too early")
        self.i += 1
        return self.p[self.i - 1]

    def alt(self):
        branches = [self.seq()]
        while self.peek() == "|":
            self.take()
            branches.append(self.seq())
        return ("alt", branches) if len(branches) > 1 else branches[0]

    def seq(self):
        items = []
        while self.peek() and self.peek() not in "|)":
            items.append(self.repeat(self.atom()))
        return "seq", items

    def repeat(self, node):
        low, high = 1, 1
        match self.peek():
            case "*":
                low, high = 0, 10**9
            case "+":
                low, high = 1, 10**9
            case "?":
                low, high = 0, 1
            case "{":
                end = self.p.index("}", self.i)
                a, comma, b = self.p[self.i + 1 : end].partition(",")
                low = int(a)
                high = int(b) if b else 10**9 if comma else low
                self.i = end
            case _:
                return node
        self.take()
        lazy = self.peek() == "?"
        if lazy:
            self.take()
        return "rep", node, low, high, lazy

    def atom(self):
        match self.take():
            case "(":
                if self.p.startswith("?:", self.i):
                    self.i += 2
                    node = self.alt()
                else:
                    self.groups += 1
                    number = self.groups
                    node = "group", number, self.alt()
                if self.take() != ")":
                    raise ValueError("missing )")
                return node
            case ")":
                raise ValueError("unbalanced )")
            case "[":
                return self.charset()
            case ".":
                return "set", lambda c: c != "\n"
            case "^":
                return "start",
            case "$":
                return "end",
            case "\\":
                return self.escape(self.take())
            case c if c in "*+?{":
                raise ValueError(f"nothing to repeat at {self.i - 1}")
            case c:
                return "set", lambda x, c=c: x == c

    def escape(self, c):
        table = {"d": str.isdigit, "w": lambda x: x.isalnum() or x == "_", "s": str.isspace}
        if c in table:
            return "set", table[c]
        if c.lower() in table and c.isupper():
            return "set", lambda x, f=table[c.lower()]: not f(x)
        if c.isdigit():
            return "back", int(c)
        return "set", lambda x, c={"n": "\n", "t": "\t"}.get(c, c): x == c

    def charset(self):
        negate = self.peek() == "^" and bool(self.take())
        tests = []
        while (c := self.take()) != "]" or not tests:
            if c == "\\":
                tests.append(self.escape(self.take())[1])
            elif self.peek() == "-" and self.p[self.i + 1] != "]":
                self.take()
                tests.append(lambda x, a=c, b=self.take(): a <= x <= b)
            else:
                tests.append(lambda x, c=c: x == c)
        return "set", lambda x: any(t(x) for t in tests) != negate

    def m(self, node, s, i, groups, k):
        match node:
            case "set", test:
                return k(i + 1, groups) if i < len(s) and test(s[i]) else None
            case "seq", items:
                return self.seq_match(items, 0, s, i, groups, k)
            case "alt", branches:
                for b in branches:
                    if (r := self.m(b, s, i, groups, k)) is not None:
                        return r
            case "group", n, inner:
                return self.m(inner, s, i, groups, lambda j, g: k(j, g | {n: (i, j)}))
            case "rep", inner, low, high, lazy:
                return self.rep(inner, low, high, lazy, s, i, groups, k, 0)
            case "back", n:
                a, b = groups.get(n, (0, 0))
                return k(i + b - a, groups) if s.startswith(s[a:b], i) else None
            case ("start",):
                return k(i, groups) if i == 0 else None
            case ("end",):
                return k(i, groups) if i == len(s) else None

    def seq_match(self, items, at, s, i, groups, k):
        if at == len(items):
            return k(i, groups)
        return self.m(items[at], s, i, groups, lambda j, g: self.seq_match(items, at + 1, s, j, g, k))

    def rep(self, inner, low, high, lazy, s, i, groups, k, n):
        def more():
            if n < high:
                return self.m(inner, s, i, groups, lambda j, g: self.rep(inner, low, high, lazy, s, j, g, k, n + 1) if j > i or n < low else None)

        if n < low:
            return more()
        first, second = (lambda: k(i, groups), more) if lazy else (more, lambda: k(i, groups))
        r = first()
        return r if r is not None else second()

    def search(self, s):
        for start in range(len(s) + 1):
            r = self.m(self.node, s, start, {}, lambda j, g: (j, g))
            if r is not None:
                end, groups = r
                return s[start:end], [s[slice(*groups[n])] if n in groups else None for n in range(1, self.groups + 1)]


for pattern, *texts in ((r"a+b*", "aaabb", "b", "xaab"), (r"^(\w+)@(\w+)\.com$", "joe@site.com", "bad@x.org"), (r"(a|b)*c", "ababc", "c", "d"), (r"[^0-9]+", "abc123", "123"), (r"\d{2,3}", "1", "12", "1234"), (r"<.+>", "<a><b>"), (r"<.+?>", "<a><b>"), (r"(\w)\1", "hello", "abc"), (r"colou?r", "color", "colour"), (r"(?:ab)+(c)?", "ababc", "abab"), (r"^$", "", "x"), (r"[a-fA-F\d]+", "xyz BEEF99"), (r"\s*(\S+)\s*", "  word  "), (r"(a*)*b", "aaab", "c"), (r"x{0}y", "xy"), (r"é.😀", "aé€😀")):
    print(pattern, [Regex(pattern).search(t) for t in texts])
for bad in ("(", ")", "*a", "[a", "a{1", "a**", "(?:a", "\\"):
    try:
        print(bad, Regex(bad).search("a"))
    except ValueError as e:
        print(bad, "!!", e)
