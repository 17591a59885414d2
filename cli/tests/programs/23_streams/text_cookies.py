# TextIOWrapper: tell and seek at every character.
import _io as io
def t(f, *a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
# cookies
for enc in 'utf-8', 'latin-1', 'ascii':
    text = 'abc\ndef\r\nghi\rjkl\n' + ('h\xe9' if enc not in ('ascii',) else '') + ('\u20ac\n' if enc in ('utf-8','utf-16','utf-32','utf-8-sig','utf-7','cp1252') else '')
    b = io.BytesIO(text.encode(enc))
    for nl in None, '':
        w = io.TextIOWrapper(b, encoding=enc, newline=nl); w._CHUNK_SIZE = 5
        w.seek(0)
        marks = []
        while True:
            pos = w.tell()
            c = w.read(1)
            marks.append((pos, c))
            if not c: break
        rest = []
        for pos, c in marks:
            w.seek(pos); rest.append(w.read(1) == c)
        print(enc, repr(nl), all(rest), [m[0] for m in marks] if enc not in ('utf-16','utf-32','utf-7') else len(marks))
        w.seek(0, 2); t(w.tell); t(w.read)
        w.detach()
