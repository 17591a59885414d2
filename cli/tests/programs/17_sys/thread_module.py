def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import _thread, time, sys

lock = _thread.allocate_lock()
print(type(lock).__name__, lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
attempt(lock.release)
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -5)
attempt(lock.acquire, True, "x")
attempt(lock.acquire, timeout=1e20)
with lock:
    print("held", lock.locked())
print(lock.locked())
r = _thread.RLock()
print(type(r).__name__, r.acquire(), r.acquire(), r._is_owned(), r._recursion_count(), r.release(), r.release(), r._is_owned(), r.locked())
attempt(r.release)
with r, r:
    print("twice", r._recursion_count())
results = []
done = _thread.allocate_lock()


def worker(name, n, out):
    for i in range(n):
        out.append((name, i))
    done.release()


for name in "ab":
    done.acquire()
    ident = _thread.start_new_thread(worker, (name, 3, results))
    done.acquire()
    done.release()
    print(isinstance(ident, int))
print(results)


def kw(*args, **kwargs):
    results.append((args, kwargs))
    done.release()


done.acquire()
_thread.start_new_thread(kw, (1,), {"k": 2})
done.acquire()
done.release()
print(results[-1])
for args in ((), (5,), (len,), (len, 5), (len, (), 5), (len, (), {}, 1), (len, [])):
    attempt(_thread.start_new_thread, *args)
print(isinstance(_thread.get_ident(), int), _thread.get_ident() == _thread.get_ident(), isinstance(_thread.get_native_id(), int), isinstance(_thread._count(), int), _thread.TIMEOUT_MAX > 1e6, _thread.error is RuntimeError, _thread.LockType is type(lock), _thread.stack_size())
counter = 0
guard = _thread.allocate_lock()
finished = []


def bump():
    global counter
    for _ in range(1000):
        with guard:
            counter += 1
    finished.append(1)


for _ in range(4):
    _thread.start_new_thread(bump, ())
while len(finished) < 4:
    time.sleep(0.001)
print(counter)
hooked = []
sys.unraisablehook = lambda u: hooked.append((type(u.exc_value).__name__, u.exc_value.args, u.err_msg.partition(" at 0x")[0]))


def fails():
    raise ValueError("in thread")


_thread.start_new_thread(fails, ())
while not hooked:
    time.sleep(0.001)
print(hooked)


def exits():
    try:
        _thread.exit()
    finally:
        finished.append("exited")


n = len(finished)
_thread.start_new_thread(exits, ())
while len(finished) == n:
    time.sleep(0.001)
print(finished[-1])
try:
    _thread.exit()
except SystemExit as e:
    print("SystemExit", e.code)
local = _thread._local()
local.x = 1
seen = []


def reads():
    seen.append(hasattr(local, "x"))
    local.x = 2
    seen.append(local.x)


_thread.start_new_thread(reads, ())
while len(seen) < 2:
    time.sleep(0.001)
print(seen, local.x, local.__dict__)


class L(_thread._local):
    cls = "shared"

    def __init__(self, n):
        self.n = n
        seen.append(("init", n))


l = L(5)
_thread.start_new_thread(lambda: seen.append((l.n, l.cls)), ())
while len(seen) < 5:
    time.sleep(0.001)
print(seen[2:])
attempt(_thread._local, 1)
print(repr(lock).startswith("<unlocked _thread.lock object at"), repr(r).startswith("<unlocked _thread.RLock object owner=0 count=0 at"))
