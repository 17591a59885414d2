words = ["alpha", "beta", "gamma"]
out = ""
for w in words:
    out += w.upper() + ";"
print(out, len(out))
for i, w in enumerate(words):
    print(i, w[0], w[-1], w[1:3], w * 2)
count = {}
for c in "mississippi":
    count[c] = count.get(c, 0) + 1
print(count)
print(" ".join(reversed("one two three".split())))
print("level" == "level"[::-1], "abc" == "abc"[::-1])
caesar = "".join(chr((ord(c) - 97 + 3) % 26 + 97) if c.isalpha() else c for c in "hello, world")
print(caesar)
for n in (5, 42, 255):
    print(str(n).rjust(5), bin(n), hex(n), "%03d" % n, f"{n:>6}|{n:<6}|{n:^6}|")
table = [("apple", 1.5), ("kiwi", 22.25)]
for name, price in table:
    print(f"{name:<10}{price:>8.2f}")
