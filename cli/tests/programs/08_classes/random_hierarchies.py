# Random class graphs: which linearise, to what, and what the others' error says.
state = 5


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return (state >> 33) % n


def linearise(name, bases):
    """C3 by hand, to compare with."""
    def merge(seqs):
        out = []
        while seqs := [s for s in seqs if s]:
            for s in seqs:
                head = s[0]
                if not any(head in t[1:] for t in seqs):
                    break
            else:
                return None
            out.append(head)
            seqs = [s[1:] if s[0] is head else s for s in seqs]
        return out

    return merge([list(b.__mro__) for b in bases] + [list(bases)])


failures = 0
for round in range(12):
    classes = [type(f"R{round}", (), {"level": 0, "call": lambda self: ["root"]})]
    for i in range(14):
        bases = []
        for _ in range(rnd(3) + 1):
            b = classes[rnd(len(classes))]
            if b not in bases:
                bases.append(b)
        expected = linearise(f"C{i}", bases)
        try:
            ns = {f"a{i}": i, "x": i}
            cls = type(f"C{i}", tuple(bases), ns)
        except TypeError as e:
            failures += 1
            assert expected is None, bases
            if failures < 15:
                print([b.__name__ for b in bases], "!!", e)
            continue
        assert list(cls.__mro__[1:]) == expected
        cls.call = eval("lambda self: [cls.__name__] + super(cls, self).call()", {"cls": cls})
        classes.append(cls)
    last = classes[-1]
    print(round, len(classes), " ".join(c.__name__ for c in last.__mro__), last().call(), [n for n in dir(last) if n[0] == "a"], last.x)
    print("   ", [c.x for c in classes[1:]], [len(c.__subclasses__()) for c in classes], sum(issubclass(a, b) for a in classes for b in classes))
    victim = classes[rnd(len(classes) - 1) + 1]
    try:
        victim.__bases__ = (classes[0],)
        print("    rebased", victim.__name__, " ".join(c.__name__ for c in last.__mro__), getattr(last, "x", None), last().call() if victim is not last else "")
    except TypeError as e:
        print("   ", e)
print(failures)
