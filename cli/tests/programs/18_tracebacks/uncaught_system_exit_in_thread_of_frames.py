import sys


def outer():
    try:
        inner()
    except Exception:
        print("SystemExit is not an Exception")
    finally:
        print("outer cleanup")


def inner():
    try:
        sys.exit("message of the exit")
    finally:
        print("inner cleanup")


try:
    outer()
except SystemExit as e:
    print("code", repr(e.code), e.args)
    raise
