# TextIOWrapper: writing, error handlers, line buffering.
import _io as io
def t(f, *a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
# writing
for enc in 'utf-8', 'latin-1', 'ascii':
    for errors in 'strict', 'replace', 'ignore', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape':
        b = io.BytesIO(); w = io.TextIOWrapper(b, encoding=enc, errors=errors, newline='\r\n')
        t(w.write, 'abc\n'); t(w.write, 'h\xe9\n'); t(w.write, '\u20ac\udc80'); w.flush(); print(enc, errors, b.getvalue())
b = io.BytesIO(); w = io.TextIOWrapper(b, encoding='utf-8', line_buffering=True)
w.write('abc'); print(b.getvalue()); w.write('d\ne'); print(b.getvalue()); w.reconfigure(line_buffering=False); w.write('x\n'); print(b.getvalue()); w.flush(); print(b.getvalue())
w = io.TextIOWrapper(b, encoding='utf-8', write_through=True); w.write('z'); print(b.getvalue())
b = io.BytesIO(b'abc\ndef\n'); w = io.TextIOWrapper(b, encoding='utf-8'); print(w.readline(), w.tell()); w.seek(4); w.write('XX'); w.flush(); print(b.getvalue()); w.seek(0); print(w.read())
