def f():
    raise KeyboardInterrupt


try:
    f()
except Exception:
    print("not caught here")
finally:
    print("finally")
