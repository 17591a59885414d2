def load():
    import nosuchmodule.sub

    return nosuchmodule


load()
