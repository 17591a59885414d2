def level1(x):
    return level2(x) + 1


def level2(x):
    y = [level3(v) for v in (x, x - 1)]
    return sum(y)


def level3(x):
    return (lambda z: level4(z))(x)


def level4(x):
    return max(map(level5, [x]))


def level5(x):
    return eval("level6(x)", {"level6": level6, "x": x})


def level6(x):
    if x:
        return 10 / (x - 1)
    return type("Late", (), {"__init__": lambda self: level7()})()


def level7():
    raise EOFError(f"{'deep'!r:>10}")


level1(3) and level1(1)
