# Buffered streams over raw streams written in Python, and the abstract classes.
import _io as io
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
p=io.BufferedRWPair(io.BytesIO(b'abc'),io.BytesIO()); t(lambda: p.read(2)); t(lambda: p.write(b'x')); t(p.flush); t(p.close); t(lambda: p.closed)
class R(io._RawIOBase):
    def __init__(self,d): self.d=d
    def readable(self): return True
    def readinto(self,b):
        n=min(len(b),2,len(self.d)); b[:n]=self.d[:n]; self.d=self.d[n:]; return n
    def tell(self): return 0
    def seekable(self): return False
r=io.BufferedReader(R(b'hello\nworld')); t(r.readline); t(lambda: r.read(3)); t(lambda: r.read1(10)); t(r.read)
r=R(b'abc\ndef\nx'); t(r.readline); t(lambda: r.readlines()); t(lambda: R(b'abcde').read(3)); t(lambda: R(b'abcde').read())
t(lambda: io.BytesIO().fileno()); t(lambda: io.StringIO().fileno()); t(lambda: io.StringIO().detach())
