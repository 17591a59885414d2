def work():
    try:
        return int("x")
    finally:
        cleanup()


def cleanup():
    raise RuntimeError("cleanup failed")


work()
