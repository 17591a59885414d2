# imports: contextvars
# Context variables: values by context, tokens, copies, errors.
import contextvars as c


def attempt(action):
    try:
        print(action())
    except BaseException as e:
        print(type(e).__name__, str(e).partition(' at 0x')[0])


v = c.ContextVar('v', default=3)
print(v.name, v.get(), v.get(4))
token = v.set(2)
print(v.get(), token.var is v, token.old_value is c.Token.MISSING, repr(c.Token.MISSING))
context = c.copy_context()
print(context[v], v in context, len(context), list(context) == [v], list(context.items()) == [(v, 2)])
print(list(context.values()), context.get(v), context.get(c.ContextVar('w'), 'no'))


def change(n, *, twice=False):
    v.set(n)
    return v.get() * (2 if twice else 1)


print(context.run(change, 9), v.get(), context[v], context.run(change, 5, twice=True))
other = context.copy()
print(other == context, other is context, other != context)
other.run(change, 1)
print(other == context, other[v], context[v])
attempt(lambda: context.run(lambda: context.run(print)))
attempt(lambda: context.run())
v.reset(token)
print(v.get())
attempt(lambda: v.reset(token))
token = v.set(8)
attempt(lambda: c.ContextVar('u').reset(token))
attempt(lambda: c.Context().run(v.reset, token))
with v.set(10) as inner:
    print(v.get(), inner.old_value)
print(v.get())
attempt(lambda: c.ContextVar('empty').get())
attempt(lambda: c.ContextVar(1))
attempt(lambda: c.ContextVar())
attempt(lambda: c.ContextVar('a', 'b'))
attempt(lambda: c.Context(1))
attempt(lambda: c.Token())
attempt(lambda: context['v'])
attempt(lambda: 1 in context)
attempt(lambda: hash(context))
attempt(lambda: v.reset(1))
attempt(lambda: type('S', (c.ContextVar,), {}))
print(c.ContextVar[int], c.Token[str])
