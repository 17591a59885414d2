# Random signatures called at random: what binds, and what the errors say.
state = 11


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


def signature():
    names = list("abcdefgh")
    pos, both, kwo = rnd(3), rnd(3), rnd(3)
    first_default = rnd(pos + both + 1)
    parts = []
    for i in range(pos + both):
        parts.append(names.pop(0) + (f"={i * 10}" if i >= first_default else ""))
        if i == pos - 1:
            parts.append("/")
    if rnd(3) == 0:
        parts.append("*args")
    elif kwo:
        parts.append("*")
    for i in range(kwo):
        parts.append(names.pop(0) + (f"={i * 100}" if rnd(2) else ""))
    if parts and parts[-1] == "*":
        parts.pop()
    if rnd(3) == 0:
        parts.append("**kw")
    return ", ".join(parts)


def arguments():
    parts = [str(i) for i in range(rnd(5))]
    keys = []
    for _ in range(rnd(4)):
        k = "abcdefgz"[rnd(8)]
        if k not in keys:
            keys.append(k)
    form = rnd(4)
    if form == 0:
        parts += [f"{k}={i}" for i, k in enumerate(keys)]
    elif form == 1:
        parts = [f"*{[int(p) for p in parts]}"] + [f"{k}={i}" for i, k in enumerate(keys)]
    elif form == 2:
        parts.append(f"**{dict.fromkeys(keys, 9)}")
    else:
        parts = [f"*{[int(p) for p in parts]}", f"**{dict.fromkeys(keys, 8)}"]
    return ", ".join(parts)


for i in range(60):
    sig = signature()
    ns = {}
    names = [p.lstrip("*").partition("=")[0] for p in sig.split(", ") if p not in ("/", "*", "")]
    exec(f"def f({sig}): return {{{', '.join(f'{n!r}: {n}' for n in names)}}}", ns)
    print(f"f({sig})")
    for _ in range(6):
        args = arguments()
        try:
            result = eval(f"f({args})", ns)
        except TypeError as e:
            result = f"!! {e}"
        print(f"    ({args}) -> {result}")
