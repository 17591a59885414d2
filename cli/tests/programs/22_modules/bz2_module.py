# imports: bz2 lzma pickle
# Objects of bz2, and what those of lzma have in common with them.
import bz2
import lzma
import pickle

TEXT = b"".join(b"%d times %d is %d\n" % (i, i, i * i) for i in range(20000))


def tried(what, *args, **kwargs):
    try:
        made = what(*args, **kwargs)
        print("gives", len(made) if isinstance(made, bytes) else made)
    except Exception as e:
        print(type(e).__name__, e)


for level in 1, 9:
    data = bz2.compress(TEXT, level)
    print(len(data) < len(TEXT) // 3, bz2.decompress(data) == TEXT, bz2.decompress(data * 2) == TEXT * 2)
for level in 0, 10, 1.5, 2**40:
    tried(bz2.BZ2Compressor, level)

for module, compressor, decompressor in (
    (bz2, bz2.BZ2Compressor, bz2.BZ2Decompressor),
    (lzma, lzma.LZMACompressor, lzma.LZMADecompressor),
):
    print(compressor.__name__, decompressor.__name__)
    c = compressor()
    pieces = [c.compress(TEXT[i:i + 1000]) for i in range(0, len(TEXT), 1000)]
    data = b"".join(pieces) + c.flush()
    print(module.decompress(data) == TEXT)
    tried(c.compress, b"x")
    tried(c.flush)
    tried(c.compress, 1)

    print("- room")
    d = decompressor()
    print(len(d.decompress(data, 10)), d.needs_input, d.eof)
    print(len(d.decompress(b"", len(TEXT) - 10)), d.needs_input, d.eof, d.unused_data)
    tried(d.decompress, b"more")
    tried(d.decompress, 1)
    d = decompressor()
    print(d.decompress(data + b"rest") == TEXT, d.needs_input, d.eof, d.unused_data)

    print("- pieces")
    d = decompressor()
    out = b""
    for i in range(0, len(data), 7):
        out += d.decompress(data[i:i + 7])
    print(out == TEXT, d.eof)

    print("- failures")
    d = decompressor()
    for bad in b"no stream of any kind", b"", data:
        tried(d.decompress, bad)
        print(d.needs_input, d.eof, d.unused_data)
    d = decompressor()
    print(d.decompress(data[:30], 0))
    for _ in range(3):
        tried(d.decompress, b"garbage" * 50)
        print(d.needs_input, d.eof, d.unused_data)

    print("- classes")
    for class_ in compressor, decompressor:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            tried(pickle.dumps, class_(), protocol)
        tried(class_().__reduce__)
        tried(type, "Subclass", (class_,), {})
        tried(class_, 1, 2, 3, 4, 5)
        tried(class_, nonsense=1)
        tried(class_, 1, nonsense=1)
