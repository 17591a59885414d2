# Signals: handlers in the main thread between instructions, and what a program is told of them.
# imports: _signal os signal threading
import _signal, os, signal, threading, time


def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


show(lambda: _signal.signal(0, _signal.SIG_DFL))
show(lambda: _signal.signal(9, 0))
show(lambda: _signal.signal(10, 5))
show(lambda: _signal.getsignal(10))
show(lambda: _signal.getsignal(2))
show(lambda: _signal.getsignal(13))
show(lambda: _signal.strsignal(2))
show(lambda: _signal.set_wakeup_fd(99))
show(lambda: _signal.pthread_sigmask(0, [65]))
show(lambda: _signal.pthread_sigmask(0, [10, 12]))
os.kill(os.getpid(), 10)
show(_signal.sigpending)
show(lambda: _signal.sigwait([10]))
show(lambda: _signal.pthread_sigmask(1, [10, 12]))
show(lambda: _signal.sigtimedwait([10], 0))
show(lambda: _signal.setitimer(9, 1))
show(lambda: _signal.default_int_handler(1, None))
show(lambda: signal.raise_signal(signal.SIGINT))

seen = []
old = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append((number, frame.f_code.co_name)))
print(old)


def send():
    os.kill(os.getpid(), signal.SIGUSR1)


send()
print(seen)
thread = threading.Thread(target=send)
thread.start()
thread.join()
print(len(seen), threading.current_thread() is threading.main_thread())


def alarmed(number, frame):
    raise TimeoutError("alarm")


signal.signal(signal.SIGALRM, alarmed)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    time.sleep(10)
except TimeoutError as e:
    print("sleep", e)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
except TimeoutError as e:
    print("lock", e)
read, write = os.pipe()
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    os.read(read, 1)
except TimeoutError as e:
    print("read", e)
thread = threading.Thread(target=lambda: show(lambda: signal.signal(10, 0)))
thread.start()
thread.join()
child = os.fork()
if child == 0:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
