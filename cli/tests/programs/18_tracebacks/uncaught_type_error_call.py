class Greeter:
    def greet(self, name, *, punctuation="!"):
        return "hello " + name + punctuation


print(Greeter().greet("you"))
print(Greeter().greet("you", "and", "me"))
