def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class Buf:
    def __init__(self, data):
        self.data = data
        self.views = 0

    def __buffer__(self, flags):
        self.views += 1
        print("buffer", flags)
        return memoryview(self.data)

    def __release_buffer__(self, view):
        self.views -= 1
        print("release", bytes(view))
        view.release()


buf = Buf(bytearray(b"abc"))
m = memoryview(buf)
print(m[0], buf.views, m.obj is buf)
m[0] = 90
m.release()
print(buf.views, buf.data)
print(bytes(buf))
print(bytearray(b"x") + buf)
print(b"".join([buf, b"-"]))
print(b"abc".find(Buf(b"bc")))
with memoryview(buf) as view:
    print(view.tolist())
print(b"%s" % buf)
print(int.from_bytes(buf), bytes.fromhex("41"))
print(b"Zb" in buf if hasattr(buf, "__contains__") else "no contains")


class NoRelease:
    def __buffer__(self, flags):
        return memoryview(b"nr")


print(bytes(NoRelease()), memoryview(NoRelease()).tolist())


class Wrong:
    def __buffer__(self, flags):
        return b"not a view"


class Raises:
    def __buffer__(self, flags):
        raise ValueError("no buffer")


class Released:
    def __buffer__(self, flags):
        view = memoryview(b"x")
        view.release()
        return view


attempt(memoryview, Wrong())
attempt(memoryview, Raises())
attempt(bytes, Wrong())
attempt(bytes, Raises())
attempt(memoryview, Released())
attempt(b"".join, [Raises()])


class B2(bytearray):
    def __buffer__(self, flags):
        print("B2 buffer", flags)
        return super().__buffer__(flags)

    def __release_buffer__(self, view):
        print("B2 release")
        super().__release_buffer__(view)


b2 = B2(b"xyz")
with memoryview(b2) as m:
    print(m.tolist())
    attempt(b2.append, 1)
b2.append(1)
print(b2)
v = b"abc".__buffer__(0)
print(type(v).__name__, bytes(v), v.readonly)
ba = bytearray(b"q")
v = ba.__buffer__(1)
print(v.readonly)
ba.__release_buffer__(v)
attempt(lambda: v[0])
ba.append(2)
print(ba)
attempt(b"abc".__buffer__)
attempt(b"abc".__buffer__, "x")
attempt(b"abc".__buffer__, 1)
attempt(lambda: b"abc".__release_buffer__)
print(memoryview(b"a").__buffer__(0).tolist())
attempt(bytearray().__release_buffer__, 5)
attempt(bytearray().__release_buffer__, memoryview(b"other"))
