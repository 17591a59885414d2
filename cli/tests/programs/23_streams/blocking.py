# Buffered and text streams over raw streams that block, fail or answer wrongly.
import _io as io
def t(f, *a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
class Raw(io._RawIOBase):
    def __init__(self, chunks): self.chunks = list(chunks); self.out = []
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return False
    def readinto(self, b):
        if not self.chunks: return 0
        c = self.chunks.pop(0)
        if c is None: return None
        b[:len(c)] = c; return len(c)
    def write(self, b):
        b = bytes(b)[:5]; self.out.append(b); return len(b)
r = io.BufferedReader(Raw([b'abc', b'd', None, b'efg', b'', b'hij'])); t(r.read, 2); t(r.read, 4); t(r.read, 3); t(r.read); t(r.read); t(r.peek)
r = io.BufferedReader(Raw([b'abc', b'd', b'ef\ng', b'', b'hij'])); t(r.read1, 2); t(r.read1); t(r.readline); x = bytearray(5); t(r.readinto, x); print(x); t(r.readinto1, x); print(x)
raw = Raw([]); w = io.BufferedWriter(raw, 8); t(w.write, b'abc'); t(w.write, b'defghijklmnopqrstuvwxyz'); t(w.flush); print(raw.out)
class Block(Raw):
    def write(self, b): return None
raw = Block([]); w = io.BufferedWriter(raw, 8); t(w.write, b'abc'); t(w.write, b'defghij'); t(w.write, b'k')
try: w.write(b'0123456789')
except BlockingIOError as e: print(e, e.characters_written, e.errno)
t(w.flush); raw.write = lambda b: len(b); t(w.flush)
r = io.TextIOWrapper(io.BufferedReader(Raw([b'abc\n', b'd', None, b'efg\n'])), encoding='ascii'); t(r.readline); t(r.read, 1); t(r.readline)
class Bad(Raw):
    def readinto(self, b): return 'x'
t(io.BufferedReader(Bad([])).read, 5)
class Odd(io._BufferedIOBase):
    def read(self, n=-1): return 'text'
    def readable(self): return True
    def writable(self): return False
    def seekable(self): return False
t(io.TextIOWrapper(Odd(), encoding='ascii').read); t(io.TextIOWrapper(Odd(), encoding='ascii').read, 1); t(Odd().readinto, bytearray(3)); t(io.TextIOWrapper(Odd(), encoding='ascii').write, 'x')
print(io.IncrementalNewlineDecoder.__init__.__doc__ is not None)
