def register(name):
    def deco(f):
        if not name.islower():
            raise ValueError(f"bad name {name!r}")
        return f

    return deco


@register("fine")
def a():
    pass


@register("Bad")
@register("fine")
def b():
    pass
