def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


class E(Exception):
    pass


NAMES = "__add__ __radd__ __iadd__ __neg__ __invert__ __abs__ __lt__ __eq__ __ne__ __hash__ __bool__ __len__ __getitem__ __setitem__ __delitem__ __contains__ __iter__ __next__ __call__ __getattr__ __setattr__ __delattr__ __repr__ __str__ __format__ __bytes__ __int__ __float__ __index__ __complex__ __round__ __enter__ __exit__ __reversed__ __length_hint__ __instancecheck__ __subclasscheck__ __dir__ __init_subclass__ __class_getitem__ __set_name__ __get__ __set__ __delete__ __new__ __init__ __await__ __aiter__ __anext__ __missing__ __divmod__ __pow__ __matmul__ __trunc__ __floor__ __buffer__ __mro_entries__ __sizeof__ __reduce_ex__ __prepare__ __match_args__".split()


def make(name):
    def method(*args, **kwargs):
        raise E(name)

    if name in ("__init_subclass__", "__class_getitem__", "__prepare__"):
        method = classmethod(method)
    return type("X", (), {name: property(method) if name == "__match_args__" else method})


def plain(name):
    X = make(name)
    return X() if name not in ("__new__", "__init__", "__set_name__", "__setattr__") or name in ("__set_name__", "__setattr__") else X


def use(name, x):
    match name:
        case "__add__": return x + 1
        case "__radd__": return 1 + x
        case "__iadd__": x += 1
        case "__neg__": return -x
        case "__invert__": return ~x
        case "__abs__": return abs(x)
        case "__lt__": return sorted([x, x])
        case "__eq__": return x in [1]
        case "__ne__": return x != 1
        case "__hash__": return {x}
        case "__bool__": return "yes" if x else "no"
        case "__len__": return "yes" if x else "no"
        case "__getitem__": return x[0]
        case "__setitem__": x[0] = 1
        case "__delitem__": del x[0]
        case "__contains__": return 1 in x
        case "__iter__": return [*x]
        case "__next__": return next(x)
        case "__call__": return x(1)
        case "__getattr__": return x.anything
        case "__setattr__": x.y = 1
        case "__delattr__": del x.y
        case "__repr__": return f"{[x]}"
        case "__str__": return f"{x}"
        case "__format__": return f"{x:5}"
        case "__bytes__": return bytes(x)
        case "__int__": return int(x)
        case "__float__": return float(x)
        case "__index__": return [1][x]
        case "__complex__": return complex(x)
        case "__round__": return round(x)
        case "__reversed__": return reversed(x)
        case "__dir__": return dir(x)
        case "__sizeof__": return __import__("sys").getsizeof(x)
        case "__reduce_ex__": return x.__reduce_ex__(2)
        case "__divmod__": return divmod(x, 1)
        case "__pow__": return x**2
        case "__matmul__": return x @ x
        case "__trunc__": return __import__("math").trunc(x)
        case "__floor__": return __import__("math").floor(x)
        case "__buffer__": return memoryview(x)
        case "__mro_entries__":
            class C(x): pass
        case "__init_subclass__":
            class C(type(x)): pass
        case "__class_getitem__": return type(x)[1]
        case "__set_name__":
            class C:
                y = x
        case "__get__":
            class C:
                y = x
            return C().y
        case "__set__":
            class C:
                y = x
            C().y = 1
        case "__delete__":
            class C:
                y = x
            del C().y
        case "__instancecheck__": return isinstance(1, x)
        case "__subclasscheck__": return issubclass(int, x)
        case "__enter__" | "__exit__":
            type(x).__enter__ = getattr(type(x), "__enter__", lambda s: 1)
            type(x).__exit__ = getattr(type(x), "__exit__", lambda s, *a: 1)
            with x:
                pass
        case "__await__":
            async def co(): await x
            co().send(None)
        case "__aiter__":
            async def co():
                async for _ in x: pass
            co().send(None)
        case "__anext__":
            type(x).__aiter__ = lambda s: s
            async def co():
                async for _ in x: pass
            co().send(None)
        case "__missing__": return type("D", (dict,), {"__missing__": type(x).__missing__})()[1]
        case "__length_hint__":
            type(x).__iter__ = lambda s: iter([1])
            return list(x)
        case "__new__" | "__init__": return x()
        case "__prepare__":
            class C(metaclass=type("M", (type,), {"__prepare__": type(x).__dict__["__prepare__"]})): pass
        case "__match_args__":
            match x:
                case _ if type(x) and True: return "class attribute is a property object"
    return "no value"


for name in NAMES:
    print(name, end=" ")
    attempt(lambda: use(name, plain(name)))
