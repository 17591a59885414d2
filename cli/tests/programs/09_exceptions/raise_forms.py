def show(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, type(e).__name__, e.args, "cause", repr(e.__cause__), "context", repr(e.__context__))


def cls():
    raise ValueError


def inst():
    raise ValueError("x", 1)


def non_exception():
    raise 5


def non_exception_class():
    raise int


def old_string():
    raise "text"


def none():
    raise None


def nothing_active():
    raise


def from_class():
    raise ValueError from KeyError


def from_none():
    raise ValueError from None


def from_bad():
    raise ValueError from 5


def bad_from_good():
    raise 5 from KeyError()


def evaluates_first():
    raise undefined_name from 1 / 0


def cause_evaluated():
    raise ValueError from 1 / 0


class Meta(type):
    def __call__(cls, *a):
        return KeyError("from metaclass")


class MetaExc(Exception, metaclass=Meta):
    pass


def metaclass_call():
    raise MetaExc


class NewOther(Exception):
    def __new__(cls):
        return 7


def new_other():
    raise NewOther


class NewExc(Exception):
    def __new__(cls):
        return TypeError("other exception")


def new_exc():
    raise NewExc


def new_exc_as_cause():
    raise ValueError from NewOther


class InitFails(Exception):
    def __init__(self):
        raise OSError("init fails")


def init_fails():
    raise InitFails


class Required(Exception):
    def __init__(self, a, b):
        super().__init__(a)


def required():
    raise Required


def tuple_form():
    raise (ValueError, KeyError)


def conditional():
    raise ValueError("a") if 0 else KeyError("b")


def call_result():
    def make():
        return IndexError("made")

    raise make()


def lambda_raise():
    (lambda: (_ for _ in ()).throw(ValueError("thrown")))()


def stop_iteration_in_next():
    next(iter([]))


def reraise_after_del():
    try:
        raise ValueError("v")
    except ValueError as e:
        del e
        raise


def raise_same_twice():
    e = ValueError("same")
    try:
        raise e
    except ValueError:
        pass
    raise e


def exception_in_except_expression():
    try:
        raise ValueError("v")
    except undefined_handler:
        pass


def exception_in_except_tuple():
    try:
        raise ValueError("v")
    except (KeyError, int):
        pass


def except_skips_bad_if_earlier_matches():
    try:
        raise ValueError("v")
    except ValueError:
        raise KeyError("fine")
    except 5:
        pass


def keyboard():
    raise KeyboardInterrupt("k")


def generator_exit():
    raise GeneratorExit


def unhashable_key():
    raise KeyError([1, 2])


def weird_args():
    raise ValueError(*range(5))


for f in list(globals().values()):
    if hasattr(f, "__code__") and f is not show:
        show(f)
import sys

e = ValueError("traceback")
try:
    raise e
except ValueError:
    pass
tb = e.__traceback__
print(tb.tb_lineno, tb.tb_next, tb.tb_frame.f_code.co_name, type(tb).__name__)
try:
    raise e
except ValueError:
    print(e.__traceback__ is not tb, e.__traceback__.tb_next is None)
    n = 0
    t = e.__traceback__
    while t:
        n += 1
        t = t.tb_next
    print(n)
try:
    raise e.with_traceback(None)
except ValueError:
    print(e.__traceback__.tb_next)


def deep(n):
    if n == 0:
        raise KeyError("deep")
    deep(n - 1)


try:
    deep(5)
except KeyError as k:
    t, lines = k.__traceback__, []
    while t:
        lines.append((t.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno))
        t = t.tb_next
    print(lines)
for bad in ((), (1,), (None, None, None), (None, 5, 0, 1), (None, tb.tb_frame, "x", 1), (None, tb.tb_frame, 0, 1)):
    try:
        made = type(tb)(*bad)
        print(made.tb_lineno, made.tb_lasti, made.tb_next)
    except TypeError as error:
        print(error)
tb.tb_next = None
try:
    tb.tb_next = tb
except ValueError as error:
    print(error)
try:
    tb.tb_next = 5
except TypeError as error:
    print(error)
try:
    tb.tb_lineno = 5
except AttributeError as error:
    print(error)
