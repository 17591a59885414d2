class Event:
    def __init__(self, time, name, action):
        self.time, self.name, self.action = time, name, action

    def __lt__(self, other):
        return (self.time, self.name) < (other.time, other.name)


class Simulation:
    def __init__(self):
        self.now, self.events, self.log, self.stats = 0, [], [], {}

    def at(self, delay, name, action):
        event = Event(self.now + delay, name, action)
        low, high = 0, len(self.events)
        while low < high:
            mid = (low + high) // 2
            if self.events[mid] < event:
                low = mid + 1
            else:
                high = mid
        self.events.insert(low, event)

    def process(self, name, generator):
        def resume(value=None):
            try:
                request = generator.send(value)
            except StopIteration as stop:
                self.stats[name] = stop.value
                return
            match request:
                case int() | float() as delay:
                    self.at(delay, name, resume)
                case ("acquire", resource):
                    resource.acquire(name, resume)
                case ("release", resource):
                    resource.release()
                    self.at(0, name, resume)
                case ("log", text):
                    self.log.append(f"{self.now:5.1f} {name} {text}")
                    resume()
                case other:
                    generator.throw(TypeError(f"bad request {other!r}"))

        self.at(0, name, resume)

    def run(self, until=float("inf")):
        while self.events and self.events[0].time <= until:
            event = self.events.pop(0)
            self.now = event.time
            event.action()
        return self


class Resource:
    def __init__(self, sim, capacity):
        self.sim, self.free, self.queue, self.longest = sim, capacity, [], 0

    def acquire(self, name, resume):
        if self.free:
            self.free -= 1
            self.sim.at(0, name, resume)
        else:
            self.queue.append((name, resume))
            self.longest = max(self.longest, len(self.queue))

    def release(self):
        if self.queue:
            name, resume = self.queue.pop(0)
            self.sim.at(0, name, resume)
        else:
            self.free += 1


def customer(sim, desk, service):
    arrived = sim.now
    yield "log", "arrives"
    yield "acquire", desk
    waited = sim.now - arrived
    yield "log", f"waited {waited:.1f}"
    try:
        yield service
    finally:
        yield "release", desk
    yield "log", "leaves"
    return waited


def source(sim, desk, n):
    seed = 17
    for i in range(n):
        sim.process(f"c{i:02}", customer(sim, desk, 2 + i % 3))
        seed = seed * 75 % 65537
        yield seed % 30 / 10
    return "all sent"


sim = Simulation()
desk = Resource(sim, 2)
sim.process("source", source(sim, desk, 12))
sim.run()
print(*sim.log, sep="\n")
print(sim.stats, desk.longest, desk.free, sim.now)


def bad():
    try:
        yield "nonsense"
    except TypeError as e:
        print(e)
        yield 1


s = Simulation()
s.process("bad", bad())
s.run()
def philosophers(n, rounds):
    sim = Simulation()
    forks = [Resource(sim, 1) for _ in range(n)]
    def philosopher(i):
        eaten = 0
        a, b = sorted((i, (i + 1) % n))
        for _ in range(rounds):
            yield 1 + i % 2
            yield "acquire", forks[a]
            yield "acquire", forks[b]
            yield 2
            eaten += 1
            yield "release", forks[b]
            yield "release", forks[a]
        return eaten
    for i in range(n):
        sim.process(f"p{i}", philosopher(i))
    return sim.run()
p = philosophers(5, 4)
print(p.stats, p.now)
