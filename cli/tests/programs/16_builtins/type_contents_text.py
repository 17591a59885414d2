for T in (str, bytes, bytearray, memoryview, type(t""), type(t"{1}".interpolations[0])):
    print(T.__name__, T.__base__, T.__text_signature__)
    for name in sorted(T.__dict__):
        value = T.__dict__[name]
        kind = type(value).__name__
        print("   ", kind, name, getattr(value, "__text_signature__", "") if kind != "str" else "", value if name == "__hash__" and value is None else "")
