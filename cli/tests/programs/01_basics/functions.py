data_five = 5


def nothing():
    pass


def add(a, b=10, *args, c, d=4, **kwargs):
    """Adds."""
    return a, b, args, c, d, kwargs


print(nothing(), nothing.__name__, add.__doc__)
print(add(1, c=3))
print(add(1, 2, 3, 4, c=5, d=6, e=7))
print(add(*[1, 2], **{"c": 3, "z": 4}))
print(add(b=1, a=2, c=3))


def positional(a, b, /, c, *, d):
    return a, b, c, d


print(positional(1, 2, 3, d=4), positional(1, 2, c=3, d=4))


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(5), fact(25))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print([fib(i) for i in range(15)])


def make_counter(start=0):
    count = start

    def counter(step=1):
        nonlocal count
        count += step
        return count

    return counter


c1, c2 = make_counter(), make_counter(10)
print(c1(), c1(), c2(5), c1())
print((lambda x, y=2: x * y)(3), (lambda *a, **k: (a, k))(1, b=2), (lambda: None)())


def default_trap(items=[]):
    items.append(len(items))
    return items


print(default_trap(), default_trap())


def decorator(f):
    def wrapper(*args):
        return "<" + f(*args) + ">"

    return wrapper


@decorator
@decorator
def greet(name):
    return "hi " + name


print(greet("bob"))
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def multi():
    return 1, 2


x, y = multi()
print(x, y, multi())
for f in (
    lambda: add(),
    lambda: add(1),
    lambda: nothing(1),
    lambda: positional(1, 2),
    lambda: positional(a=1, b=2, c=3, d=4),
    lambda: positional(1, 2, 3, 4, d=5),
    lambda: fact(),
    lambda: fact(1, 2),
    lambda: fact(1, n=2),
    lambda: fact(m=2),
    lambda: add(1, *2, c=1),
    lambda: add(1, **2),
    lambda: data_five(),
    lambda: __name__(),
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
add.attr = 5
print(add.attr, add.__defaults__, add.__kwdefaults__, add.__dict__)
