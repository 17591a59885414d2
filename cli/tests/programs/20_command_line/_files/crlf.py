print("dos")
if True:
    print("lines")
