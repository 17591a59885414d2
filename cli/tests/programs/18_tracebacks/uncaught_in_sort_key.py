people = [("Ann", 30), ("Bob",), ("Cid", 25)]
print(sorted(people[:1], key=lambda p: p[1]))
print(sorted(people, key=lambda p: p[1]))
