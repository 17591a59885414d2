# imports: io lzma os pickle tempfile
# Streams, filters and errors of lzma. The bytes compressed by another liblzma may differ; what they hold may not.
import io
import lzma
import os
import pickle
import tempfile

TEXT = b"".join(b"%d times %d is %d\n" % (i, i, i * i) for i in range(3000))


def tried(what, *args, **kwargs):
    try:
        print(what.__name__, "gives", repr(what(*args, **kwargs))[:100])
    except (lzma.LZMAError, TypeError, ValueError, OverflowError, EOFError, MemoryError) as e:
        print(what.__name__, type(e).__name__, e)


for name in "FORMAT_AUTO FORMAT_XZ FORMAT_ALONE FORMAT_RAW CHECK_NONE CHECK_CRC32 CHECK_CRC64 CHECK_SHA256 CHECK_ID_MAX".split():
    print(name, getattr(lzma, name))
for check in range(20):
    print(check, lzma.is_check_supported(check), end="; ")
print()

for format in lzma.FORMAT_XZ, lzma.FORMAT_ALONE:
    data = lzma.compress(TEXT, format=format, preset=1)
    print(format, len(data) < len(TEXT) // 3, lzma.decompress(data) == TEXT, lzma.decompress(data, format=format) == TEXT)
    tried(lzma.decompress, data[:-5])
    tried(lzma.decompress, data, memlimit=1000)
    tried(lzma.decompress, data, format=5)
for check in lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_CRC64, lzma.CHECK_SHA256:
    reader = lzma.LZMADecompressor()
    print(reader.check, reader.eof, reader.needs_input, reader.unused_data, end=" | ")
    out = reader.decompress(lzma.compress(TEXT, check=check) + b"beyond", max_length=100)
    print(out == TEXT[:100], reader.check == check, reader.eof, reader.needs_input, end=" | ")
    out += reader.decompress(b"")
    print(out == TEXT, reader.eof, reader.unused_data)
    tried(reader.decompress, b"")

chain = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 3, "dict_size": 1 << 16, "lc": 1}]
raw = lzma.compress(TEXT, lzma.FORMAT_RAW, filters=chain)
print(lzma.decompress(raw, lzma.FORMAT_RAW, filters=chain) == TEXT)
for made in chain + [{"id": lzma.FILTER_LZMA1, "lc": 2, "lp": 1, "pb": 0}, {"id": lzma.FILTER_X86}, {"id": lzma.FILTER_ARM, "start_offset": 16}]:
    properties = lzma._encode_filter_properties(made)
    print(made, properties, lzma._decode_filter_properties(made["id"], properties))

tried(lzma.compress, TEXT, preset=10)
tried(lzma.compress, TEXT, preset=1, filters=chain)
tried(lzma.compress, TEXT, lzma.FORMAT_RAW)
tried(lzma.compress, TEXT, filters=[{}])
tried(lzma.compress, TEXT, filters=[{"id": 99}])
tried(lzma.compress, TEXT, filters=[{"id": lzma.FILTER_LZMA2, "mode": "fast"}])
tried(lzma.compress, TEXT, filters=[{"id": lzma.FILTER_LZMA2, "what": 1}])
tried(lzma.compress, TEXT, filters=[{"id": lzma.FILTER_DELTA}] * 5)
tried(lzma.compress, TEXT, format=lzma.FORMAT_ALONE, check=lzma.CHECK_CRC32)
tried(lzma.compress, "text")
tried(lzma.decompress, b"not a stream at all")
tried(lzma.decompress, b"")
tried(lzma.LZMADecompressor, lzma.FORMAT_RAW)
tried(lzma.LZMADecompressor, lzma.FORMAT_XZ, filters=chain)
tried(pickle.dumps, lzma.LZMACompressor())

writer = lzma.LZMACompressor()
parts = writer.compress(TEXT[:5000]) + writer.compress(TEXT[5000:]) + writer.flush()
print(lzma.decompress(parts + b"\0" * 4 + lzma.compress(b"second")) == TEXT + b"second")
tried(writer.compress, b"more")
tried(writer.flush)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "numbers.xz")
    with lzma.open(path, "wt", encoding="ascii") as f:
        f.writelines(f"line {i}\n" for i in range(1000))
    with lzma.open(path, "at") as f:
        f.write("last\n")
    with lzma.open(path, "rt") as f:
        lines = f.readlines()
    print(len(lines), lines[0], lines[-1], end="")
    with lzma.LZMAFile(path) as f:
        f.seek(100)
        print(f.tell(), f.read(9), f.peek(3)[:3], f.seekable(), f.readable(), f.writable())
        f.seek(-5, 2)
        print(f.read(), f.read1())
tried(lzma.LZMAFile, io.BytesIO(), "rw")
tried(lzma.open, io.BytesIO(), "rbt")
