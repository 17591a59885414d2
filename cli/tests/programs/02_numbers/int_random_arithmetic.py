# Random operands of many sizes; each line is the digest of one operator at one size, and one sample.
state = 12345


def bits(n):
    global state
    out = 0
    for _ in range(n // 32 + 1):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        out = out << 32 | state >> 32
    return out & (1 << n) - 1


def number(size):
    n = bits(size)
    return -n if bits(1) else n


OPS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b if b else 0,
    "%": lambda a, b: a % b if b else 0,
    "/": lambda a, b: hash(a / b) if b else 0,
    "divmod": lambda a, b: sum(divmod(a, b)) if b else 0,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63),
    "compare": lambda a, b: (a < b) + 2 * (a == b) + 4 * (a > b) + 8 * (a <= b) + 16 * (a >= b) + 32 * (a != b),
    "pow": lambda a, b: pow(a, b & 7),
    "modular": lambda a, b: pow(a, b & 0xFFFF, 1000000007),
    "text": lambda a, b: int(str(a)) + int(hex(b), 16) + len(oct(a)) + len(bin(b)),
    "bytes": lambda a, b: int.from_bytes(a.to_bytes(a.bit_length() // 8 + 1, "little", signed=True), "little", signed=True) + abs(b).bit_count(),
    "float": lambda a, b: hash(float(a)) ^ hash(float(b)) ^ (a == float(a)) ^ (a < float(b)),
    "hash": lambda a, b: hash(a) ^ hash(b) * 3,
    "unary": lambda a, b: -a + ~b + abs(a) + a.bit_length() * b.bit_length(),
    "round": lambda a, b: round(a, -(b & 15)),
}
for name, op in OPS.items():
    for size in (8, 25, 33, 50, 52, 63, 65, 128, 400):
        digest = 0
        for i in range(40):
            a, b = number(size), number(bits(8) % size + 1)
            result = op(a, b)
            digest = (digest * 1000003 + result) % 2305843009213693951
            if i == 7:
                sample = a, b, result
        text = " ".join(map(str, sample))
        print(name, size, digest, text if len(text) < 120 else text[:120] + "...")
