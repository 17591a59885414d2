class Future:
    def __init__(self, name):
        self.name, self.done, self.value, self.error, self.waiters = name, False, None, None, []

    def __await__(self):
        if not self.done:
            yield self
        if self.error:
            raise self.error
        return self.value

    def set(self, value):
        self.done, self.value = True, value
        for task in self.waiters:
            loop.ready.append(task)

    def fail(self, error):
        self.done, self.error = True, error
        loop.ready.extend(self.waiters)


class Task(Future):
    def __init__(self, coro, name):
        super().__init__(name)
        self.coro = coro
        self.cancelled = False
        loop.ready.append(self)

    def step(self):
        try:
            if self.cancelled:
                self.cancelled = False
                waiting = self.coro.throw(Cancelled())
            else:
                waiting = self.coro.send(None)
        except StopIteration as e:
            self.set(e.value)
        except Exception as e:
            self.fail(e)
        else:
            if waiting is None:
                loop.ready.append(self)
            else:
                waiting.waiters.append(self)

    def cancel(self):
        self.cancelled = True
        loop.ready.append(self)


class Cancelled(Exception):
    pass


class Loop:
    def __init__(self):
        self.ready, self.timers, self.now, self.seq = [], [], 0, 0

    def call_at(self, when, future):
        self.seq += 1
        self.timers.append((when, self.seq, future))
        self.timers.sort(key=lambda t: t[:2])

    def run(self, coro):
        main = Task(coro, "main")
        while not main.done:
            if self.ready:
                self.ready.pop(0).step()
            elif self.timers:
                when, _, future = self.timers.pop(0)
                self.now = when
                future.set(when)
            else:
                raise RuntimeError("deadlock")
        if main.error:
            raise main.error
        return main.value


loop = Loop()


class Yield:
    def __await__(self):
        yield None


async def sleep(t, value=None):
    f = Future(f"sleep {t}")
    loop.call_at(loop.now + t, f)
    await f
    return value


async def gather(*coros):
    tasks = [Task(c, f"t{i}") for i, c in enumerate(coros)]
    return [await t for t in tasks]


class Queue:
    def __init__(self):
        self.items, self.getters = [], []

    async def put(self, item):
        self.items.append(item)
        if self.getters:
            self.getters.pop(0).set(None)
        await Yield()

    async def get(self):
        while not self.items:
            f = Future("get")
            self.getters.append(f)
            await f
        return self.items.pop(0)


class Lock:
    def __init__(self):
        self.locked, self.waiting = False, []

    async def __aenter__(self):
        while self.locked:
            f = Future("lock")
            self.waiting.append(f)
            await f
        self.locked = True

    async def __aexit__(self, *args):
        self.locked = False
        if self.waiting:
            self.waiting.pop(0).set(None)


async def worker(name, delay, n):
    for i in range(n):
        await sleep(delay)
        print(f"{loop.now:4} {name} {i}")
    return name


async def producer(q):
    for i in range(4):
        await sleep(2)
        await q.put(i)
    await q.put(None)


async def consumer(q):
    got = []
    while (item := await q.get()) is not None:
        got.append((loop.now, item))
    return got


async def critical(lock, name, log):
    async with lock:
        log.append(f"{name} in")
        await sleep(1)
        log.append(f"{name} out")


async def fails():
    await sleep(1)
    raise ValueError("task failed")


async def ticks(n):
    for i in range(n):
        await sleep(1)
        yield loop.now, i


async def main():
    print(await gather(worker("a", 3, 3), worker("b", 2, 4), worker("c", 7, 1)))
    q = Queue()
    print(await gather(producer(q), consumer(q)))
    lock, log = Lock(), []
    await gather(*(critical(lock, n, log) for n in "xyz"))
    print(log)
    try:
        await gather(fails(), sleep(5))
    except ValueError as e:
        print("caught", e)
    t = Task(worker("cancelled", 10, 5), "c")
    await sleep(15)
    t.cancel()
    try:
        await t
    except Cancelled:
        print("cancelled at", loop.now)
    print([x async for x in ticks(3)])
    async for when, i in ticks(5):
        if i == 1:
            break
    return "finished", await sleep(1, "value")


print(loop.run(main()), loop.now)
try:
    loop.run(Future("never").__await__ and gather(Queue().get()))
except RuntimeError as e:
    print(e)
