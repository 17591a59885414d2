import sys

for args in ((), (1, 2), (1, 2, 3), (None, None, None), (ValueError, ValueError("x"), None), (ValueError, ValueError("x"), 5), (int, ValueError("type is ignored"), None), (ValueError, "not an exception", None)):
    try:
        sys.excepthook(*args)
    except Exception as e:
        print(type(e).__name__, e)
sys.excepthook = None
raise ValueError("hook is None")
