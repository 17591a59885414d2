import builtins


def tree(cls, depth=0):
    subs = sorted((c for c in cls.__subclasses__() if c.__module__ == "builtins"), key=lambda c: c.__name__)
    print("  " * depth + cls.__name__, [b.__name__ for b in cls.__bases__] if len(cls.__bases__) > 1 else "")
    for sub in subs:
        tree(sub, depth + 1)


tree(BaseException)
names = [n for n in dir(builtins) if isinstance(getattr(builtins, n), type) and issubclass(getattr(builtins, n), BaseException)]
print(len(names), names)
for n in names:
    cls = getattr(builtins, n)
    print(n, cls.__name__, cls.__module__, cls.__base__.__name__, "__dict__" in dir(cls))
caught = []
for cls in (IndexError, KeyError, UnicodeDecodeError, ModuleNotFoundError, NotADirectoryError, RecursionError, BrokenPipeError, ZeroDivisionError, UnboundLocalError, TabError, KeyboardInterrupt, GeneratorExit, SystemExit):
    try:
        try:
            raise cls if cls is not UnicodeDecodeError else cls("utf-8", b"", 0, 1, "")
        except LookupError:
            caught.append((cls.__name__, "LookupError"))
        except ArithmeticError:
            caught.append((cls.__name__, "ArithmeticError"))
        except ConnectionError:
            caught.append((cls.__name__, "ConnectionError"))
        except OSError:
            caught.append((cls.__name__, "OSError"))
        except NameError:
            caught.append((cls.__name__, "NameError"))
        except ValueError:
            caught.append((cls.__name__, "ValueError"))
        except Exception:
            caught.append((cls.__name__, "Exception"))
    except BaseException:
        caught.append((cls.__name__, "BaseException"))
print(caught)
print([n for n in dir(BaseException) if n not in dir(object)], [n for n in dir(BaseExceptionGroup) if n not in dir(BaseException)])
