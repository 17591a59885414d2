import sys, math, builtins, gc, time, marshal

# Every built-in says what it is; the words are not compared, only that they are there.
for module in (builtins, sys, math, gc, time, marshal):
    print(module.__name__, bool(module.__doc__), sum(1 for n in dir(module) if callable(getattr(module, n)) and getattr(module, n).__doc__) > 5)
missing = []
for T in (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, property, type, object):
    for name, value in T.__dict__.items():
        if callable(value) and not getattr(value, "__doc__", None):
            missing.append(f"{T.__name__}.{name}")
print(missing)
print(type(int.__doc__).__name__, type(len.__doc__).__name__, (lambda: 0).__doc__, type("C", (), {}).__doc__, object().__doc__ == object.__doc__, [].append.__doc__ == list.append.__doc__)
class D:
    """Class doc"""
    def m(self):
        "Method doc"
    x = property(lambda s: 1, doc="Property doc")
print(D.__doc__, D().__doc__, D.m.__doc__, D().m.__doc__, D.x.__doc__)
D.__doc__ = "changed"
print(D.__doc__)
def indented():
    """First line.

        Indented more.
    Last line.
    """
print(repr(indented.__doc__))
class Indented:
    """
    Leading newline.
        deeper
    """
print(repr(Indented.__doc__))
def tabs():
	"""Tab doc.
	  two spaces after a tab
	"""
print(repr(tabs.__doc__))
def f(): """one line"""
def g(): b"not a docstring"
def h(): f"not a docstring"
def i(): "con" "cat"
def j():
    (("parenthesised"))
def k():
    "a" + "b"
async def l(): "async doc"
def m():
    # comment
    "after a comment"
print(f.__doc__, g.__doc__, h.__doc__, i.__doc__, j.__doc__, k.__doc__, l.__doc__, m.__doc__)
ns = {}
exec("'module doc'\nx = 1", ns)
print(ns["__doc__"])
ns = {}
exec("x = 1\n'not first'", ns)
print(ns.get("__doc__"))
