# imports: marshal
# Marshal: bytes of values in each version, what is read back, faults.
import marshal


def attempt(action):
    try:
        print(action())
    except BaseException as e:
        print(type(e).__name__, e)


values = [None, True, False, ..., StopIteration, 0, 1, -1, 2**31 - 1, 2**31, -2**63, 10**30, 0.5, -0.0, 1e300, 1 + 2j,
          b'', b'abc', '', 'abc def', 'ünï', 'x' * 300, '\ud800', (), (1,), tuple(range(300)), [], [1, [2]], {},
          {'a b': 1, 2: None}, set(), {5}, frozenset(), frozenset({'q r'}), slice(1, None, 2)]
for value in values:
    for version in range(6):
        try:
            data = marshal.dumps(value, version)
        except ValueError as e:
            print(version, repr(value)[:30], e)
            continue
        back = marshal.loads(data)
        if not (back == value and type(back) is type(value)):
            print('differs', version, value, back)
    if not isinstance(value, (int, float, complex)) and len(data) < 40:
        print(bytes(b & 127 for b in data))
code = compile('def f(a, *b, c=1, **d):\n    return lambda: a + len("text here")\nx = (1, "y z", b"q", frozenset({1}))\n', 'f.py', 'exec')
back = marshal.loads(marshal.dumps(code))
print(back == code, back.co_filename, back.co_consts == code.co_consts)
names = {}
exec(back, names)
print(names['f'](2)(), names['x'])
nested = []
nested.append(nested)
again = marshal.loads(marshal.dumps(nested))
print(again[0] is again)
pair = 'the same text'
both = marshal.loads(marshal.dumps([pair, pair]))
print(both[0] is both[1])
for data in [b'', b'i\x01', b'?', b'r\0\0\0\0', b'(\xff\xff\xff\xff', b')\x02N', b')\x010', b'0', b'l\x01\0\0\0\0\0',
             b'l\x01\0\0\0\xff\xff', b'[\x01\0\0\0', b'c' + b'\0' * 20, b's\x05\0\0\0ab', b'u\x01\0\0\0\xff']:
    attempt(lambda: marshal.loads(data))
attempt(lambda: marshal.loads('text'))
attempt(lambda: marshal.dumps(object()))
attempt(lambda: marshal.dumps(code, allow_code=False))
attempt(lambda: marshal.loads(marshal.dumps(code), allow_code=False))
deep = ()
for i in range(3000):
    deep = (deep,)
attempt(lambda: marshal.dumps(deep))
attempt(lambda: marshal.loads(b')\x01' * 3000))
print(marshal.version, marshal.dumps(bytearray(b'xy')), marshal.loads(marshal.dumps(memoryview(b'xy'))))
