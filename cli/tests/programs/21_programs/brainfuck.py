def compile_bf(source):
    code, stack = [], []
    for c in source:
        if c in "+-<>":
            op, step = ("add", 1 if c == "+" else -1) if c in "+-" else ("move", 1 if c == ">" else -1)
            if code and code[-1][0] == op:
                code[-1] = op, code[-1][1] + step
            else:
                code.append((op, step))
        elif c in ".,":
            code.append(("out" if c == "." else "in", None))
        elif c == "[":
            stack.append(len(code))
            code.append(("jz", None))
        elif c == "]":
            start = stack.pop()
            code[start] = "jz", len(code)
            code.append(("jnz", start))
    if stack:
        raise SyntaxError("unbalanced")
    return code


def run(code, data=""):
    tape, at, pc, out, steps = bytearray(300), 0, 0, [], 0
    data = iter(data)
    while pc < len(code):
        op, arg = code[pc]
        steps += 1
        if op == "add":
            tape[at] = (tape[at] + arg) % 256
        elif op == "move":
            at = (at + arg) % len(tape)
        elif op == "out":
            out.append(chr(tape[at]))
        elif op == "in":
            tape[at] = ord(next(data, "\0"))
        elif op == "jz":
            if not tape[at]:
                pc = arg
        elif op == "jnz":
            if tape[at]:
                pc = arg
        pc += 1
    return "".join(out), steps


HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."
print(run(compile_bf(HELLO)))
print(run(compile_bf(",[.,]"), "echo"))
print(run(compile_bf(">,>+++++++++,>+++++++++++[<++++++<++++++<+>>>-]<<.>.<<-.>.>.<<."), "ab"))
print(run(compile_bf("++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<<[>+<-]>]<<-]<<-]"))[0].split())
for bad in ("[", "]"):
    try:
        compile_bf(bad)
    except (SyntaxError, IndexError) as e:
        print(type(e).__name__, e)
