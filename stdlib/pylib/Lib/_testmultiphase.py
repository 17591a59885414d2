"""What CPython's test suite expects of the module that it builds in C to test multi-phase initialisation.

rpython has no C API, so the module is written in Python: the parts that are about modules are here, those that are about
extension files are not.
"""

int_const = 1969
str_const = 'something different'


class error(Exception):
    pass


class Str(str):
    pass


class Example:

    def demo(self, o=None, /):
        """Return a string given as argument, otherwise None."""
        return o if isinstance(o, str) else None


def foo(i, j, /):
    """foo(i,j)

    Return the sum of i and j."""
    return i + j
