def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except BaseException as error:
        print(type(error).__name__ + ":", error)
    else:
        print(repr(result))


import sys

print(sys.version.startswith("3.14."), sys.version_info[:2], sys.version_info.major, sys.version_info.minor, type(sys.version_info).__name__, sys.version_info >= (3, 14), sys.version_info[3], len(sys.version_info), sys.hexversion >> 16 == 0x030E)
print(sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform, sys.api_version, sys.float_repr_style, sys.ps1 if hasattr(sys, "ps1") else "no ps1")
print(sys.int_info, sys.hash_info[:9], sys.float_info)
print(sys.float_info.max, sys.float_info.epsilon, sys.int_info.default_max_str_digits, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.imag, sys.hash_info.algorithm)
print(sys.flags.__class__.__name__, len(sys.flags), sys.flags.isolated, sys.flags.no_site, sys.flags.optimize, sys.flags.hash_randomization, sys.flags.utf8_mode, sys.flags.safe_path)
attempt(lambda: sys.flags.nosuch)
attempt(setattr, sys.flags, "isolated", 0)
attempt(type(sys.flags))
attempt(type(sys.version_info), (1,))
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), sys.getrecursionlimit(), sys.getswitchinterval(), sys.dont_write_bytecode)
print(isinstance(sys.path, list), isinstance(sys.modules, dict), isinstance(sys.meta_path, list), isinstance(sys.path_hooks, list), isinstance(sys.path_importer_cache, dict), sys.modules["__main__"].__name__, sys.modules["builtins"].__name__, "sys" in sys.builtin_module_names, "math" in sys.stdlib_module_names, len(sys.stdlib_module_names) > 200)
print(sys.intern("a b") is sys.intern("a b"), sys.intern("x" + "y") is sys.intern("xy"))
attempt(sys.intern, 5)
attempt(sys.intern)
print(sys._is_interned(sys.intern("interned text")), sys.is_finalizing(), sys.exc_info(), sys.exception(), sys.gettrace(), sys.getprofile(), sys.warnoptions, type(sys.copyright).__name__, callable(sys.excepthook), sys.__excepthook__ is sys.excepthook, sys.argv == [sys.argv[0]], sys.implementation.version == sys.version_info, sys.implementation.hexversion == sys.hexversion, type(sys.implementation).__name__)
attempt(sys.setrecursionlimit, 0)
attempt(sys.setrecursionlimit, -1)
attempt(sys.setrecursionlimit, "x")
attempt(sys.setrecursionlimit, 1)
attempt(sys.setrecursionlimit, 2**70)
sys.setrecursionlimit(500)
print(sys.getrecursionlimit())
sys.setrecursionlimit(1000)
attempt(sys.setswitchinterval, 0)
attempt(sys.setswitchinterval, "x")
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())
attempt(sys.set_int_max_str_digits, 5)
attempt(sys.set_int_max_str_digits, -1)
attempt(sys.set_int_max_str_digits, "x")
sys.set_int_max_str_digits(700)
attempt(lambda: len(str(10**800)))
attempt(lambda: int("1" * 701))
sys.set_int_max_str_digits(0)
print(len(str(10**10000)), sys.get_int_max_str_digits())
sys.set_int_max_str_digits(4300)
print(isinstance(sys.getrefcount(object()), int), isinstance(sys.getsizeof([]), int), sys.getsizeof([1] * 100) > sys.getsizeof([]), sys.getsizeof(5, "default") > 0)


class Sized:
    def __sizeof__(self):
        return 1000


class BadSize:
    def __sizeof__(self):
        return "x"


class NegSize:
    def __sizeof__(self):
        return -1


print(sys.getsizeof(Sized()) >= 1000)
attempt(sys.getsizeof, BadSize())
attempt(sys.getsizeof, NegSize())
attempt(sys.getsizeof, BadSize(), "default")
attempt(sys.getsizeof)
attempt(sys.exit, 1, 2)
attempt(sys._getframe, "x")
attempt(sys.getrefcount)
attempt(sys.audit)
attempt(sys.audit, 5)
events = []
sys.addaudithook(lambda event, args: events.append((event, args)) if event.startswith("my.") else None)
sys.audit("my.event", 1, "two")
print(events, sys.audit("my.other"))
attempt(setattr, sys, "new_attribute", 1)
print(sys.new_attribute)
del sys.new_attribute
attempt(lambda: sys.new_attribute)
attempt(lambda: sys.nosuch)
print(sys.__name__, sys, type(sys).__name__, sys.__spec__.name if sys.__spec__ else None)
for name in ("thread_info",):
    print(type(getattr(sys, name)).__name__, sys.thread_info.name)
print(sys.get_asyncgen_hooks(), sys.get_coroutine_origin_tracking_depth(), sys.activate_stack_trampoline.__name__, sys._is_gil_enabled(), sys.call_tracing(lambda x: x * 2, (4,)), sys.unraisablehook is sys.__unraisablehook__, sys.displayhook is sys.__displayhook__, sys.breakpointhook is sys.__breakpointhook__)
attempt(sys.call_tracing, 5, ())
attempt(sys.call_tracing, len, 5)
attempt(sys.call_tracing, len, ())
