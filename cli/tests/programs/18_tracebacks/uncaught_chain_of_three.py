def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise KeyError("parse failed") from error


def load(texts):
    try:
        return [parse(t) for t in texts]
    except KeyError:
        raise RuntimeError("load failed")


load(["1", "x"])
