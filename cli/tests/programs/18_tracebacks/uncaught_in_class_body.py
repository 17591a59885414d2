class Settings:
    width = 80
    height = width // 0

    def area(self):
        return self.width * self.height


print("never")
