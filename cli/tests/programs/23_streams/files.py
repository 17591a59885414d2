# FileIO and the buffered classes over a file.
import _io as io
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
PATH = '/tmp/rpython-test-files'
f=io.FileIO(PATH,'w'); t(lambda: f); t(lambda: f.write(b'hello world\n'*3)); t(f.tell); t(lambda: f.seek(0)); t(f.read); t(f.close); t(lambda: f)
f=io.FileIO(PATH); t(f.read); t(lambda: f.seek(3)); t(lambda: f.read(4)); t(f.readline); t(f.readlines); t(lambda: f.write(b'')); t(lambda: f.mode); t(lambda: f.name); del f
r=io.BufferedReader(io.FileIO(PATH),8); t(lambda: r); t(lambda: r.peek()); t(r.readline); t(lambda: r.read(5)); t(r.tell); t(lambda: r.seek(2,1)); t(r.read); t(lambda: r.seek(0)); t(lambda: list(r)); t(r.close); t(r.read)
w=io.BufferedWriter(io.FileIO(PATH,'w'),8); t(lambda: w.write(b'abc')); t(lambda: w.write(b'defghijklmno')); t(w.tell); t(w.flush); t(lambda: w.seek(2)); t(lambda: w.write(b'XX')); del w
t(lambda: io.FileIO(PATH).readall())
w=io.BufferedRandom(io.FileIO(PATH,'r+'),8); t(lambda: w.read(3)); t(lambda: w.write(b'__')); t(lambda: w.read(2)); t(w.tell); t(lambda: w.seek(0)); t(w.read); t(lambda: w.truncate(5)); t(w.close)
t(lambda: io.FileIO(PATH).readall())
