# stdin: first line\nsecond line\n  third é \xc3\xa9\nlast without newline
import sys

print(repr(input()), repr(input("prompt> ")))
print(repr(sys.stdin.readline()), repr(sys.stdin.read(4)), repr(sys.stdin.read()), repr(sys.stdin.read()), repr(sys.stdin.readline()))
try:
    input()
except EOFError as e:
    print("EOFError", e)
for bad in ((1, 2), ()):
    try:
        input(*bad)
    except (TypeError, EOFError) as e:
        print(type(e).__name__, e)
for line in sys.stdin:
    print("never", line)
