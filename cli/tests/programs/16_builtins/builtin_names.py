import builtins

for name in dir(builtins):
    value = getattr(builtins, name)
    kind = type(value).__name__
    print(name, kind, getattr(value, "__module__", None) if kind != "str" else "", getattr(value, "__text_signature__", None) if kind == "builtin_function_or_method" else "")
print(builtins.__name__, __builtins__ is builtins, builtins.__dict__["len"] is len)
print(repr(len), repr(print), repr(int), repr(builtins), len.__self__ is builtins, len.__name__, len.__qualname__, len.__module__)
builtins.added = 5
print(added)
del builtins.added
try:
    added
except NameError as e:
    print(e)
saved = builtins.len
builtins.len = lambda x: "replaced"
print(len([]))
builtins.len = saved
print(len([]))
try:
    del builtins.nosuch
except AttributeError as e:
    print(e)
