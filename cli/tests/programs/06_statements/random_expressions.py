# Random expressions over small values, compiled and run: values and errors.
state = 21


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


ATOMS = ["0", "1", "-1", "2", "7", "True", "None", "1.5", "-0.0", "'a'", "'abc'", "''", "b'x'", "[]", "[1, 2]", "()", "(1,)", "{}", "{1: 2}", "{3}", "x", "y", "f", "2**40", "10**20", "1j"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<", "<=", "==", "!=", ">", "in", "not in", "is", "and", "or"]


def expression(depth):
    if depth == 0 or rnd(6) == 0:
        return ATOMS[rnd(len(ATOMS))]
    sub = lambda: expression(depth - 1)
    match rnd(14):
        case 0 | 1 | 2 | 3 | 4 | 5:
            return f"({sub()} {BINARY[rnd(len(BINARY))]} {sub()})"
        case 6:
            return f"({['-', '+', '~', 'not '][rnd(4)]}{sub()})"
        case 7:
            return f"({sub()} if {sub()} else {sub()})"
        case 8:
            return f"[{sub()}, {sub()}]"
        case 9:
            return f"({sub()})[{sub()}]"
        case 10:
            return f"f({sub()})"
        case 11:
            return f"[z for z in {sub()} if {sub()}]"
        case 12:
            return f"(lambda v: {sub()})({sub()})"
        case 13:
            return f"({sub()} < {sub()} <= {sub()})"


import sys

sys.stderr = type("Quiet", (), {"write": lambda s, t: None, "flush": lambda s: None})()
ok = bad = 0
for i in range(500):
    source = expression(3)
    if source.count("**") > 1 or "2**40" in source and ("**" in source.replace("2**40", "") or "*" in source.replace("**", "")) or "10**20" in source and "*" in source.replace("10**20", ""):
        continue
    try:
        result = repr(eval(source, {"x": 5, "y": [3, 4], "f": lambda v: (v, v)}))
        ok += 1
        if " at 0x" in result:
            result = "a function"
    except Exception as e:
        result = f"!! {type(e).__name__}: {e}"
        bad += 1
    print(source, "->", result[:200])
print(ok, bad)
