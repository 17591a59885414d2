for T in (list, tuple, dict, set, frozenset, range, slice, type({}.keys()), type({}.values()), type({}.items()), type(type.__dict__)):
    print(T.__name__, T.__base__, T.__text_signature__)
    for name in sorted(T.__dict__):
        value = T.__dict__[name]
        kind = type(value).__name__
        print("   ", kind, name, getattr(value, "__text_signature__", "") if kind != "str" else "", value if name == "__hash__" and value is None else "")
