class Resource:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()

    def close(self):
        raise OSError("close failed")


with Resource() as r:
    print("using", type(r).__name__)
    raise ValueError("while using")
