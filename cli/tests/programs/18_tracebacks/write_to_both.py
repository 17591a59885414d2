import sys

sys.stdout.write("out 1\n")
sys.stderr.write("err 1\n")
print("out 2")
print("err 2", file=sys.stderr)
print(sys.stdout.write("four"), sys.stderr.write("err"), file=sys.stderr)
sys.stdout.flush()
print(sys.stdout.name, sys.stderr.name, sys.stdin.name, sys.stdout.encoding, sys.stderr.errors, sys.stdout.isatty(), sys.stdout.fileno(), sys.stdin.fileno(), sys.stdout.mode, sys.stdout.writable(), sys.stdin.readable(), sys.stdout.closed)
print(sys.stdout is sys.__stdout__, type(sys.stdout).__name__, sys.stdout.errors, sys.stdout.newlines, sys.stdout.line_buffering)
for bad in (5, None, b"bytes"):
    try:
        sys.stdout.write(bad)
    except TypeError as e:
        print(e)
print("\ud800".encode("utf-8", "backslashreplace"), file=sys.stderr)
print("é€😀\ud800", file=sys.stderr)
sys.stdout.writelines(["a", "b\n"])
sys.stdout.buffer.write(b"raw bytes\n")
sys.stdout.flush()
print("end", end="")
