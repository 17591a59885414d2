# Threads of the operating system under one token: locks, joining, thread-local data, reports.
# imports: threading _queue
import _thread, sys, threading, time
from _queue import SimpleQueue, Empty


def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


lock = _thread.allocate_lock()
show(lock.release)
show(lambda: lock.acquire(False, 3))
show(lambda: lock.acquire(True, -2))
show(lambda: lock.acquire(True, 1e20))
with lock:
    show(lock.locked)
    show(lambda: lock.acquire(True, 0.01))
    show(lambda: lock.acquire(False))
rlock = _thread.RLock()
show(rlock.release)
with rlock, rlock:
    show(rlock._recursion_count)
    saved = rlock._release_save()
    show(rlock.locked)
    rlock._acquire_restore(saved)
    show(rlock._is_owned)
handle = _thread._ThreadHandle()
show(handle.join)
show(lambda: _thread.start_new_thread(1, ()))
show(lambda: _thread.start_joinable_thread(show, handle=1))


class Local(_thread._local):
    kind = "class"

    def __init__(self, *args):
        self.args = args


local = Local(1, 2)
local.kind = "main"


def look():
    print(sorted(local.__dict__.items()), local.kind)
    local.kind = "other"


thread = threading.Thread(target=look, name="looker")
thread.start()
thread.join()
print(local.kind, thread.is_alive(), thread.name)

total = 0


def work():
    global total
    for i in range(20000):
        with lock:
            total += 1


threads = [threading.Thread(target=work) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total)

queue = SimpleQueue()
results = []


def consume():
    while (item := queue.get()) is not None:
        results.append(item * 2)


consumer = threading.Thread(target=consume)
consumer.start()
for i in range(100):
    queue.put(i)
queue.put(None)
consumer.join()
print(sum(results), len(results))
try:
    queue.get(timeout=0.01)
except Empty:
    print("empty")

condition = threading.Condition()
ready = []


def wait():
    with condition:
        while not ready:
            condition.wait()
        ready.append("seen")


waiter = threading.Thread(target=wait)
waiter.start()
with condition:
    ready.append("set")
    condition.notify()
waiter.join()
print(ready)

barrier = threading.Barrier(3)
order = []
crowd = [threading.Thread(target=lambda: order.append(barrier.wait())) for _ in range(3)]
for t in crowd:
    t.start()
for t in crowd:
    t.join()
print(sorted(order))


def hook(args):
    print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook
failing = threading.Thread(target=lambda: 1 / 0, name="failing")
failing.start()
failing.join()


def deep(n):
    return deep(n + 1)


def recurse():
    try:
        deep(0)
    except RecursionError as e:
        print("RecursionError", "maximum recursion depth" in str(e))


t = threading.Thread(target=recurse)
t.start()
t.join()
print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
spinning = [True]


def spin():
    n = 0
    while spinning[0]:
        n += 1


t = threading.Thread(target=spin)
t.start()
time.sleep(0.02)
spinning[0] = False
t.join()
print("hand-over")
event = threading.Event()
threading.Thread(target=lambda: event.wait(), daemon=True).start()
late = threading.Thread(target=lambda: (time.sleep(0.05), print("awaited at the end")))
late.start()
print("main ends")
