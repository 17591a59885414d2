config = {"host": "localhost", "ports": {"http": 80}}


def port(name):
    return config["ports"][name]


print(port("http"))
print(port("https"))
