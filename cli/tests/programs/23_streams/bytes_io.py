# BytesIO: reading, writing, views, pickling, subclasses.
import _io as io
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
b=io.BytesIO(b'hello\nworld\nend')
t(lambda: b.readline()); t(lambda: b.tell()); t(lambda: b.read(3)); t(lambda: b.read()); t(lambda: b.seek(0)); t(lambda: list(b)); t(lambda: b.getvalue())
t(lambda: b.seek(20)); t(lambda: b.write(b'xyz')); t(lambda: b.getvalue()); t(lambda: b.truncate(4)); t(lambda: b.getvalue()); 
v=b.getbuffer(); v[0:1]=b'J'; t(lambda: b.getvalue()); t(lambda: b.write(b'aaaaaaaaaaaaaaaaaaaaaa')); t(lambda: v.obj.__class__); v.release(); t(lambda: b.write(b'q'))
t(lambda: b.close()); t(lambda: b.read()); t(lambda: b.closed)
t(lambda: io.BytesIO(b'abc').__getstate__()); x=io.BytesIO(); t(lambda: x.__setstate__((b'abc',2,{'a':5}))); t(lambda: (x.a,x.read(),x.getvalue()))
ba=bytearray(4); x=io.BytesIO(b'abcdef'); t(lambda: x.readinto(ba)); t(lambda: (ba, x.tell())); t(lambda: x.readlines()); t(lambda: x.writelines([b'a',b'b'])); t(lambda: x.getvalue())
class S(io.BytesIO):
    def close(self): print('close'); super().close()
s=S(b'abc'); del s
