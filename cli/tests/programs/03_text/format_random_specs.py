# Random format specifications for numbers and text: what they give, and what the errors say.
state = 17


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


def pick(options):
    return options[rnd(len(options))]


VALUES = [0, 7, -42, 123456789, 2**70, -(10**25), True, 0.0, -0.0, 3.14159, -2.5e10, 1e-7, 1e22, float("inf"), float("nan"), 2 + 3j, -1.5j, "text", "", "é€😀"]
for i in range(450):
    spec = pick(["", "", "", "<", ">", "^", "=", "*<", "é>", "0=", "x^"]) + pick(["", "", "", "+", "-", " "]) + pick(["", "", "", "", "z"]) + pick(["", "", "", "#"]) + pick(["", "", "", "0"]) + pick(["", "", "5", "12", "20"]) + pick(["", "", "", ",", "_"]) + pick(["", "", ".0", ".1", ".3", ".10"]) + pick(["", "", "", "d", "f", "e", "g", "G", "%", "x", "X", "o", "b", "c", "n", "s", "E", "F"])
    value = pick(VALUES)
    try:
        result = repr(format(value, spec))
    except Exception as e:
        result = f"!! {type(e).__name__}: {e}"
    print(f"{value!r:<28} {spec!r:<18} {result}")
for i in range(200):
    spec = "%" + pick(["", "", "-", "0", "+", " ", "#", "-0", "+0"]) + pick(["", "", "3", "8", "15"]) + pick(["", "", ".0", ".2", ".6", "."]) + pick("dixXofFeEgGsra")
    value = pick(VALUES)
    try:
        result = repr(spec % (value,))
    except Exception as e:
        result = f"!! {type(e).__name__}: {e}"
    print(f"{value!r:<28} {spec!r:<12} {result}")
