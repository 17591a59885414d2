# stdin: a\nb\r\n\nd
import sys

for i, line in enumerate(sys.stdin):
    print(i, repr(line))
print(sys.stdin.readlines(), list(sys.stdin))
