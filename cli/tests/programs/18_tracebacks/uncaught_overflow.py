def grow(x):
    while True:
        x = x**2.5
        print(f"{x:.3e}")


grow(10.0)
