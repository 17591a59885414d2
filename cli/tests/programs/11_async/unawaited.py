# What nobody awaited is reported; asend() inside of asend() keeps its value; where a coroutine comes from.
import sys


def run(coroutine):
    while True:
        try:
            coroutine.send(None)
        except StopIteration as e:
            return e.value


async def count(items):
    for item in items:
        yield item


async def nested():
    inner = (i + 1 async for i in count([10, 20]))
    return [i + 100 async for i in inner]


print(run(nested()))
try:
    count([123]).__anext__().__next__()
except StopIteration as e:
    print(e.args)

shown = []
sys.unraisablehook = lambda u: shown.append(u.err_msg.split(" at 0x")[0])


class Warn:
    def write(self, text):
        if "never awaited" in text:
            print("\n".join(text.split(": ", 2)[-1].splitlines()[:2]))

    def flush(self):
        pass


sys.stderr, old = Warn(), sys.stderr


async def coroutine():
    pass


def made_here():
    return coroutine()


coroutine()
g = count([1])
g.asend(None)
g.aclose()
g.athrow(ValueError)
frame = coroutine()
frame.cr_frame.clear()
frame.close()
sys.stderr = old
print(shown)

sys.set_coroutine_origin_tracking_depth(2)
c = made_here()
print([(line - made_here.__code__.co_firstlineno, name) for _, line, name in c.cr_origin])
c.close()
sys.set_coroutine_origin_tracking_depth(0)
c = made_here()
print(c.cr_origin)
c.close()
print(type(c).send.__doc__)
print(type(c).__name__, type(c).__dict__["__name__"].__doc__)
try:
    g = count([1])
    run(g.athrow(None))
except TypeError as e:
    print(e)
