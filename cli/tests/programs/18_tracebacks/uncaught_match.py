def handle(command):
    match command.split():
        case ["add", x, y]:
            return int(x) + int(y)
        case ["div", x, y] if int(y) != 0:
            return int(x) / int(y)
        case other:
            raise NotImplementedError(*other)


print(handle("add 1 2"), handle("div 1 4"))
handle("div 1 0")
