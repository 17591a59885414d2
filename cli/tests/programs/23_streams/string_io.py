# StringIO and IncrementalNewlineDecoder.
import _io as io
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
s=io.StringIO('a\r\nb\nc\r',newline=None); t(lambda: s.read()); t(lambda: s.newlines)
s=io.StringIO('a\r\nb\nc\r',newline=''); t(lambda: list(s)); t(lambda: s.newlines)
s=io.StringIO('a\nb\n',newline='\r\n'); t(lambda: s.getvalue()); t(lambda: list(s))
s=io.StringIO(); s.write('abc\u1234'); s.seek(1); s.write('\U00010000'); t(lambda: s.getvalue()); t(lambda: s.__getstate__()); s.seek(10); s.write('z'); t(s.getvalue); t(lambda: s.truncate(2)); t(s.getvalue)
d=io.IncrementalNewlineDecoder(None,True); t(lambda: d.decode('a\r')); t(d.getstate); t(lambda: d.decode('\nb\rc\n')); t(lambda: d.newlines); t(lambda: d.decode('',True))
