async def agen():
    yield


async def coro():
    pass


c, a = coro(), agen()
types = [enumerate, zip, map, filter, reversed, *map(type, (iter([]), reversed([]), iter(()), iter(""), iter("é"), iter(b""), iter(bytearray()), iter({}), iter({}.values()), iter({}.items()), reversed({}), iter(set()), iter(range(0)), iter(range(2**70)), iter(int, 1), (x for x in ()), c, c.__await__(), a, a.__anext__(), a.aclose(), iter(list[int])))]
c.close()
for T in types:
    print(T.__name__, T.__base__, T.__text_signature__)
    for name in sorted(T.__dict__):
        value = T.__dict__[name]
        kind = type(value).__name__
        print("   ", kind, name, getattr(value, "__text_signature__", "") if kind != "str" else "")
