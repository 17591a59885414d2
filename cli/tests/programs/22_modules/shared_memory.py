# Files as memory, and semaphores that a forked process shares.
# imports: _multiprocessing mmap os tempfile
import _multiprocessing
import mmap
import os
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"one\ntwo\nthree\n")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as m:
        print(len(m), m.readline(), m.tell(), m.find(b"t"), m.rfind(b"e"), m[4], m[-6:], m[::4])
        m[0:3] = b"ONE"
        m[4] = ord("T")
        m.move(8, 4, 3)
        m.seek(-2, os.SEEK_END)
        print(m.write(b"E."), m.size(), repr(m))
        m.flush()
        view = memoryview(m)
        try:
            m.close()
        except BufferError as e:
            print(e)
        print(view.readonly, bytes(view[:3]))
        view.release()
    print(m.closed, repr(m))
    file.seek(0)
    print(file.read())
    with mmap.mmap(file.fileno(), 4, access=mmap.ACCESS_READ, offset=0) as m:
        for change in (lambda: m.__setitem__(0, 1), lambda: m.write(b"x"), lambda: m.resize(9), lambda: m.write_byte(1)):
            try:
                change()
            except TypeError as e:
                print(e)
    for arguments in ((file.fileno(), 100), (file.fileno(), -1), (file.fileno(), 0, mmap.MAP_SHARED, mmap.PROT_READ, 77)):
        try:
            mmap.mmap(*arguments)
        except (ValueError, OverflowError) as e:
            print(type(e).__name__, e)

shared = mmap.mmap(-1, 16)
free = _multiprocessing.SemLock(1, 0, 1, f"/rpython-{os.getpid()}", True)
print(free.kind, free.maxvalue, free.name, free._is_zero(), free.acquire(False), free.acquire(timeout=0.01))
child = os.fork()
if child == 0:
    shared.write(b"from the child")
    free.release()
    os._exit(0)
print(free.acquire(timeout=10), free._count(), shared[:14], os.waitpid(child, 0)[1])
free.release()
try:
    free.release()
except ValueError as e:
    print(e)
mutex = _multiprocessing.SemLock(0, 1, 1, f"/rpython-{os.getpid()}", True)
with mutex:
    print(mutex.acquire(), mutex._count(), mutex._is_mine())
    mutex.release()
try:
    mutex.release()
except AssertionError as e:
    print(e)
