# asyncio: tasks, groups, queues, timeouts, cancellation, locks, async generators and context managers, subprocesses, streams, executors.
# imports: warnings asyncio collections contextlib contextvars functools sys time concurrent.futures
# timeout: 60
import asyncio
import collections
import contextlib
import contextvars
import functools
import sys
import concurrent.futures

request = contextvars.ContextVar("request", default="none")


class Journal(list):
    def note(self, *words):
        self.append(" ".join(map(str, words)))

    def flush(self, title, ordered=True):
        print(f"-- {title}")
        for line in self if ordered else sorted(self):
            print("  ", line)
        self.clear()


journal = Journal()


class Pool:
    """An asynchronous context manager that lends a few connections."""

    def __init__(self, size):
        self.free = asyncio.Queue()
        for n in range(size):
            self.free.put_nowait(n)
        self.lent = 0

    @contextlib.asynccontextmanager
    async def connection(self):
        n = await self.free.get()
        self.lent += 1
        try:
            yield n
        finally:
            self.lent -= 1
            self.free.put_nowait(n)


async def producer(queue, name, count):
    for i in range(count):
        await queue.put((name, i))
        await asyncio.sleep(0)
    journal.note(name, "done")


async def consumer(queue, totals):
    while True:
        name, i = await queue.get()
        try:
            totals[name] += i
        finally:
            queue.task_done()


async def queues():
    queue, totals = asyncio.Queue(maxsize=2), collections.Counter()
    consumers = [asyncio.create_task(consumer(queue, totals), name=f"consumer-{i}") for i in range(2)]
    await asyncio.gather(*(producer(queue, n, c) for n, c in (("a", 3), ("b", 5), ("c", 1))))
    await queue.join()
    for task in consumers:
        task.cancel()
    results = await asyncio.gather(*consumers, return_exceptions=True)
    journal.note(sorted(totals.items()), [type(r).__name__ for r in results], [t.get_name() for t in consumers], queue)
    priority = asyncio.PriorityQueue()
    for item in (5, 1, 3):
        await priority.put(item)
    journal.note([priority.get_nowait() for _ in range(priority.qsize())], priority.empty())
    queue.shutdown()
    try:
        await queue.put(1)
    except asyncio.QueueShutDown as error:
        journal.note("shut down", repr(error))


async def fail_after(delay, error):
    await asyncio.sleep(delay)
    raise error


async def forever(name):
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError as error:
        journal.note(name, "cancelled", error.args)
        raise
    finally:
        journal.note(name, "cleaned up")


async def groups():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(forever("one"))
            group.create_task(fail_after(0.01, ValueError("first")))
            group.create_task(fail_after(0.01, KeyError("second")))
    except* ValueError as error:
        journal.note("values", error.exceptions)
    except* LookupError as error:
        journal.note("lookups", error.exceptions, error.message)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0, n * n)) for n in range(4)]
    journal.note([t.result() for t in tasks], tasks[0].done(), tasks[0].cancelled(), tasks[0].exception())


async def timeouts():
    try:
        async with asyncio.timeout(0.01):
            await forever("slow")
    except TimeoutError as error:
        journal.note("timed out", repr(error), type(error.__cause__).__name__)
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as error:
        journal.note("wait_for", repr(error))
    task = asyncio.create_task(forever("shielded"))
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.01)
    except TimeoutError:
        journal.note("shield kept it", task.done())
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        journal.note("task says", error.args, task.cancelled(), task.cancelling())
    done, waiting = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0, 5)], return_when=asyncio.FIRST_COMPLETED)
    journal.note(len(done), len(waiting), done.pop().result())
    for task in waiting:
        task.cancel()
    order = []
    for next_done in asyncio.as_completed([asyncio.sleep(0.03, "c"), asyncio.sleep(0.001, "a"), asyncio.sleep(0.015, "b")]):
        order.append(await next_done)
    journal.note(order)


async def countdown(n):
    try:
        while n:
            yield n
            n -= 1
            await asyncio.sleep(0)
    finally:
        journal.note("countdown closed at", n)


async def generators():
    journal.note([n async for n in countdown(3)], {n: n * n async for n in countdown(2) if n > 1})
    async with contextlib.aclosing(countdown(9)) as numbers:
        async for n in numbers:
            if n == 7:
                break
    numbers = countdown(5)
    journal.note(await anext(numbers), await anext(numbers), type(numbers).__name__)
    await numbers.aclose()
    journal.note(await anext(numbers, "none left"))
    try:
        await countdown(1).athrow(ValueError("thrown"))
    except ValueError as error:
        journal.note("athrow", error)

    async def echo():
        got = None
        while True:
            got = yield f"echo {got}"

    e = echo()
    journal.note(await e.asend(None), await e.asend("x"), await e.asend(5))
    await e.aclose()


async def locks():
    lock, semaphore, condition, barrier = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Condition(), asyncio.Barrier(3)
    inside = most = 0

    async def limited(n):
        nonlocal inside, most
        async with semaphore:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1
        async with lock:
            journal.note("worker", n, lock.locked())
        position = await barrier.wait()
        return position

    journal.note(sorted(await asyncio.gather(*(limited(n) for n in range(3)))), most)
    ready = []

    async def waiter():
        async with condition:
            await condition.wait_for(lambda: len(ready) == 2)
            return list(ready)

    waiting = asyncio.create_task(waiter())
    for x in "ab":
        async with condition:
            ready.append(x)
            condition.notify_all()
        await asyncio.sleep(0)
    journal.note(await waiting)
    pool = Pool(2)

    async def use(n):
        async with pool.connection() as c:
            await asyncio.sleep(0.001)
            return n, pool.lent <= 2, c in (0, 1)

    journal.note(await asyncio.gather(*(use(n) for n in range(5))), pool.lent)


async def handle(name):
    token = request.set(name)
    await asyncio.sleep(0)
    inner = await asyncio.create_task(child())
    request.reset(token)
    return inner, request.get()


async def child():
    return f"child of {request.get()}"


async def contexts():
    journal.note(await asyncio.gather(handle("r1"), handle("r2")), request.get())
    context = contextvars.copy_context()
    journal.note(context.run(lambda: (request.set("inside"), request.get())[1]), request.get(), context[request])
    loop = asyncio.get_running_loop()
    fired = loop.create_future()
    loop.call_later(0.01, fired.set_result, "later")
    loop.call_soon(journal.note, "soon")
    journal.note(await fired, fired.done())
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        journal.note(await loop.run_in_executor(pool, functools.partial(pow, 2, 100)), await asyncio.to_thread(request.get))
    try:
        fired.set_result(1)
    except asyncio.InvalidStateError as error:
        journal.note(type(error).__name__)


async def network():
    async def serve(reader, writer):
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for word in (b"hello\n", b"wor", b"ld\n"):
            writer.write(word)
        writer.write_eof()
        journal.note(await reader.readuntil(b"\n"), await reader.readexactly(3), await reader.read())
        writer.close()
        await writer.wait_closed()
    process = await asyncio.create_subprocess_exec("/bin/sh", "-c", "read x; echo got $x; echo bad >&2; exit 3", stdin=-1, stdout=-1, stderr=-1)
    out, err = await process.communicate(b"input\n")
    journal.note(out, err, process.returncode)


async def errors():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: journal.note("handler:", context["message"], repr(context.get("exception"))))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    task = asyncio.create_task(fail_after(0, RuntimeError("nobody looked")))
    await asyncio.sleep(0.01)
    del task
    try:
        await asyncio.gather(fail_after(0, ValueError("g")), asyncio.sleep(0))
    except ValueError as error:
        journal.note("gather", error)
    journal.note(await asyncio.gather(fail_after(0, ValueError("kept")), asyncio.sleep(0, 1), return_exceptions=True))
    for bad in (lambda: asyncio.run(asyncio.sleep(0)), lambda: asyncio.create_task(5), lambda: asyncio.timeout("x")):
        try:
            bad()
        except (RuntimeError, TypeError) as error:
            journal.note(type(error).__name__, str(error))
    try:
        await 5
    except TypeError as error:
        journal.note(error)


for f in (queues, groups, timeouts, generators, locks, contexts, network, errors):
    if f is errors:
        import warnings
        warnings.simplefilter("ignore")
    asyncio.run(f())
    journal.flush(f.__name__)
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, "first")), runner.run(asyncio.sleep(0, "second")))
try:
    asyncio.run(forever)
except (ValueError, TypeError) as error:
    print(type(error).__name__)
