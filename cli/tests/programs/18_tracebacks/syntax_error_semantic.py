def f():
    global x
    x = 1
    return x


def g(x):
    nonlocal x
