# Simulations: an elevator, a cellular automaton, a bank queue, a market, n-body, a VM scheduler; generators, heaps, random with seeds, slots.
# imports: collections heapq itertools math random enum dataclasses functools statistics array bisect operator
import array
import bisect
import collections
import functools
import heapq
import itertools
import math
import operator
import random
import statistics
from dataclasses import dataclass, field, KW_ONLY, make_dataclass
from enum import Enum, IntFlag, unique


@dataclass(order=True, slots=True)
class Event:
    time: float
    number: int
    action: object = field(compare=False)
    _: KW_ONLY
    tag: str = field(default="", compare=False)


class Simulation:
    def __init__(self, seed):
        self.random, self.now, self.numbers, self.events, self.log = random.Random(seed), 0.0, itertools.count(), [], collections.Counter()

    def at(self, delay, action, tag=""):
        heapq.heappush(self.events, Event(self.now + delay, next(self.numbers), action, tag=tag))

    def process(self, generator):
        def step(value=None):
            try:
                wanted = generator.send(value)
            except StopIteration as stop:
                self.log[f"ended {stop.value}"] += 1
            else:
                if isinstance(wanted, Resource):
                    wanted.request(step)
                else:
                    self.at(wanted, step)
        self.at(0, step, "start")

    def run(self, until=math.inf):
        while self.events and self.events[0].time <= until:
            event = heapq.heappop(self.events)
            self.now = event.time
            self.log[event.tag or "step"] += 1
            event.action()


class Resource:
    def __init__(self, simulation, capacity):
        self.simulation, self.capacity, self.waiting, self.longest = simulation, capacity, collections.deque(), 0

    def request(self, step):
        if self.capacity:
            self.capacity -= 1
            self.simulation.at(0, step)
        else:
            self.waiting.append(step)
            self.longest = max(self.longest, len(self.waiting))

    def release(self):
        if self.waiting:
            self.simulation.at(0, self.waiting.popleft())
        else:
            self.capacity += 1


def customer(s, tellers, waits):
    arrived = s.now
    yield tellers
    waits.append(s.now - arrived)
    try:
        yield s.random.expovariate(1 / 4)
    finally:
        tellers.release()
    return "served" if waits[-1] < 5 else "annoyed"


def arrivals(s, tellers, waits, n):
    for _ in range(n):
        s.process(customer(s, tellers, waits))
        yield s.random.uniform(0.5, 2.5)
    return "arrivals"


for seed, capacity in ((1, 2), (2, 3)):
    s, waits = Simulation(seed), []
    tellers = Resource(s, capacity)
    s.process(arrivals(s, tellers, waits, 200))
    s.run()
    print(f"{capacity} tellers: {s.now:.6f} mean {statistics.fmean(waits):.6f} p90 {statistics.quantiles(waits, n=10)[-1]:.6f} longest {tellers.longest}", sorted(s.log.items()))


@unique
class Cell(Enum):
    DEAD = "."
    ALIVE = "#"

    def __bool__(self):
        return self is Cell.ALIVE


class Life:
    def __init__(self, text):
        self.cells = {(x, y) for y, line in enumerate(text.split()) for x, c in enumerate(line) if Cell(c)}

    def __iter__(self):
        while True:
            yield self
            near = collections.Counter((x + dx, y + dy) for x, y in self.cells for dx, dy in itertools.product((-1, 0, 1), repeat=2) if dx or dy)
            cells = {c for c, n in near.items() if n == 3 or n == 2 and c in self.cells}
            self = object.__new__(type(self))
            self.cells = cells

    def __str__(self):
        (x0, *_, x1), (y0, *_, y1) = (sorted(v) for v in zip(*self.cells))
        return "/".join("".join((Cell.ALIVE if (x, y) in self.cells else Cell.DEAD).value for x in range(x0, x1 + 1)) for y in range(y0, y1 + 1))


for generation, life in enumerate(itertools.islice(Life(".##.. ##... .#..."), 0, 120, 20)):
    print(generation * 20, len(life.cells), str(life)[:60] if len(life.cells) < 60 else "…")


def rule(number, width, steps):
    row = array.array("b", [0]) * width
    row[width // 2] = 1
    for _ in range(steps):
        yield "".join(" *"[c] for c in row).rstrip()
        row = array.array("b", ((number >> (row[i - 1] << 2 | row[i] << 1 | row[(i + 1) % width])) & 1 for i in range(width)))


print(*rule(30, 31, 8), sep="\n")

Body = make_dataclass("Body", [("position", list), ("velocity", list), ("mass", float, field(default=1.0))], namespace={"energy": lambda b: 0.5 * b.mass * sum(v * v for v in b.velocity)}, slots=True)
bodies = [Body([0, 0, 0], [0, 0, 0], 39.5), Body([1, 0, 0], [0, 6.28, 0], 0.03), Body([5.2, 0, 0.1], [0, 2.75, 0.01], 0.0375)]


def advance(bodies, dt):
    for a, b in itertools.combinations(bodies, 2):
        d = [p - q for p, q in zip(a.position, b.position)]
        pull = dt / math.hypot(*d) ** 3
        for k in range(3):
            a.velocity[k] -= d[k] * b.mass * pull
            b.velocity[k] += d[k] * a.mass * pull
    for b in bodies:
        b.position = [p + dt * v for p, v in zip(b.position, b.velocity)]


def energy(bodies):
    return math.fsum(b.energy() for b in bodies) - math.fsum(a.mass * b.mass / math.dist(a.position, b.position) for a, b in itertools.combinations(bodies, 2))


before = energy(bodies)
for _ in range(2000):
    advance(bodies, 0.001)
print(repr(before), repr(energy(bodies)), bodies[1].position)


class Market:
    """A limit order book."""

    def __init__(self):
        self.bids, self.asks, self.trades, self.serial = [], [], [], itertools.count(1)

    def order(self, side, price, amount):
        book, other, sign = (self.bids, self.asks, 1) if side == "buy" else (self.asks, self.bids, -1)
        number = next(self.serial)
        while amount and other and sign * other[0][0] * -sign * -1 <= price * sign * sign * 1 if side == "buy" else amount and other and -other[0][0] >= price:
            key, their, left = other[0]
            traded = min(amount, left)
            self.trades.append((abs(key), traded, number, their))
            amount -= traded
            if left == traded:
                heapq.heappop(other)
            else:
                heapq.heapreplace(other, (key, their, left - traded))
        if amount:
            heapq.heappush(book, (-price if side == "buy" else price, number, amount))
        return number


rng = random.Random("market")
market = Market()
for _ in range(400):
    market.order(rng.choice(["buy", "sell"]), 100 + round(rng.gauss(0, 3)), rng.randrange(1, 20))
volume = sum(t[1] for t in market.trades)
print(len(market.trades), volume, round(sum(p * v for p, v, *_ in market.trades) / volume, 6), len(market.bids), len(market.asks), market.trades[:3], market.trades[-1])


class State(IntFlag):
    READY = 1
    BLOCKED = 2
    DONE = 4
    IDLE = READY | BLOCKED


class Process:
    ids = itertools.count(1)

    def __init__(self, code):
        self.id, self.code, self.state, self.stack, self.at, self.box = next(self.ids), code.split(), State.READY, [], 0, collections.deque()

    def step(self, system):
        op, _, arg = self.code[self.at].partition(":")
        self.at += 1
        match op, self.stack:
            case "push", _:
                self.stack.append(int(arg))
            case "add" | "mul" | "sub" as name, [*_, a, b]:
                self.stack[-2:] = [getattr(operator, name)(a, b)]
            case "jnz", [*_, top]:
                if top:
                    self.at = int(arg)
            case "dup", [*_, top]:
                self.stack.append(top)
            case "send", [*_, top]:
                system.processes[int(arg)].box.append(self.stack.pop())
            case "recv", _:
                if self.box:
                    self.stack.append(self.box.popleft())
                    self.state &= ~State.BLOCKED
                else:
                    self.at -= 1
                    self.state |= State.BLOCKED
            case "print", [*_, top]:
                system.output.append((self.id, top))
            case "halt", _:
                self.state = State.DONE
            case _:
                raise RuntimeError(f"process {self.id}: {op} with {self.stack}")


class System:
    def __init__(self, *codes):
        self.processes, self.output, self.ticks = {p.id: p for p in map(Process, codes)}, [], 0

    def run(self, quantum=3, most=500):
        ready = collections.deque(self.processes.values())
        while ready and self.ticks < most:
            p = ready.popleft()
            for _ in range(quantum):
                self.ticks += 1
                try:
                    p.step(self)
                except RuntimeError as error:
                    self.output.append(str(error))
                    p.state = State.DONE
                if p.state & (State.DONE | State.BLOCKED):
                    break
            if State.DONE not in p.state:
                ready.append(p)
        return self


system = System("push:5 dup send:2 push:-1 add dup jnz:1 push:0 send:2 halt", "recv dup print jnz:0 push:99 print halt", "push:1 add").run()
print(system.output, system.ticks, [p.state for p in system.processes.values()], State(3), State.IDLE & State.READY, ~State.DONE, State(8) | 1)


@functools.cache
def ways(n, coins=(50, 20, 10, 5, 2, 1)):
    return 1 if n == 0 else sum(ways(n - c, coins[i:]) for i, c in enumerate(coins) if c <= n)


print(ways(100), ways.cache_info().misses > 100)
rng = random.Random(12345)
print(rng.random(), rng.sample(range(1000), 5), rng.choices("abc", [1, 2, 7], k=8), rng.getrandbits(100), rng.betavariate(2, 3), rng.triangular(), rng.vonmisesvariate(0, 4), rng.paretovariate(3))
deck = list(range(10))
rng.shuffle(deck)
print(deck, rng.randbytes(4), rng.normalvariate(), rng.gammavariate(0.5, 2), rng.weibullvariate(1, 2), rng.lognormvariate(0, 1), rng.binomialvariate(50, 0.3))
walk = list(itertools.accumulate(rng.choice((-1, 1)) for _ in range(1000)))
print(walk[-1], max(walk), statistics.linear_regression(range(1000), walk), bisect.bisect_left(sorted(walk), 0), statistics.correlation(walk[:-1], walk[1:]))
