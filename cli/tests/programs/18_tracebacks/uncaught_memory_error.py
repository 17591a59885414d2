print("before")
block = [0] * (1 << 62)
