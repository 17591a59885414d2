class Machine:
    def __init__(self, program, data=()):
        self.stack, self.memory, self.calls, self.out = [], {}, [], []
        self.data = iter(data)
        self.code, self.labels = [], {}
        for line in program.splitlines():
            line = line.partition(";")[0].strip()
            if line.endswith(":"):
                self.labels[line[:-1]] = len(self.code)
            elif line:
                op, *args = line.split()
                self.code.append((op, args))

    def binary(f):
        def op(self):
            b, a = self.stack.pop(), self.stack.pop()
            self.stack.append(f(a, b))
        return op

    add, sub, mul = binary(lambda a, b: a + b), binary(lambda a, b: a - b), binary(lambda a, b: a * b)
    div, mod = binary(lambda a, b: a // b), binary(lambda a, b: a % b)
    eq, lt = binary(lambda a, b: int(a == b)), binary(lambda a, b: int(a < b))
    del binary

    def push(self, value):
        self.stack.append(int(value))

    def dup(self):
        self.stack.append(self.stack[-1])

    def swap(self):
        self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]

    def pop(self):
        self.stack.pop()

    def load(self, name):
        self.stack.append(self.memory.get(name, 0))

    def store(self, name):
        self.memory[name] = self.stack.pop()

    def jump(self, label):
        self.pc = self.labels[label]

    def jz(self, label):
        if not self.stack.pop():
            self.pc = self.labels[label]

    def call(self, label):
        self.calls.append(self.pc)
        self.pc = self.labels[label]

    def ret(self):
        self.pc = self.calls.pop()

    def print(self):
        self.out.append(self.stack.pop())

    def read(self):
        self.stack.append(next(self.data))

    def run(self, limit=100000):
        self.pc = steps = 0
        while self.pc < len(self.code) and (op := self.code[self.pc])[0] != "halt":
            self.pc += 1
            steps += 1
            if steps > limit:
                raise TimeoutError(f"more than {limit} steps")
            try:
                getattr(self, op[0])(*op[1])
            except IndexError as e:
                raise RuntimeError(f"stack underflow at {self.pc - 1}: {op[0]}") from e
        return self.out, steps


FACTORIAL = """
    read
    store n
    push 1
    store r
loop:
    load n
    jz end
    load r
    load n
    mul
    store r
    load n
    push 1
    sub
    store n
    jump loop
end:
    load r
    print
"""
FIB = """
    push 0
    store i
next:
    load i
    push 15
    lt
    jz done
    load i
    call fib
    print
    load i
    push 1
    add
    store i
    jump next
done: ; the end
    halt
fib:
    dup
    push 2
    lt
    jz recurse
    ret
recurse:
    dup
    push 1
    sub
    call fib
    swap
    push 2
    sub
    call fib
    add
    ret
"""
print(Machine(FACTORIAL, [20]).run(), Machine(FACTORIAL, [50]).run()[0])
print(Machine(FIB).run())
for program, data in (("add", ()), ("push x", ()), ("jump nowhere", ()), ("explode", ()), ("push 1 2", ()), ("loop:\njump loop", ()), ("read", ()), ("push 1\npush 0\ndiv", ()), ("ret", ())):
    try:
        print(Machine(program, data).run())
    except Exception as e:
        print(repr(program), type(e).__name__, e, "<-", repr(e.__cause__))
