# Sources with very many of one thing compile in time that grows with their length, not faster.
def compiled(name, source, mode="eval"):
    code = compile(source, "<wide>", mode)
    if mode == "eval":
        result = eval(code)
        print(name, len(result), result[0], result[-1])
    else:
        space = {}
        exec(code, space)
        print(name, len(space) - 1)


N = 10_000
compiled("lambdas", "[f() for f in [" + "lambda: 7," * N + "]]")
compiled("generators", "[sum(g) for g in [" + "(x for x in (1, 2))," * N + "]]")
compiled("floats", "[" + ",".join(f"{i}.5" for i in range(N)) + "]")
compiled("strings", "[" + ",".join(f"'s{i}'" for i in range(N)) + "]")
compiled("tuples", "[" + ",".join(f"({i}, {i + 1})" for i in range(N)) + "]")
compiled("keywords", "list(dict(" + ",".join(f"k{i}={i}" for i in range(N)) + ").items())")
compiled("names", "\n".join(f"n{i} = {i}" for i in range(N)), "exec")
compiled("functions", "\n".join(f"def f{i}(): pass" for i in range(N)), "exec")
compiled("annotations", "\n".join(f"a{i}: int = {i}" for i in range(N)), "exec")
compiled("branches", "x = 3\nif x == 0: y = 0\n" + "".join(f"elif x == {i}: y = {i}\n" for i in range(1, 900)), "exec")
compiled("joined", "x = " + "+".join(["1"] * 900), "exec")
