class C:
    def method(self, a, *, b):
        return [self.other(i) for i in a]

    def other(self, i):
        return {"a": i}["b"]


def call(f, *args, **kwargs):
    return f(*args, **kwargs)


result = call(
    C().method,
    [1, 2],
    b=3,
)
