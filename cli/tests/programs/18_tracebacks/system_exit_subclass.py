class Bye(SystemExit):
    def __init__(self, n):
        super().__init__("args text")
        self.code = n


def deep(n):
    if n:
        deep(n - 1)
    raise Bye(9)


try:
    deep(5)
except Exception:
    print("not an Exception")
