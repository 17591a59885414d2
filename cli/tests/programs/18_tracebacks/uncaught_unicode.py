größe = {"länge": 3}


def berechne(schlüssel):
    return "übermäßig " + größe[schlüssel] + "日本"


print(größe["länge"])
berechne("länge")
