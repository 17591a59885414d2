def check(value):
    assert isinstance(value, int), f"{value!r} is not an int"
    assert value > 0


check(1)
try:
    check("x")
except AssertionError as e:
    print(e)
check(-1)
