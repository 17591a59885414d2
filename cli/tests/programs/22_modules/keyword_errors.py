# The messages of keywords that a native function does not have, as each kind of argument parsing words them.
# imports: itertools
import itertools


class Claims(str):
    """A string that claims to be equal to all others."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return str.__hash__(self) ^ 3


for call in (
    lambda: min(0, default=1, key=2, foo=3),
    lambda: max(0, foo=3),
    lambda: itertools.product(0, repeat=1, foo=2),
    lambda: print(0, sep=1, end=2, file=3, flush=4, foo=5),
    lambda: print(0, 1, **{Claims("foo"): ","}),
    lambda: round(1.75, **{Claims("foo"): 1}),
    lambda: round(1.75, digits=1),
    lambda: sorted([], foo=1),
    lambda: sum([], start=1, x=2),
):
    try:
        print(call())
    except TypeError as e:
        print(e)

# Classes whose instances only the runtime makes say so by whichever way they are asked.
for cls in (type(iter([])), type(len), type({}.keys()), type(iter(range(3))), type((lambda: (yield))())):
    for make in (cls, lambda: cls.__new__(cls), lambda: object.__new__(cls)):
        try:
            make()
        except TypeError as e:
            print(e)
