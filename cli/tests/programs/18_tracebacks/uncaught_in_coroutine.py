class Wait:
    def __await__(self):
        yield "waiting"


async def fetch(n):
    await Wait()
    if n == 2:
        raise ConnectionError(f"no connection {n}")
    return n


async def main():
    return [await fetch(i) for i in range(4)]


coro = main()
while True:
    print(coro.send(None))
