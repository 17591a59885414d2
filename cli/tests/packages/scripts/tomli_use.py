"""TOML documents and errors read by tomli."""
import io
import json

import tomli

document = '''
title = "TOML \\u00e9"
[owner]
dob = 1979-05-27T07:32:00-08:00
local = 07:32:00.999
day = 1979-05-27
[numbers]
hex = 0xDEAD_BEEF
oct = 0o755
float = [1e3, -0.5, inf, nan]
flags = {yes = true, no = false, "quoted key".inner = 1}
text = """
many \\
    lines
"""
raw = \'\'\'C:\\no\\escape\'\'\'
[[products]]
name = "Hammer"
[[products]]
name = "Nail"
sku.a.b = 284758393
'''
data = tomli.loads(document)
print(json.dumps(data, default=str, sort_keys=True, indent=1))
print(tomli.loads("x = 1.10", parse_float=str), tomli.load(io.BytesIO(b"a.b = 1\n")))
for bad in ("x = ", "a = 1\na = 2", "[t]\n[t]", "x = 'abc", "x = 01", "x = 2020-13-01", "= 1", "x = \"\\q\""):
    try:
        tomli.loads(bad)
    except tomli.TOMLDecodeError as error:
        print(repr(bad), error)
