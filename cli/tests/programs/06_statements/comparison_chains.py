calls = []


def v(value):
    calls.append(value)
    return value


def check(f):
    calls.clear()
    try:
        result = f()
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(result, calls)


check(lambda: v(1) < v(2) < v(3))
check(lambda: v(3) < v(2) < v(1))
check(lambda: v(1) < v(2) > v(1) == v(1))
check(lambda: v(1) == v(1.0) == v(True))
check(lambda: v(1) in v([1]) in v([[1]]))
check(lambda: v(1) is v(1) is not v(None))
check(lambda: v(1) not in v([2]) != v(5))
check(lambda: not v(1) < v(2))
check(lambda: v(1) < v("a"))
check(lambda: v(2) < v(1) < v("a"))
check(lambda: (v(1) < v(2)) < v(3))
check(lambda: v(1) <= v(1) >= v(0) != v(1) < v(5) > v(4))


class Rich:
    def __init__(self, name, result=True):
        self.name, self.result = name, result

    def __lt__(self, other):
        print(f"{self.name} < {other}", end="; ")
        return self.result

    def __gt__(self, other):
        print(f"{self.name} > {other}", end="; ")
        return self.result

    def __le__(self, other):
        print(f"{self.name} <= {other}", end="; ")
        return NotImplemented

    def __ge__(self, other):
        print(f"{self.name} >= {other}", end="; ")
        return "ge result"

    def __eq__(self, other):
        print(f"{self.name} == {other}", end="; ")
        return self.result

    __hash__ = None

    def __repr__(self):
        return self.name


class Child(Rich):
    pass


a, b, c = Rich("a"), Rich("b", []), Child("c")
print(a < b, b < a, a < 1, 1 < a, 1 > a)
print(a <= b, b <= a, 1 <= a, a <= c, c <= a)
print(a == b, a != b, b != a, 1 == a, a == 1, 1 != a)
print(a < c, c < a, a == c, a > c, a != c)
print(a < b < c, b < a < c, not a < b)
if a < b:
    print("taken")


class OnlyEq:
    def __eq__(self, other):
        return "equal!"


class OnlyNe:
    def __ne__(self, other):
        return "different!"


class NotImpl:
    def __eq__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented


class RaisesBool:
    def __bool__(self):
        raise ValueError("bool!")


class CmpRaises:
    def __lt__(self, other):
        return RaisesBool()


print(OnlyEq() == 1, OnlyEq() != 1, 1 == OnlyEq(), OnlyNe() != 1, OnlyNe() == 1, 1 != OnlyNe())
n, m = NotImpl(), NotImpl()
print(n == m, n != m, n == n, n != n)
for source in ("n < m", "n > 1", "1 < n", "n <= m", "CmpRaises() < 1 < 2", "not CmpRaises() < 1", "1 < 2 < CmpRaises()", "CmpRaises() < 1 and 2", "object() < object()", "object() == object()", "int < str", "len < print", "None > 0", "[] >= {}", "1j < 1", "'a' > 1", "b'' < ''", "(1,) <= [1]", "{} > set()", "print == print", "1 in 5", "5 in None", "'a' not in 5", "1 in 'abc'", "None in ''", "[] is []", "() is ()", "1.5 != 1.5", "type(1) is int is not str"):
    try:
        print(source, "->", eval(source))
    except Exception as error:
        print(source, "!!", type(error).__name__, error)


class Container:
    def __init__(self, answer):
        self.answer = answer

    def __contains__(self, item):
        return self.answer


class IterOnly:
    def __iter__(self):
        yield from (1, 2, 3)
        print("exhausted", end="; ")


class NoneContains(list):
    __contains__ = None


print(1 in Container("yes"), 1 in Container([]), 1 not in Container(0), 2 in IterOnly(), 9 in IterOnly(), 9 not in IterOnly())
for value in (Container(RaisesBool()), NoneContains([1])):
    try:
        print(1 in value)
    except Exception as error:
        print(type(error).__name__, error)
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan == nan, (nan,) == (nan,), {nan: 1} == {nan: 1}, [nan].index(nan), [nan].count(nan), nan in {nan})
