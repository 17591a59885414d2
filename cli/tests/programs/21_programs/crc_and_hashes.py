def crc_table(poly):
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ poly if i & 1 else i >> 1
        table.append(i)
    return table


TABLE = crc_table(0xEDB88320)


def crc32(data, crc=0):
    crc ^= 0xFFFFFFFF
    for b in data:
        crc = crc >> 8 ^ TABLE[(crc ^ b) & 255]
    return crc ^ 0xFFFFFFFF


def adler(data):
    a, b = 1, 0
    for x in data:
        a = (a + x) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def fnv(data):
    h = 0xCBF29CE484222325
    for x in data:
        h = (h ^ x) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def rol(x, n):
    return (x << n | x >> 32 - n) & 0xFFFFFFFF


def md5(data):
    s = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4
    import math

    k = [int(abs(math.sin(i + 1)) * 2**32) for i in range(64)]
    h = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    message = bytearray(data) + b"\x80"
    message += bytes(-(len(message) + 8) % 64) + (len(data) * 8 % 2**64).to_bytes(8, "little")
    for at in range(0, len(message), 64):
        m = [int.from_bytes(message[at + i : at + i + 4], "little") for i in range(0, 64, 4)]
        a, b, c, d = h
        for i in range(64):
            if i < 16:
                f, g = b & c | ~b & d, i
            elif i < 32:
                f, g = d & b | ~d & c, (5 * i + 1) % 16
            elif i < 48:
                f, g = b ^ c ^ d, (3 * i + 5) % 16
            else:
                f, g = c ^ (b | ~d & 0xFFFFFFFF), 7 * i % 16
            f = f + a + k[i] + m[g] & 0xFFFFFFFF
            a, d, c, b = d, c, b, (b + rol(f, s[i])) & 0xFFFFFFFF
        h = [x + y & 0xFFFFFFFF for x, y in zip(h, (a, b, c, d))]
    return b"".join(x.to_bytes(4, "little") for x in h).hex()


def sha1(data):
    h = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0]
    m = data + b"\x80"
    m += b"\0" * ((56 - len(m)) % 64) + (8 * len(data)).to_bytes(8)
    for at in range(0, len(m), 64):
        w = [int.from_bytes(m[i : i + 4]) for i in range(at, at + 64, 4)]
        for i in range(16, 80):
            w.append(rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1))
        a, b, c, d, e = h
        for i in range(80):
            f, k = ((b & c | ~b & d), 0x5A827999) if i < 20 else (b ^ c ^ d, 0x6ED9EBA1) if i < 40 else (b & c | b & d | c & d, 0x8F1BBCDC) if i < 60 else (b ^ c ^ d, 0xCA62C1D6)
            a, b, c, d, e = rol(a, 5) + (f & 0xFFFFFFFF) + e + k + w[i] & 0xFFFFFFFF, a, rol(b, 30), c, d
        h = [x + y & 0xFFFFFFFF for x, y in zip(h, (a, b, c, d, e))]
    return "".join(f"{x:08x}" for x in h)


B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64(data):
    out = []
    for i in range(0, len(data), 3):
        chunk = data[i : i + 3]
        n = int.from_bytes(chunk.ljust(3, b"\0"))
        out.append("".join(B64[n >> s & 63] for s in (18, 12, 6, 0))[: len(chunk) + 1].ljust(4, "="))
    return "".join(out)


def unb64(text):
    out = bytearray()
    for i in range(0, len(text), 4):
        n = sum(B64.index(c) << s for c, s in zip(text[i : i + 4].rstrip("="), (18, 12, 6, 0)))
        out += n.to_bytes(3)[: 3 - text[i : i + 4].count("=")]
    return bytes(out)


def rc4(key, data):
    s, j = list(range(256)), 0
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) % 256
        s[i], s[j] = s[j], s[i]
    out, i, j = bytearray(), 0, 0
    for b in data:
        i = (i + 1) % 256
        j = (j + s[i]) % 256
        s[i], s[j] = s[j], s[i]
        out.append(b ^ s[(s[i] + s[j]) % 256])
    return bytes(out)


for data in (b"", b"a", b"abc", b"message digest", bytes(range(256)), "é€😀".encode() * 20):
    print(len(data), f"{crc32(data):08x} {adler(data):08x} {fnv(data):016x}", md5(data), sha1(data), b64(data)[:24], unb64(b64(data)) == data, rc4(b"Key", data)[:6].hex(), rc4(b"k", rc4(b"k", data)) == data)
p, q, e = 2**61 - 1, 2**89 - 1, 65537
n, d = p * q, pow(e, -1, (p - 1) * (q - 1))
c = pow(123456789, e, n)
print(c, pow(c, d, n))
def twister(seed, n):
    mt = [seed]
    for i in range(1, 624):
        mt.append(1812433253 * (mt[-1] ^ mt[-1] >> 30) + i & 0xFFFFFFFF)
    out, at = [], 624
    for _ in range(n):
        if at == 624:
            for i in range(624):
                y = mt[i] & 0x80000000 | mt[(i + 1) % 624] & 0x7FFFFFFF
                mt[i] = mt[(i + 397) % 624] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
            at = 0
        y = mt[at]
        at += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        out.append(y ^ y >> 18)
    return out
print(twister(5489, 5), sum(twister(1, 2000)))
