# The errors of pickling with their notes; persistent ids, dispatch tables, overrides, extensions, buffers; broken streams.
# imports: _pickle copyreg io re struct os
import _pickle
import copyreg
import io
import re
import struct


class Plain:
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__


def shared():
    a = ["x", "y"]
    return [a, a, {"a": a, "b": a}, (a,), (a, a, a, a)]


# Errors and their notes.
class Bad:
    def __init__(self, result):
        self.result = result

    def __reduce__(self):
        return self.result


class Listlike(list):
    def __init__(self, *items):
        self.items = items

    def __reduce__(self):
        return (Listlike, (), None, iter(self.items))


bad = Bad(5)
for o in [bad, [1, bad], (1, 2, bad), (bad,), {"k": bad}, {1: bad, 2: 3}, [[{"a": (bad,)}]], Plain(x=bad), Listlike(1, bad), Bad((1,)), Bad((1, 2)), Bad((int, 2)), Bad((int, (), None, 5)), Bad((int, (), None, None, 5)), Bad((int, (), None, None, None, 5)), Bad((int, (bad,))), Bad((copyreg.__newobj__, ())), Bad((copyreg.__newobj__, (1,))), Bad((copyreg.__newobj__, (int,))), Bad((copyreg.__newobj_ex__, (1,))), Bad((copyreg.__newobj_ex__, (1, 2, 3))), Bad((copyreg.__newobj_ex__, (Bad, 2, 3))), Bad((copyreg.__newobj_ex__, (Bad, (), 3))), Bad((copyreg.__newobj_ex__, (Bad, (bad,), {}))), Bad((int, (), bad)), Bad("nope"), Bad("os.nope"), lambda: 0, (lambda: (lambda: 0))(), Bad(1 .__class__), {bad}, frozenset([bad])]:
    for proto in (0, 2, 3, 4):
        try:
            print(proto, _pickle.dumps(o, proto))
        except Exception as e:
            text = re.sub("0x[0-9a-f]+", "0x", f"{type(e).__name__} {e} {getattr(e, '__notes__', None)} {e.__context__!r}")
            print(proto, text)

# Persistent ids, dispatch tables, overrides, extensions.
class Persistent(_pickle.Pickler):
    def persistent_id(self, o):
        return o[1:] if isinstance(o, str) and o.startswith("P") else None

    def reducer_override(self, o):
        if o is Plain:
            return (abs, (-5,))
        return NotImplemented


class Unpersistent(_pickle.Unpickler):
    def persistent_load(self, pid):
        return ["pid", pid]

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


for proto in range(6):
    f = io.BytesIO()
    p = Persistent(f, proto)
    p.dump(["Pabc", "abc", "P12", Plain])
    p.dump(["Pabc", "abc"])
    print(f.getvalue())
    f.seek(0)
    u = Unpersistent(f)
    print(u.load(), u.load())
    f = io.BytesIO()
    p = _pickle.Pickler(f, proto)
    p.dispatch_table = {Plain: lambda o: (str, ("plain",))}
    p.dump([Plain(), Plain()])
    print(f.getvalue())
    f = io.BytesIO()
    p = _pickle.Pickler(f, proto)
    p.fast = True
    p.dump(shared())
    print(f.getvalue())
    p.clear_memo()
copyreg.add_extension("__main__", "Plain", 0x1234)
for proto in range(6):
    print(_pickle.dumps(Plain(a=1), proto), _pickle.loads(_pickle.dumps(Plain(a=1), proto)) == Plain(a=1))
copyreg.remove_extension("__main__", "Plain", 0x1234)

# Buffers beside the pickle.
B = _pickle.PickleBuffer
for source in (b"abc", bytearray(b"abc"), memoryview(b"abcdef")[1:3], memoryview(bytearray(b"abcdef")).toreadonly()):
    out = []
    data = _pickle.dumps([B(source), B(source)], 5, buffer_callback=out.append)
    print(data, [bytes(b) for b in out], [type(o) for o in _pickle.loads(data, buffers=out)])
    data = _pickle.dumps([B(source), B(source)], 5, buffer_callback=lambda b: True)
    print(data, _pickle.loads(data))
    print(_pickle.dumps(B(source), 5))


# Broken streams.
def q(n):
    return struct.pack("<Q", n)


streams = [
    b'T\xff\xff\xff\xff', b'\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00N.', b'\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffN.', b'', b'\x80', b'\x80\x06.', b'X\xff\xff\xff\xffab', b'\x8d\xff\xff\xff\xff\xff\xff\xff\xff', b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff',b'\x96\xff\xff\xff\xff\xff\xff\xff\xff', b'\x80\x04\x8c\x08builtins\x8c\x07int.foo\x93.', b'\x80\x04\x8c\x08builtins\x8c\x03xyz\x93.', b'cbuiltins\nint.foo\n.',b'\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00Nabc', b'\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00\x8c\x0512345.', b'\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00\x8c\x0512', b'Iab\n.', b'I010\n.',b'I 1\n.',b'I0x10\n.',b'I08\n.', b'I1_0\n.',b'F\n.', b'Fabc\n.', b'F1.5x\n.', b'F 1.5\n.',b'g12\n.',b'h\x01.', b"S'\\x'\n.", b'N)R.',b'NNR.', b'N(R.', b'(.',b'.',b'R.',b'\x81.', b'))\x81.', b'cbuiltins\nint\nN\x81.', b'Pab\xff\n.',b'Pab\n.',b'}(NNNu.', b'}(Nu.',b'\xff',b'q',b'z',b"'",b"\\", b'\x80\x04\x95'+q(20)+b'\x95'+q(2)+b'K\x01.        ', b'\x80\x04\x95'+q(11)+b'\x95'+q(5)+b'K\x01...   ',b'\x80\x04\x95'+q(3)+b'NI12\n.',b'\x80\x04\x95'+q(3)+b'NI12.',b'\x80\x04\x95'+q(3)+b'B\x04\0\0\0abcd.', b'\x80\x04\x95'+q(6)+b'B\x04\0\0\0abcd.',b'\x80\x04\x95'+q(5)+b'B\x04\0\0\0abcd.',b'\x80\x04\x95'+q(1)+b'NI12\n.',b'\x80\x04\x95'+q(0)+b'NI12\n.',b'\x80\x04\x95'+q(2)+b'K\x01', b'\x80\x04\x95'+q(2)+b'X\x01\0\0\0.', b'C\x05abc',b'B\x00\x00\x00\x40abc', b'r\xff\xff\xff\xff.', b'Np99999999999999999999999\n.', b'Np-1\n.', b'g-1\n.',b'0',b'2',b'N2\x86.',b'e',b'(e',b'](e.',b'Na',b'NNa.',b'N(Ne.',b'NNNs.',b'N(Nu.',b'\x90',b'N(N\x90.',b'b',b'Nb',b'NNb.',b'N}b.',b'NKb.',b']K\x01b.',b']}}\x86b.',b'](NK\x01tb.',b'\x85',b'N\x86',b'(N\x86',b'\x93',b'NN\x93',b'\x82\x00',b'\x82\x01',b'\x84\xff\xff\xff\xff',b'\x97',b'\x98',b'N\x98.',b'L12L\n.',b'L12\n.',b'\x8b\xff\xff\xff\xff',b'\x8b\0\0\0\x40',b'\x8a\x00.',b'\x8a\x02\xff\x00.',b'V\\u1234\xe9\n.',b'V\\u12\n.',b'X\x03\0\0\0\xed\xa0\x80.',b'X\x01\0\0\0\xff.',b'U\x01\xff.',b"S'abc\n.",b"S\n.",b'(i\n\n.',b'(ios\nnope\n.',b'(d.',b'(Nd.',b'(o.',b'(cbuiltins\nint\no.',b'c\n\n.',b'cnope\nx\n.',b'cos\n\n.',b'1',b'(1.',b'(N1N.',b'(NN(K\x010lt.', b'(\x8f(]\x90.', b'(]\x91.', b'}]Ns.',b'}(]Nu.',b'](NNb', b'Q.', b'NQ.',b'G\0\0'
]
for s in streams:
    for load in (_pickle.loads, lambda s: _pickle.load(io.BytesIO(s)), lambda s: _pickle.load(io.BufferedReader(io.BytesIO(s)))):
        try:
            result = repr(load(s))
        except Exception as e:
            result = f"{type(e).__name__} {e}"
        print(s, result)
