# flags: -X utf8
import sys


def show(source, name):
    try:
        exec(compile(source, name, "exec"))
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


show("1/0", "<string>")
show("1/0", "<stdin>")
show("1/0", "nonexistent/dir/file.py")
show("1/0", "")
show("1/0", "é.py")
show("1/0", "a\nb")
show("def f():\n  1/0\nf()", "18_tracebacks/traceback_of_stdin_like_source.py")
show("\n\n\n\n1/0", "18_tracebacks/traceback_of_stdin_like_source.py")
show("\n" * 500 + "1/0", "18_tracebacks/traceback_of_stdin_like_source.py")
for name in (b"bytes.py", 5, None, "a\0b"):
    try:
        show("1/0", name)
    except Exception as e:
        print(type(e).__name__, e)
