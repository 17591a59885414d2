try:
    1 / 0
except ZeroDivisionError as error:
    print("caught", error, type(error), error.args)
try:
    raise ValueError("a", 1)
except (TypeError, ValueError) as error:
    print(error, repr(error), error.args)
try:
    raise KeyError("k")
except LookupError as error:
    print(error, repr(error))
try:
    raise ValueError
except ValueError as error:
    print(repr(error), str(error) == "")


def f(n):
    try:
        if n == 0:
            raise ValueError("zero")
        if n == 1:
            return "returned"
        if n == 2:
            raise KeyError("two")
    except ValueError:
        return "handled"
    else:
        return "else"
    finally:
        print("finally", n)


print(f(0), f(1), f(3))
try:
    f(2)
except KeyError as error:
    print(error)


def override():
    try:
        return "try"
    finally:
        print("cleanup")


print(override())


class MyError(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise MyError(5)
except MyError as error:
    print(error, error.code, error.args)
try:
    try:
        raise ValueError("inner")
    except ValueError as error:
        raise TypeError("outer") from error
except TypeError as error:
    print(error, repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        raise ValueError("inner")
    finally:
        raise TypeError("from finally")
except TypeError as error:
    print(error, repr(error.__context__), error.__cause__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as error:
    print("re-raised", error)
try:
    raise
except RuntimeError as error:
    print(error)
try:
    raise 5
except TypeError as error:
    print(error)
try:
    raise ValueError("x") from 5
except TypeError as error:
    print(error)
try:
    try:
        raise ValueError("v")
    except 5:
        pass
except TypeError as error:
    print(error)
try:
    error
except NameError as e:
    print(e)
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))
try:
    assert 0
except AssertionError as e:
    print(repr(e))
for i in range(3):
    try:
        print([10, 20][i])
    except IndexError:
        print("index")
    except Exception:
        print("other")
print(issubclass(IndexError, LookupError), issubclass(KeyError, Exception), Exception.__mro__)
