import sys

big = sys.maxsize


def attempt(source):
    try:
        eval(source)
        print(source, "succeeded")
    except (MemoryError, OverflowError, ValueError, IndexError, TypeError) as e:
        print(source, "!!", type(e).__name__, e)


for source in ("[0] * big", "[0] * (big // 8)", "(0,) * big", "'a' * big", "'€' * big", "b'a' * big", "bytearray(1) * big", "bytes(big)", "bytearray(big)", "[0] * (big + 1)", "'a' * (big + 1)", "bytes(big + 1)", "bytearray(big + 1)", "(0,) * (big + 1)", "' '.ljust(big)", "' '.center(big)", "' '.rjust(big + 1)", "'1'.zfill(big)", "b' '.ljust(big)", "'\\t'.expandtabs(big)", "'ab'.replace('', 'x' * 10)", "'%*d' % (big, 1)", "'%.*f' % (big, 1.0)", "format(1, str(big))", "'{:{}}'.format(1, big)", "1 << big", "1 << (big + 1)", "0 << (big + 1)", "int.from_bytes(b'1')", "(1).to_bytes(big)", "range(big + 1)[big]", "len(range(big + 1))", "list(range(big))", "[*range(big)]", "'x'[big + 1]", "[1][big + 1]", "[1][-big - 2]", "'abc'[:big + 1]", "[1, 2][big + 1:]", "slice(big + 1).indices(5)", "enumerate([], big + 1).__next__", "'a'.find('a', big + 1)", "[1].index(1, -big - 5)", "[1].insert(big + 1, 2)", "bytes([big])", "chr(big)", "memoryview(b'a')[big + 1]", "'a'.join([''] * 5)", "round(1.5, big + 1)", "divmod(1, big + 1)", "hash(big + 1)", "float(10 ** 400)", "complex(10 ** 400)", "1.0 * 10 ** 400", "int(1e400)", "sum([big, big])", "max(big, big + 1)", "''.join(['a'] * 3) * (big // 2)", "[[]] * (big // 4)", "bytearray(b'abc').zfill(big)", "bytearray(b'a').join([b'x'] * 3)", "str(10 ** 5000)", "int('9' * 5000)", "b'a'.hex(':', big + 1)", "'a'.split(None, big + 1)", "'a'.split(None, big)", "'a'.replace('a', 'b', big + 1)"):
    attempt(source)


class Len:
    def __len__(self):
        return big


class LenTooBig:
    def __len__(self):
        return big + 1


class Hint:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        return big


class HintTooBig(Hint):
    def __length_hint__(self):
        return big + 1


for source in ("len(Len())", "len(LenTooBig())", "bool(Len())", "list(Hint())", "tuple(Hint())", "list(HintTooBig())", "bytearray(Hint())"):
    attempt(source)
l = [1, 2, 3]
try:
    l *= big
except MemoryError:
    print("in-place repeat", l)
try:
    l.extend([0] * (big // 16))
except MemoryError:
    print("extend", l)
s = "abc"
try:
    s *= big
except (MemoryError, OverflowError) as e:
    print(s, type(e).__name__)
b = bytearray(b"abc")
for f in (lambda: b.extend(bytes(big)), lambda: b.resize(big), lambda: b.__imul__(big), lambda: b.insert(big + 1, 1)):
    try:
        f()
        print("fine", b)
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__, e, b)
d = {}
for i in range(100000):
    d[i] = None
print(len(d), "still working")
