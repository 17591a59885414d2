# `**` arguments that meet: keys that are no strings are compared first and refused by the call.


def f(*args, **kwargs):
    return args, kwargs


class Name(str):
    pass


for call in (
    lambda: f(**{1: 3}, **{1: 5}),
    lambda: f(**{1: 3}, **{2: 5}),
    lambda: f(**{"a": 3}, **{"a": 5}),
    lambda: f(**{"a": 3}, **{Name("a"): 5}),
    lambda: f(**{"a": 3}, **{Name("b"): 5}),
    lambda: f(a=1, **{"a": 5}),
    lambda: f(**{"a": 1}, **[]),
):
    try:
        print(call())
    except TypeError as e:
        print(e)
