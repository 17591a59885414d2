"""A class whose __new__ returns no exception cannot be thrown into a generator."""


class Odd(Exception):
    def __new__(cls, *args, **kwargs):
        return cls


def values():
    try:
        yield 1
    except TypeError as e:
        print("inside:", e)
        yield 2


generator = values()
next(generator)
try:
    print(generator.throw(Odd))
except TypeError as e:
    print("outside:", e)
