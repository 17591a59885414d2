# TextIOWrapper: newline modes, chunks of any size, decoding errors.
import _io as io
def t(f, *a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
data = 'h\xe9llo\r\nw\u20acrld\rx\U0001f600y\n\nlast'.encode('utf-8')
for nl in None, '', '\n', '\r', '\r\n':
    for chunk in 1, 2, 3, 7, 8192:
        w = io.TextIOWrapper(io.BytesIO(data), encoding='utf-8', newline=nl)
        w._CHUNK_SIZE = chunk
        lines = list(w); 
        w.seek(0)
        out = []
        while True:
            s = w.readline(3)
            if not s: break
            out.append(s)
        w.seek(0); whole = w.read()
        w.seek(0); parts = []
        while True:
            p = w.read(2)
            if not p: break
            parts.append(p)
        print(nl.__repr__(), chunk, lines, out, whole == ''.join(parts), w.newlines)
for bad in b'\xff', b'a\xc3', b'\xe2\x82', b'ok\n\xf0\x9f\x98':
    for errors in 'strict', 'replace', 'ignore', 'backslashreplace', 'surrogateescape':
        w = io.TextIOWrapper(io.BytesIO(bad), encoding='utf-8', errors=errors); t(w.read)
        w = io.TextIOWrapper(io.BytesIO(bad), encoding='utf-8', errors=errors); w._CHUNK_SIZE = 1; t(w.readline); t(w.readline)
