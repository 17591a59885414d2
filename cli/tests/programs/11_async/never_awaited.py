import sys


async def never():
    pass


class A:
    async def method(self):
        pass


never()
x = A().method()
del x
c = never()
c.close()
del c
print("closed ones are silent")
d = never()
try:
    d.send(None)
except StopIteration:
    pass
del d
print("finished ones are silent")


async def started():
    try:
        await W()
    finally:
        print("cleanup of a started coroutine")


class W:
    def __await__(self):
        yield 1


s = started()
s.send(None)
del s
print("started ones are cleaned up")


async def outer():
    never()
    return 1


try:
    outer().send(None)
except StopIteration as e:
    print(e.value)
print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)


def maker():
    return never()


m = maker()
print([(name, line) for _, line, name in m.cr_origin])
m.close()
sys.set_coroutine_origin_tracking_depth(0)
for bad in (-1, "x", None):
    try:
        sys.set_coroutine_origin_tracking_depth(bad)
    except Exception as e:
        print(type(e).__name__, e)


async def agen():
    yield 1


agen()
a = agen().__anext__()
del a
b = agen().asend(1)
b.close()
del b
print("end")
