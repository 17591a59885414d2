# Contexts: attributes, flags and traps, the current one, and what is refused.
# imports: contextvars decimal threading
import contextvars
import threading
from decimal import *


def show(source):
    try:
        print(source, "->", ascii(eval(source)))
    except Exception as e:
        print(source, "!!", type(e).__name__, ascii(e.args))


def put(name, value):
    c = Context()
    setattr(c, name, value)
    return getattr(c, name)


def drop(name):
    delattr(Context(), name)


signals = list(getcontext().flags)
every = {s: i % 2 for i, s in enumerate(signals)}
ctx = Context()
for source in (
    "put('prec', 5)", "put('prec', 0)", "put('prec', 10**18)", "put('prec', 1 << 70)", "put('prec', 1.0)", "put('prec', True)",
    "put('Emin', 1)", "put('Emin', -10**18)", "put('Emax', -1)", "put('Emax', 10**18 - 1)", "put('capitals', 2)", "put('clamp', -1)",
    "put('rounding', ROUND_UP)", "put('rounding', 'ROUND_X')", "put('rounding', 4)", "put('flags', every)", "put('traps', every)",
    "put('flags', {})", "put('flags', [Inexact])", "put('traps', 1)", "put('traps', {i: 1 for i in range(9)})", "put('x', 1)",
    "drop('prec')", "drop('traps')", "drop('x')", "ctx.x", "Context(prec=3, rounding=ROUND_FLOOR, Emin=-5, Emax=5, capitals=0, clamp=1)",
    "Context(flags=[Inexact, Clamped], traps=[])", "Context(flags=every, traps=every)", "Context(traps=[1])", "Context(traps=(Inexact,))",
    "Context(1, 2, 3, 4, 5, 6, 7, 8, 9)", "Context(precision=1)", "Context(7, prec=8)", "setcontext(1)", "setcontext()", "getcontext(1)",
    "localcontext(1)", "localcontext(precision=1)", "localcontext(prec=0)", "IEEEContext(32)", "IEEEContext(512)", "IEEEContext(48)",
    "IEEEContext(0)", "IEEEContext('32')", "IEEEContext(1 << 70)", "ctx.flags == ctx.flags", "ctx.flags == ctx.traps",
    "ctx.flags == every", "ctx.flags != every", "ctx.flags == {s: False for s in signals}", "ctx.flags < ctx.traps", "len(ctx.flags)",
    "ctx.flags['x']", "ctx.flags.pop(Inexact)", "Inexact in ctx.flags", "ctx.flags.get(1, 2)", "ctx.flags.copy() == ctx.flags",
    "dict(ctx.traps)", "ctx.traps", "ctx.flags is ctx.flags", "type(ctx.flags).__mro__[1:3]", "ctx.__reduce__()", "ctx.copy()",
    "ctx.Etiny()", "ctx.Etop()", "ctx.radix()", "ctx.add(1)", "ctx.add(1, 'a')", "ctx.add(x=1, y=2)", "ctx.exp()", "ctx.power(2)",
    "ctx.power(a=2, b=3)", "ctx.power(2, 3, 5)", "ctx.power(2, 3, modulo='a')", "ctx.fma(1, 2)", "ctx.create_decimal()",
    "ctx.create_decimal('1_0')", "ctx.create_decimal(' 1')", "ctx.create_decimal(1, 2)", "ctx.create_decimal_from_float('1')",
    "ctx.canonical(1)", "ctx.is_canonical(1)", "ctx.is_normal(0)", "ctx.number_class('a')", "ctx.to_sci_string(1)", "ctx.compare_total(1, 1.0)",
):
    show(source)

small = Context(prec=3, Emin=-2, Emax=3, traps=[])
for source in (
    "12345", "'0.0000012345'", "99999", "'9.996'", "0.1", "'NaN12345'", "Decimal('NaN12345')", "(1, (1, 2, 3, 4), -2)", "'1e-4'", "'1e-9'", "'0e9'",
    "'0e-9'", "'bad'", "-7",
):
    small.clear_flags()
    print(source, small.create_decimal(eval(source)), [s.__name__ for s in signals if small.flags[s]])

# A trapped signal raises, the others are recorded.
for s in signals:
    with localcontext(Context(prec=3, Emin=-2, Emax=3, clamp=1, traps=[s])) as c:
        for source in ("Decimal(1) / 3", "Decimal(1) / 0", "Decimal('1e3') * 10", "Decimal('1e-3') / 3", "Decimal('1e3') + 0", "Decimal(0.5)",
                       "Decimal(2).compare_signal(Decimal('nan'))", "Decimal('x')", "Decimal(0) / 0", "Decimal(1) < 0.5", "Decimal(1) == 0.5"):
            c.clear_flags()
            try:
                result = repr(eval(source))
            except ArithmeticError as e:
                result = f"{type(e).__name__} {e.args}"
            print(s.__name__, source, result, [f.__name__ for f in signals if c.flags[f]])

# Templates are copied when they become current; each thread and each context variable context has its own.
setcontext(ExtendedContext)
print(getcontext(), getcontext() is ExtendedContext)
setcontext(Context(prec=12))
outer = getcontext()
with localcontext() as inner:
    inner.prec = 4
    print(getcontext() is inner, +Decimal("1.23456789"))
    with localcontext(outer, prec=2, traps=[Inexact]) as third:
        print(third, getcontext() is third)
print(getcontext() is outer, +Decimal("1.23456789"))
with localcontext(ctx=None, rounding=ROUND_UP, Emin=-1, Emax=1, capitals=0, clamp=1, flags=[]) as c:
    print(c)

seen = []
thread = threading.Thread(target=lambda: seen.append((getcontext().prec, getcontext() is outer)))
thread.start()
thread.join()
print(seen)


def change():
    getcontext().prec += 1
    setcontext(Context(prec=77))
    return getcontext().prec


print(contextvars.copy_context().run(change), getcontext().prec)
DefaultContext.prec = 19
thread = threading.Thread(target=lambda: seen.append(getcontext().prec))
thread.start()
thread.join()
print(seen, Context().prec)
DefaultContext.prec = 28

flags = Context().flags
show("flags")
show("flags.copy()")


class Own(Context):
    def twice(self, x):
        return self.multiply(x, 2)


own = Own(prec=2)
print(own, own.twice(Decimal("1.26")), type(own.copy()), own.__dict__)
