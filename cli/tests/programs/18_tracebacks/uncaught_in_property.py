class Circle:
    def __init__(self, r):
        self.r = r

    @property
    def area(self):
        return 3.14 * self.radius**2

    def __getattr__(self, name):
        raise AttributeError(f"Circle has no {name}")


print(Circle(1).r)
print(Circle(1).area)
