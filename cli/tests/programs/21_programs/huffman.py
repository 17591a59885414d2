class Node:
    count = 0

    def __init__(self, weight, symbol=None, left=None, right=None):
        self.weight, self.symbol, self.left, self.right = weight, symbol, left, right
        self.order = Node.count
        Node.count += 1

    def __lt__(self, other):
        return (self.weight, self.order) < (other.weight, other.order)

    def codes(self, prefix=""):
        if self.symbol is not None:
            yield self.symbol, prefix or "0"
        else:
            yield from self.left.codes(prefix + "0")
            yield from self.right.codes(prefix + "1")


def tree(text):
    freq = {}
    for c in text:
        freq[c] = freq.get(c, 0) + 1
    nodes = sorted(Node(w, s) for s, w in sorted(freq.items()))
    while len(nodes) > 1:
        a, b, *nodes = nodes
        nodes.append(Node(a.weight + b.weight, None, a, b))
        nodes.sort()
    return nodes[0]


def encode(text, codes):
    bits = "".join(codes[c] for c in text)
    padding = -len(bits) % 8
    bits += "0" * padding
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)), padding


def decode(data, padding, root):
    bits = "".join(f"{b:08b}" for b in data)
    bits = bits[: len(bits) - padding]
    if root.symbol is not None:
        return root.symbol * len(bits)
    out, node = [], root
    for bit in bits:
        node = node.left if bit == "0" else node.right
        if node.symbol is not None:
            out.append(node.symbol)
            node = root
    return "".join(out)


for text in ("abracadabra", "aaaa", "the quick brown fox jumps over the lazy dog", "mississippi river", "é€😀é€é"):
    root = tree(text)
    codes = dict(root.codes())
    data, padding = encode(text, codes)
    print(repr(text), len(data), padding, data.hex(), decode(data, padding, root) == text)
    print("  ", dict(sorted(codes.items(), key=lambda p: (len(p[1]), p[1]))))


def lzw(text):
    table = {chr(i): i for i in range(256)}
    out, w = [], ""
    for c in text:
        if w + c in table:
            w += c
        else:
            out.append(table[w])
            table[w + c] = len(table)
            w = c
    return out + [table[w]]


def unlzw(codes):
    table = {i: chr(i) for i in range(256)}
    w = out = table[codes[0]]
    for k in codes[1:]:
        entry = table[k] if k in table else w + w[0]
        out += entry
        table[len(table)] = w + entry[0]
        w = entry
    return out


text = "TOBEORNOTTOBEORTOBEORNOT" * 3
codes = lzw(text)
print(codes, len(text), len(codes), unlzw(codes) == text)
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append(f"{j - i}{s[i]}")
        i = j
    return "".join(out)
x = "1"
for _ in range(8):
    x = rle(x)
print(x)
