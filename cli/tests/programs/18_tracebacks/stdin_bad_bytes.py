# stdin: ok\nbad \xff\xfe here\n
import sys

print(repr(sys.stdin.readline()))
line = sys.stdin.readline()
print(ascii(line), sys.stdin.errors)
