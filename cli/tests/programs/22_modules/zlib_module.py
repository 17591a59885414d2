# Streams and checksums. Compressed bytes are an encoder's own affair: what is shown is what comes back.
# imports: zlib
import zlib


def show(f, *args, **options):
    try:
        result = f(*args, **options)
    except Exception as e:
        result = f"{type(e).__module__}.{type(e).__name__}: {e}"
    print(f.__name__, options or "", "->", ascii(result)[:120])
    return result


DATA = b"hello world " * 50
GOOD = b"x\x9c\xcbH\xcd\xc9\xc9W(\xcf/\xcaIQ\xc8\x18e\x8f\xb2\xa9\xc4\x06\x00\x86I\xe09"
for level in range(-3, 12):
    try:
        print(level, zlib.decompress(zlib.compress(DATA, level)) == DATA)
    except zlib.error as e:
        print(level, e)
for bits in range(-17, 50):
    for step in (lambda: zlib.compress(DATA, wbits=bits), lambda: zlib.decompress(zlib.compress(DATA, wbits=bits), wbits=bits)):
        try:
            print(bits, len(step()) > 0)
        except zlib.error as e:
            print(bits, e)
for bad in (b"", b"x", GOOD[:-3], GOOD[:-1] + b"x", b"abcdefgh", GOOD + b"junk", "x", b"\x78\x9c\x07\x00"):
    show(zlib.decompress, bad)
show(zlib.decompress, GOOD, bufsize=-1)
for options in (dict(level=10), dict(method=9), dict(wbits=99), dict(memLevel=0), dict(strategy=9), dict(zdict="x"), dict(level="x")):
    show(zlib.compressobj, **options)
show(zlib.decompressobj, wbits=99)
show(zlib.decompressobj, zdict=3)
c = zlib.compressobj()
parts = c.compress(DATA) + c.flush(zlib.Z_SYNC_FLUSH) + c.compress(b"a") + c.flush(zlib.Z_FULL_FLUSH) + c.flush(zlib.Z_NO_FLUSH) + c.flush()
print(zlib.decompress(parts) == DATA + b"a")
show(c.compress, b"x")
show(c.flush)
show(c.copy)
show(zlib.compressobj().flush, 99)
d = zlib.decompressobj()
print(d.decompress(GOOD + b"junk") == DATA, d.unused_data, d.unconsumed_tail, d.eof)
show(d.decompress, b"more")
print(d.unused_data, d.eof)
show(d.flush, 0)
d = zlib.decompressobj()
show(d.decompress, GOOD, 10)
show(d.decompress, d.unconsumed_tail, 5)
show(d.decompress, d.unconsumed_tail, -1)
print(len(d.decompress(d.unconsumed_tail)), d.eof)
d = zlib.decompressobj()
show(d.decompress, b"garbage!")
show(d.decompress, GOOD)
dictionary = b"hello world"
c = zlib.compressobj(zdict=dictionary)
packed = c.compress(b"hello world!") + c.flush()
show(zlib.decompress, packed)
show(zlib.decompressobj(zdict=dictionary).decompress, packed)
show(zlib.decompressobj(zdict=b"wrong").decompress, packed)
c = zlib.compressobj()
first = c.compress(b"abc")
e = c.copy()
print(zlib.decompress(first + c.compress(b"X") + c.flush()), zlib.decompress(first + e.compress(b"Y") + e.flush()))
d = zlib.decompressobj()
first = d.decompress(GOOD[:20])
e = d.copy()
print(first + d.decompress(GOOD[20:]) == DATA, first + e.decompress(GOOD[20:]) == DATA, e.eof)
show(zlib.adler32, b"abc")
show(zlib.adler32, b"abc", -1)
show(zlib.crc32, b"abc", 7)
show(zlib.crc32, "x")
q = zlib._ZlibDecompressor()
show(q.decompress, GOOD, 10)
print(q.needs_input, q.eof, q.unused_data)
print(len(q.decompress(b"", -1)), q.eof, q.needs_input)
show(q.decompress, b"x")
show(zlib._ZlibDecompressor, 99)
for strategy in range(5):
    for memory in (1, 9):
        for bits in (9, 15):
            c = zlib.compressobj(9, 8, bits, memory, strategy)
            print(strategy, memory, bits, zlib.decompress(c.compress(DATA) + c.flush(), bits) == DATA)
show(type(zlib.compressobj()))
