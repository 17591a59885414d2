# Threads, queues, locks, pools, subprocesses and signals working together, with results in a fixed order.
# imports: collections concurrent.futures contextlib os pathlib queue random signal subprocess sys tempfile threading time itertools
# timeout: 60
import collections
import concurrent.futures
import contextlib
import itertools
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.RLock()

    def move(self, other, amount):
        first, second = sorted((self, other), key=id)
        with first.lock, second.lock:
            if self.balance < amount:
                raise ValueError(f"{self.balance} < {amount}")
            self.balance -= amount
            other.balance += amount


def transfer(accounts, rounds):
    for i in range(rounds):
        a, b = accounts[i % 3], accounts[(i * 7 + 1) % 3]
        with contextlib.suppress(ValueError):
            a.move(b, i % 5)


accounts = [Account(100) for _ in range(3)]
threads = [threading.Thread(target=transfer, args=(accounts, 500), name=f"mover-{n}") for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sum(a.balance for a in accounts), [t.name for t in threads], any(t.is_alive() for t in threads), threading.main_thread().name)


class Pipeline:
    """Stages, each with workers of its own, joined by queues."""

    END = object()

    def __init__(self, *stages):
        self.queues = [queue.Queue(4) for _ in range(len(stages) + 1)]
        self.threads = []
        for n, (function, workers) in enumerate(stages):
            remaining = itertools.count(workers - 1, -1)
            for _ in range(workers):
                t = threading.Thread(target=self.run, args=(function, n, remaining), daemon=True)
                t.start()
                self.threads.append(t)

    def run(self, function, n, remaining):
        source, sink = self.queues[n], self.queues[n + 1]
        while (item := source.get()) is not self.END:
            number, value = item
            try:
                sink.put((number, function(value)))
            except Exception as error:
                sink.put((number, error))
        source.put(self.END)
        if next(remaining) == 0:
            sink.put(self.END)

    def __call__(self, values):
        def feed():
            for item in enumerate(values):
                self.queues[0].put(item)
            self.queues[0].put(self.END)

        threading.Thread(target=feed).start()
        results = {}
        while (item := self.queues[-1].get(timeout=20)) is not self.END:
            results[item[0]] = item[1]
        return [results[i] for i in sorted(results)]


def square(x):
    return x * x if not isinstance(x, Exception) else x


print(Pipeline((int, 2), (square, 3), (lambda x: str(x)[::-1], 1))(["3", "12", "x", "40"]))

local = threading.local()
barrier = threading.Barrier(3, action=lambda: print("all here"))
event, results = threading.Event(), {}


def visit(n):
    local.value = n
    barrier.wait()
    event.wait(5)
    results[n] = local.value


threads = [threading.Thread(target=visit, args=(n,)) for n in range(3)]
for t in threads:
    t.start()
time.sleep(0.01)
event.set()
for t in threads:
    t.join()
print(sorted(results.items()), hasattr(local, "value"), event.is_set(), barrier.n_waiting, barrier.broken)

condition, items = threading.Condition(), collections.deque()


def take(out):
    with condition:
        if not condition.wait_for(lambda: items, timeout=5):
            out.append("timeout")
        else:
            out.append(items.popleft())


taken = []
threads = [threading.Thread(target=take, args=(taken,)) for _ in range(3)]
for t in threads:
    t.start()
for x in range(3):
    with condition:
        items.append(x)
        condition.notify()
for t in threads:
    t.join()
print(sorted(taken))

semaphore = threading.BoundedSemaphore(1)
with semaphore:
    print(semaphore.acquire(blocking=False), semaphore.acquire(timeout=0.01))
try:
    semaphore.release()
except ValueError as error:
    print(error)
try:
    threading.Lock().release()
except RuntimeError as error:
    print(error)
try:
    threads[0].start()
except RuntimeError as error:
    print(error)
timer = threading.Timer(0.01, print, ["timer", "fired"], {"sep": "-"})
timer.start()
timer.join()
cancelled = threading.Timer(60, print)
cancelled.start()
cancelled.cancel()
cancelled.join(5)
print(cancelled.finished.is_set())

with concurrent.futures.ThreadPoolExecutor(max_workers=3, thread_name_prefix="pool") as pool:
    print(list(pool.map(lambda x, y: x**y, [2, 3, 4], [5, 2, 0])))
    futures = {pool.submit(divmod, 100, d): d for d in (7, 0, 3)}
    concurrent.futures.wait(futures)
    for f, d in futures.items():
        print(d, f.exception() or f.result(), f.done(), f.cancelled())
    f = pool.submit(time.sleep, 0.05)
    f.add_done_callback(lambda f: print("callback", f.result()))
    try:
        f.result(timeout=0.001)
    except TimeoutError as error:
        print("timeout", repr(error))
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)


def excepthook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = excepthook
t = threading.Thread(target=lambda: {}["missing"], name="bad")
t.start()
t.join()

with tempfile.TemporaryDirectory() as folder:
    script = pathlib.Path(folder, "child.py")
    script.write_text("import sys\nfor line in sys.stdin: print(len(line.rstrip()), line.upper(), end='')\nsys.exit(int(sys.argv[1]))\n")
    command = [sys.executable, "-I", "-S", str(script)]
    done = subprocess.run(command + ["0"], input="one\nthree\n", capture_output=True, text=True)
    print(done.returncode, done.stdout.splitlines(), done.stderr)
    try:
        subprocess.run(command + ["3"], input=b"", check=True, stdout=subprocess.PIPE)
    except subprocess.CalledProcessError as error:
        print(error.returncode, str(error).replace(folder, "…").rpartition("]")[2], error.stdout)
    with subprocess.Popen(["sort", "-r"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
        print(p.communicate("b\na\nc\n")[0].split(), p.poll())
    first = subprocess.Popen(["printf", r"x\ny\nx\n"], stdout=subprocess.PIPE)
    second = subprocess.run(["uniq", "-c"], stdin=first.stdout, capture_output=True, text=True)
    first.stdout.close()
    print(first.wait(), second.stdout.split())
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        sleeper.wait(timeout=0.02)
    except subprocess.TimeoutExpired as error:
        print(error)
    sleeper.terminate()
    print(sleeper.wait() == -signal.SIGTERM, sleeper.args)
    print(subprocess.check_output("echo $VALUE; exit 0", shell=True, env={"VALUE": "set"}), subprocess.getstatusoutput("echo out; exit 4"))
    try:
        subprocess.run(["/nonexistent/program"])
    except FileNotFoundError as error:
        print(error)

received = []
previous = signal.signal(signal.SIGUSR1, lambda number, frame: received.append((signal.Signals(number).name, frame.f_code.co_name)))
os.kill(os.getpid(), signal.SIGUSR1)
for _ in range(1000):
    if received:
        break
    time.sleep(0.001)
print(received, previous == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1).__name__)
signal.setitimer(signal.ITIMER_REAL, 0.02)
signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(InterruptedError("alarm")))
try:
    time.sleep(20)
except InterruptedError as error:
    print("interrupted by", error)
reader, writer = os.pipe()
if (pid := os.fork()) == 0:
    os.write(writer, b"from the child")
    os._exit(7)
os.close(writer)
with open(reader, "rb") as pipe:
    print(pipe.read(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
