import sys


def run(f):
    try:
        f()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


def add():
    return (
        1
        + 2
        + "a"
        + 4
    )


def call():
    return max(
        1,
        2,
        key=5,
    )


def call_args():
    return len(
        [
            1,
            int(
                "x"
            ),
        ]
    )


def subscript():
    d = {}
    return d[
        "a"
    ][
        "b"
    ]


def chain():
    return (
        "abc"
        .upper()
        .nope()
        .lower()
    )


def comprehension():
    return [
        1 / x
        for x in (1, 0)
        if x >= 0
    ]


def condition():
    if (
        1 == 1
        and 1 / 0
    ):
        pass


def dictionary():
    return {
        "a": 1,
        "b": 1 / 0,
        "c": 3,
    }


def backslash():
    return 1 + \
        2 + \
        "a"


def string():
    return """multi
line
string""" + 1


def fstring():
    return f"""
    {1}
    {1 / 0}
    """


def raising():
    raise ValueError(
        "a long message",
        1,
        2,
    )


def lambda_body():
    f = lambda: (
        1
        / 0
    )
    return f()


def long_body():
    return print(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        undefined,
    )


def with_statement():
    with (
        open_nothing() as a,
        5 as b,
    ):
        pass


def decorated():
    @deco(
        1,
    )
    def g():
        pass


def assert_multi():
    assert (
        1 == 2
    ), (
        "message"
    )


def function_call_in_middle():
    x = 1
    result = x.foo(
        1,
        2,
    ).bar(
        3,
    )


def compare():
    return (
        1
        <
        "a"
    )


def unpack():
    (
        a,
        b,
    ) = 1, 2, 3


def default_args(
    a=1,
    b=2,
):
    pass


def wrong_call():
    default_args(
        1,
        2,
        3,
    )


def class_multi():
    class A(
        5,
    ):
        pass


def import_multi():
    from sys import (
        path,
        nosuchname,
    )


def match_it():
    match 1 / 0:
        case 1:
            pass


def while_it():
    while [][
        0
    ]:
        pass


def return_tuple():
    return (
        1,
        2 / 0,
    )


for f in list(globals().values()):
    if hasattr(f, "__code__") and f is not run:
        run(f)
