# What asks for more memory than any machine has is an error, and nothing is lost by it.
HUGE = 10**17


class Long:
    def __iter__(self):
        return iter(())

    def __length_hint__(self):
        return HUGE

    def __index__(self):
        return HUGE


REQUESTS = [
    lambda: "x" * HUGE,
    lambda: "\xe9" * HUGE,
    lambda: "\U0001f600" * HUGE,
    lambda: b"x" * HUGE,
    lambda: bytearray(b"x") * HUGE,
    lambda: [0] * HUGE,
    lambda: (0,) * HUGE,
    lambda: bytes(HUGE),
    lambda: bytearray(HUGE),
    lambda: bytes(Long()),
    lambda: list(Long()),
    lambda: "%*d" % (HUGE, 3),
    lambda: "%.*f" % (HUGE, 3.0),
    lambda: format(3, f"{HUGE}d"),
    lambda: format(3.0, f".{HUGE}f"),
    lambda: format("x", f">{HUGE}"),
    lambda: format(1j, f"{HUGE}"),
    lambda: f"{1:{HUGE}}",
    lambda: "{:{}}".format(1, HUGE),
    lambda: "x".ljust(HUGE),
    lambda: "x".rjust(HUGE, "\u0100"),
    lambda: "x".center(HUGE),
    lambda: "x".zfill(HUGE),
    lambda: b"x".ljust(HUGE),
    lambda: b"x".zfill(HUGE),
    lambda: "\t".expandtabs(HUGE),
    lambda: (1).to_bytes(HUGE),
    lambda: 1 << HUGE,
    lambda: 1 << (HUGE * HUGE),
    lambda: len("a" * 10**6) and ("x" * 10**6).replace("x", "y" * 10**13),
    lambda: bytearray(b"x").__imul__(HUGE),
    lambda: [1].__imul__(HUGE),
]
for number, request in enumerate(REQUESTS):
    try:
        request()
    except (MemoryError, OverflowError, ValueError) as e:
        print(number, type(e).__name__, e)
    else:
        print(number, "is granted")
print("x" * 3, format(1.5, ".3f"), "a b c".split(), "é".encode(), int.from_bytes(b"ab"))
