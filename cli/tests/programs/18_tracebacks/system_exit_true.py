class Code:
    def __str__(self):
        return "code as text"


try:
    raise SystemExit(Code())
except SystemExit as e:
    print(e.code, e)
raise SystemExit(True)
