print("form feed")

print("fine")
