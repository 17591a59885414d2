"""An event loop from nothing but coroutines: tasks, time that is only counted, queues, locks, groups and timeouts."""


class Event:
    """Something to wait for; it happens once."""

    def __init__(self):
        self.happened = False
        self.value = None
        self.error = None
        self.waiting = []

    def __await__(self):
        while not self.happened:
            yield self
        if self.error is not None:
            raise self.error
        return self.value

    def set(self, value=None, error=None):
        if not self.happened:
            self.happened, self.value, self.error = True, value, error
            ready.extend((task, None) for task in self.waiting)


class Cancelled(BaseException):
    pass


class Task(Event):
    def __init__(self, coroutine):
        super().__init__()
        self.coroutine = coroutine
        self.blocked_on = None
        ready.append((self, None))

    def cancel(self):
        if not self.happened:
            if self.blocked_on is not None and self in self.blocked_on.waiting:
                self.blocked_on.waiting.remove(self)
            ready.append((self, Cancelled()))

    def step(self, error):
        if self.happened:
            return
        try:
            self.blocked_on = self.coroutine.throw(error) if error else self.coroutine.send(None)
        except StopIteration as stop:
            self.set(stop.value)
        except (Exception, Cancelled) as failure:
            self.set(error=failure)
        else:
            self.blocked_on.waiting.append(self)


ready = []
timers = []
now = 0


def after(delay):
    event = Event()
    timers.append((now + delay, len(timers), event))
    return event


async def sleep(delay, value=None):
    await after(delay)
    return value


def run(coroutine):
    global now
    main = Task(coroutine)
    while not main.happened:
        while ready:
            task, error = ready.pop(0)
            task.step(error)
        if main.happened:
            break
        if not timers:
            raise RuntimeError("everybody waits for somebody")
        timers.sort()
        now, _, event = timers.pop(0)
        event.set()
    if main.error:
        raise main.error
    return main.value


class Group:
    """Waits for all its tasks; when some fail, cancels the others and raises the failures together."""

    async def __aenter__(self):
        self.tasks = []
        return self

    def start(self, coroutine):
        self.tasks.append(Task(coroutine))
        return self.tasks[-1]

    async def __aexit__(self, kind, value, traceback):
        failures = [] if value is None else [value]
        for task in self.tasks:
            if failures:
                task.cancel()
            try:
                await task
            except Cancelled:
                pass
            except Exception as error:
                failures.append(error)
        if failures:
            raise ExceptionGroup("tasks failed", failures)


class Queue:
    def __init__(self, size):
        self.items, self.size, self.changed = [], size, Event()

    def notify(self):
        self.changed.set()
        self.changed = Event()

    async def put(self, item):
        while len(self.items) >= self.size:
            await self.changed
        self.items.append(item)
        self.notify()

    async def get(self):
        while not self.items:
            await self.changed
        item = self.items.pop(0)
        self.notify()
        return item

    async def __aiter__(self):
        while (item := await self.get()) is not None:
            yield item


class Timeout:
    def __init__(self, task, delay):
        self.task, self.delay = task, delay

    async def __aenter__(self):
        async def watch():
            await after(self.delay)
            self.expired = True
            self.task().cancel()

        self.expired = False
        self.watcher = Task(watch())

    async def __aexit__(self, kind, value, traceback):
        self.watcher.cancel()
        if self.expired and kind is Cancelled:
            raise TimeoutError(f"nothing after {self.delay}") from None


def say(text):
    print(f"[{now:3}] {text}")


async def worker(name, delays):
    for delay in delays:
        await sleep(delay)
        say(f"{name} worked for {delay}")
    return f"{name} is done"


async def producer(queue):
    for i in range(5):
        await queue.put(i * i)
        say(f"put {i * i}")
    await queue.put(None)


async def consumer(queue):
    total = 0
    async for item in queue:
        await sleep(2)
        total += item
        say(f"consumed {item}")
    return total


async def fails(delay):
    await sleep(delay)
    raise ValueError(f"failed at {now}")


async def impatient():
    me = None

    async def body():
        async with Timeout(lambda: me, 3):
            await sleep(100)

    me = Task(body())
    await me


async def main():
    async with Group() as group:
        tasks = [group.start(worker(n, d)) for n, d in (("ant", [1, 2, 3]), ("bee", [2, 2]), ("cat", [5]))]
    say([await task for task in tasks])
    queue = Queue(2)
    async with Group() as group:
        group.start(producer(queue))
        total = group.start(consumer(queue))
    say(f"total {await total}")
    try:
        async with Group() as group:
            group.start(fails(1))
            group.start(fails(2))
            group.start(worker("slow", [50]))
    except* ValueError as errors:
        say(f"{errors.message}: {[str(e) for e in errors.exceptions]}")
    try:
        await impatient()
    except TimeoutError as error:
        say(f"timeout: {error}")
    return "the end"


say(run(main()))
