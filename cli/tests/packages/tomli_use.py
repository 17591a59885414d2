"""tomli: every kind of value, and errors with their places."""
import io

import tomli

text = '''
title = "T \\u00e9"
path = 'C:\\raw'
multi = """
one \\
   two"""
n = [0x1F, 0o17, 0b11, 1_000, -3, 1e3, inf, nan]
on = true
when = 1979-05-27T07:32:00.5-08:00
day = 1979-05-27
at = 07:32:00
[a.b]
c = {d = 1, "e f" = [[], {}]}
[[list]]
x = 1
[[list]]
x = 2
'''
found = tomli.loads(text)
print({k: v for k, v in found.items() if k != "n"}, found["n"][:-1], found["n"][-1] != found["n"][-1])
print(tomli.load(io.BytesIO(b"a.b.c = 1")), tomli.loads("x=1.10", parse_float=str))
for bad in ("a = ", "a = 1\na = 2", "[a]\n[a]", "a = 'x", "a = 1979-13-01", "= 1", "a = [1,,2]", 'a = "\\q"', "a.b=1\n[a]\nb=2"):
    try:
        tomli.loads(bad)
    except tomli.TOMLDecodeError as e:
        print(e)
