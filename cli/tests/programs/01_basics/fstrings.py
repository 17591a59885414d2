name, n, x = "Ann", 42, 3.14159
print(f"{name} {n} {x}", f"", f"plain", F"upper", rf"raw\n{n}", f'{name!r} {name!s} {"é"!a}')
print(f"{n:d} {n:5d} {n:<5d}| {n:^7d}| {n:05d} {n:+d} {n:x} {n:#x} {n:b} {n:o} {n:,}")
print(f"{x:.2f} {x:8.3f} {x:e} {x:g} {x:%} {x:.0f} {x:10}|")
print(f"{name:>6}|{name:<6}|{name:^7}|{name:*^9}|{name:.2}|{name:s}")
w, p = 10, 3
print(f"{x:{w}.{p}f}|{name:{'>'}{w}}|{x:{w}.{p}}|")
print(f"{{literal}} {{{n}}} }}{{")
print(f"{n=} {n = } {x=:.2f} {name=!s} {n + 1=} {name = !r:>8}")
print(f"{[i for i in range(3)]} {({1: 2})} {(lambda v: v * 2)(4)} {n if n else 0}")
print(f"{'nested ' + f'{n} {f"{name}"}'}")
print(f"{name!r:>10}|{None!s:>6}|{n!s:0>5}")
print(f"a" "b" f"{n}" "{not}")
print(f"""multi
{n}
{
    name
}""")
print(f"{'a' 'b'} {"same quotes"} {'\n'.join(['x', 'y'])}")
print(f"{n!r}", f"{ n }")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


print(f"{F()} {F():abc} {F()!r} {F()!s:>5} {F()!a:^6}|{F():%Y-%m-%d}")


class G:
    def __str__(self):
        return "G's str"


print(f"{G()} {G()!s:>9}")
for f in (
    lambda: f"{G():x}",
    lambda: f"{n:s}",
    lambda: f"{name:d}",
    lambda: f"{x:d}",
    lambda: f"{[]:5}",
    lambda: f"{n:.2d}",
    lambda: f"{n:Q}",
    lambda: f"{None:5}",
    lambda: f"{undefined}",
    lambda: f"{1 / 0}",
):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
print(f"{1_000_000:_} {1e10:,} {255:#_x} {-5:05} {True} {True:d} {1+2j} {1+2j:.1f}")
print(f"{'x':\t>3}|{'y':😀^3}|{3:n}")
d = {"k": [1, 2]}
print(f"{d['k'][0]} {d["k"][1]} {d!r}")
print(f"{(y := 5)} {y}", f"{n!=42} {n==42}", f"{n:=+5}")
