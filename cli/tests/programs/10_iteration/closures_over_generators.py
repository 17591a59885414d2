def make_pipeline(*stages):
    def run(source):
        for stage in stages:
            source = stage(source)
        return source

    return run


def mapper(f):
    def stage(source):
        for x in source:
            yield f(x)

    return stage


def keep(p):
    return lambda source: (x for x in source if p(x))


def batch(n):
    def stage(source):
        buf = []
        for x in source:
            buf.append(x)
            if len(buf) == n:
                yield buf
                buf = []
        if buf:
            yield buf

    return stage


run = make_pipeline(mapper(lambda x: x * 3), keep(lambda x: x % 2), batch(3))
print(list(run(range(15))))


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


def grouper(results, key):
    while True:
        results[key] = yield from averager()


results = {}
for key, values in {"a": [1, 2, 3], "b": [10]}.items():
    g = grouper(results, key)
    next(g)
    for v in values:
        g.send(v)
    g.send(None)
print(results)


def coroutine(f):
    def start(*args):
        c = f(*args)
        next(c)
        return c

    return start


@coroutine
def printer(prefix):
    try:
        while True:
            item = yield
            print(prefix, item)
    except GeneratorExit:
        print(prefix, "closed")


@coroutine
def broadcast(*targets):
    while True:
        item = yield
        for t in targets:
            t.send(item)


@coroutine
def grep(pattern, target):
    while True:
        line = yield
        if pattern in line:
            target.send(line)


b = broadcast(printer("all"), grep("py", printer("py")))
for line in ("hello", "python", "pypy", "ruby"):
    b.send(line)
del b


def scheduler(tasks):
    queue = list(tasks)
    log = []
    while queue:
        task = queue.pop(0)
        try:
            log.append(next(task))
        except StopIteration as e:
            log.append(("done", e.value))
        else:
            queue.append(task)
    return log


def task(name, n):
    for i in range(n):
        yield f"{name}{i}"
    return name


print(scheduler([task("a", 2), task("b", 3), task("c", 1)]))


def tokens(text):
    pos = 0
    while pos < len(text):
        c = text[pos]
        if c.isspace():
            pos += 1
        elif c.isdigit():
            start = pos
            while pos < len(text) and text[pos].isdigit():
                pos += 1
            yield int(text[start:pos])
        else:
            pos += 1
            yield c
    while True:
        yield None


def parse(text):
    stream = tokens(text)
    current = next(stream)

    def advance():
        nonlocal current
        result, current = current, next(stream)
        return result

    def atom():
        if current == "(":
            advance()
            value = expr()
            assert advance() == ")"
            return value
        if current == "-":
            advance()
            return -atom()
        return advance()

    def term():
        value = atom()
        while current in ("*", "/"):
            value = value * atom() if advance() == "*" else value // atom()
        return value

    def expr():
        value = term()
        while current in ("+", "-"):
            value = value + term() if advance() == "+" else value - term()
        return value

    return expr()


for text in ("1 + 2 * 3", "(1 + 2) * 3", "10 - 4 - 3", "-(2 + 3) * 2", "100 / 7 / 2", "2 * (3 + (4 - 1)) - 5"):
    print(text, "=", parse(text))


def hanoi(n, a="A", b="B", c="C"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


print(" ".join(hanoi(4)), sum(1 for _ in hanoi(10)))


def queens(n, placed=()):
    if len(placed) == n:
        yield placed
    else:
        for col in range(n):
            if all(col != c and abs(col - c) != len(placed) - r for r, c in enumerate(placed)):
                yield from queens(n, placed + (col,))


print(list(queens(5)), sum(1 for _ in queens(7)))
def lindenmayer(n):
    def expand(s):
        for c in s:
            yield from {"A": "AB", "B": "A"}[c]
    s = "A"
    for _ in range(n):
        s = expand(s)
    return "".join(s)
print(lindenmayer(6), len(lindenmayer(12)))
