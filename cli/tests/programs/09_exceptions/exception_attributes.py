def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


for cls, args in ((Exception, ()), (Exception, (1,)), (Exception, ("a", 2)), (ValueError, ("v",)), (KeyError, ("k",)), (KeyError, ()), (KeyError, ("a", "b")), (KeyError, (5,)), (StopIteration, ()), (StopIteration, (1,)), (StopIteration, (1, 2)), (StopAsyncIteration, (1,)), (SystemExit, ()), (SystemExit, (3,)), (SystemExit, (1, 2)), (ImportError, ("m",)), (AttributeError, ("a",)), (NameError, ("n",)), (OSError, ()), (OSError, (1,)), (OSError, (2, "No such")), (OSError, (2, "No such", "file")), (OSError, (2, "No such", "file", None, "file2")), (OSError, (1, 2, 3, 4, 5, 6)), (SyntaxError, ("msg",)), (SyntaxError, ("msg", ("f", 1, 2, "text"))), (SyntaxError, ("msg", ("f", 1, 2, "text", 3, 4))), (SyntaxError, ()), (GeneratorExit, ()), (KeyboardInterrupt, ("x",)), (MemoryError, ()), (AssertionError, ((1, 2),)), (Warning, ("w",)), (RecursionError, ("deep",)), (IndentationError, ("i", ("f", 3, 1, "  x"))), (TabError, ("t",)), (BaseException, (None,)), (UnboundLocalError, ("u",)), (ZeroDivisionError, ("z",)), (NotImplementedError, ()), (EOFError, ("e",)), (BufferError, ("b",)), (FloatingPointError, ()), (PythonFinalizationError, ())):
    e = cls(*args)
    print(cls.__name__, repr(e), repr(str(e)), e.args, sorted((k, getattr(e, k)) for k in dir(e) if k not in dir(BaseException) and hasattr(e, k)))
for cls, args, kw in ((Exception, (), {"x": 1}), (ImportError, ("m",), {"name": "n", "path": "p"}), (ImportError, (), {"name_from": "x"}), (ImportError, ("a", "b"), {}), (ImportError, ("m",), {"nosuch": 1}), (AttributeError, ("a",), {"name": "n", "obj": 5}), (AttributeError, (), {"bad": 1}), (NameError, ("n",), {"name": "nn"}), (NameError, (), {"obj": 1}), (KeyError, (), {"k": 1}), (StopIteration, (), {"value": 1}), (UnicodeDecodeError, (), {}), (UnicodeDecodeError, ("utf-8", b"x", 0, 1, "r"), {}), (UnicodeDecodeError, ("utf-8", "x", 0, 1, "r"), {}), (UnicodeEncodeError, ("ascii", "é", 0, 1, "r"), {}), (UnicodeEncodeError, ("ascii", b"x", 0, 1, "r"), {}), (UnicodeTranslateError, ("é€", 0, 2, "r"), {}), (UnicodeTranslateError, (1, 2, 3, 4), {}), (UnicodeEncodeError, ("a", "b", "c", 1, "d"), {}), (UnicodeError, ("any", 1), {}), (SyntaxError, ("m", 5), {}), (SyntaxError, ("m", (1, 2)), {}), (SyntaxError, ("m", ("f", 1, 2, "t", 5)), {}), (SyntaxError, ("m", "abcd"), {}), (SyntaxError, (), {"x": 1}), (OSError, (), {"errno": 2}), (SystemExit, (), {"code": 1})):
    print(cls.__name__, args, kw, end=": ")
    attempt(lambda: (e := cls(*args, **kw)) and (str(e), [(k, getattr(e, k)) for k in sorted(dir(e)) if k not in dir(BaseException) and hasattr(e, k)]))
e = ValueError("a")
e.custom = 5
e.args = (1, 2)
print(e, e.args, e.__dict__, e.custom)
e.args = [3]
print(e.args, str(e))
e.args = "xy"
print(e.args)
attempt(setattr, e, "args", 5)
attempt(delattr, e, "args")
attempt(setattr, e, "__cause__", 5)
attempt(setattr, e, "__context__", "x")
attempt(setattr, e, "__traceback__", 5)
attempt(setattr, e, "__suppress_context__", "yes")
attempt(setattr, e, "__suppress_context__", 1)
attempt(delattr, e, "__cause__")
attempt(delattr, e, "__context__")
attempt(delattr, e, "__traceback__")
attempt(e.with_traceback, 5)
attempt(e.with_traceback)
attempt(e.__setstate__, 5)
attempt(e.__setstate__, {"q": 1})
print(e.q, e.__reduce__()[1:], e.with_traceback(None) is e, e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__)
e.__cause__ = KeyError("c")
print(repr(e.__cause__), e.__suppress_context__)
e.__cause__ = None
print(e.__suppress_context__)
k = KeyError("a", "b")
print(str(k), str(KeyError("it's")), str(KeyError(())), str(KeyError("")), str(KeyError(None)), str(KeyError("é\n")))
o = OSError(2, "msg", "fname")
o.errno, o.strerror, o.filename = 5, "changed", "f2"
print(o, o.args, o.filename2, repr(o))
o.filename = None
print(o)
print(str(OSError(2, "m", b"bytes")), str(OSError("x", "y")), str(OSError(None, None)), str(OSError(2, "m", "a", 0, "b")), str(OSError(2, "m", 5)))
for n in (1, 2, 3, 4, 9, 10, 11, 13, 17, 20, 21, 32, 103, 104, 106, 107, 108, 110, 111, 114, 115, 9999):
    e = OSError(n, "m")
    print(n, type(e).__name__, end=" ")
print()
print(type(OSError(2)).__name__, type(OSError("2", "m")).__name__, type(OSError(2, "m", "f", 5, "g")).__name__, type(FileNotFoundError(1, "x")).__name__, type(ConnectionError(32, "p")).__name__, IOError is OSError, EnvironmentError is OSError)
b = BlockingIOError(11, "m", 5)
print(b.characters_written, b.args)
attempt(lambda: BlockingIOError(11, "m").characters_written)


class OSub(OSError):
    def __init__(self, *args):
        print("init", args)
        super().__init__(*args)


class OSub2(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


print(repr(OSub(2, "m")), repr(OSub2(2, "m", "f")), OSub2(2, "m", "f").filename)
s = StopIteration(1)
s.value = 9
print(s.value, s.args, s)
x = SystemExit(1)
x.code = "c"
print(x.code, x.args)
n = NameError("m", name="n")
n.name = "new"
del n.name
print(n.name)
se = SyntaxError("m", ("file.py", 3, 4, "text\n", 5, 6))
print(se, se.msg, se.filename, se.lineno, se.offset, se.text, se.end_lineno, se.end_offset, se.print_file_and_line)
se.msg, se.lineno, se.filename = "new", 10, None
print(se)
se.lineno = None
print(se, SyntaxError("m", ("/a/b/c.py", 7, 1, "t")))
