def run(rules, tape, state="start", blank="_", limit=10000):
    cells = dict(enumerate(tape))
    head = steps = 0
    while state != "halt" and steps < limit:
        symbol = cells.get(head, blank)
        try:
            write, move, state = rules[state, symbol]
        except KeyError:
            return "stuck in " + repr((state, symbol)), steps
        cells[head] = write
        head += {"R": 1, "L": -1, "N": 0}[move]
        steps += 1
    low, high = min(cells), max(cells)
    return "".join(cells.get(i, blank) for i in range(low, high + 1)).strip(blank), steps


increment = {
    ("start", "0"): ("0", "R", "start"),
    ("start", "1"): ("1", "R", "start"),
    ("start", "_"): ("_", "L", "carry"),
    ("carry", "1"): ("0", "L", "carry"),
    ("carry", "0"): ("1", "N", "halt"),
    ("carry", "_"): ("1", "N", "halt"),
}
for n in (0, 1, 5, 7, 255, 1023):
    out, steps = run(increment, f"{n:b}")
    print(n, out, int(out, 2) == n + 1, steps)
busy_beaver = {("start", "_"): ("1", "R", "b"), ("start", "1"): ("1", "L", "b"), ("b", "_"): ("1", "L", "start"), ("b", "1"): ("1", "R", "halt")}
print(run(busy_beaver, ""))
beaver4 = {("start", "_"): ("1", "R", "b"), ("start", "1"): ("1", "L", "b"), ("b", "_"): ("1", "L", "start"), ("b", "1"): ("_", "L", "c"), ("c", "_"): ("1", "R", "halt"), ("c", "1"): ("1", "L", "d"), ("d", "_"): ("1", "R", "d"), ("d", "1"): ("_", "R", "start")}
out, steps = run(beaver4, "")
print(out.count("1"), steps)
palindrome = {}
for c in "ab":
    palindrome |= {("start", c): ("_", "R", "have_" + c), ("start", "_"): ("Y", "N", "halt")}
    for d in "ab":
        palindrome["have_" + c, d] = d, "R", "have_" + c
    palindrome["have_" + c, "_"] = "_", "L", "match_" + c
    palindrome["match_" + c, c] = "_", "L", "back"
    palindrome["match_" + c, "_"] = "Y", "N", "halt"
    palindrome["match_" + c, "b" if c == "a" else "a"] = "N", "N", "halt"
    palindrome["back", c] = c, "L", "back"
palindrome["back", "_"] = "_", "R", "start"
for word in ("", "a", "ab", "aba", "abba", "abab", "aabbaa", "x"):
    out, steps = run(palindrome, word)
    print(repr(word), out[-1:] if "stuck" not in out else out, steps)
print(run({("start", "_"): ("1", "R", "start")}, "", limit=100))
def automaton(rule, width=61, rows=20):
    cells = [0] * width
    cells[width // 2] = 1
    for _ in range(rows):
        yield "".join(" #"[c] for c in cells).rstrip()
        cells = [rule >> (cells[i - 1] << 2 | cells[i] << 1 | cells[(i + 1) % width]) & 1 for i in range(width)]
for line in automaton(90):
    print(line)
print(sum(line.count("#") for line in automaton(30, rows=50)), sum(line.count("#") for line in automaton(110, rows=50)))
