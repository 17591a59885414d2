# The value of every expression form of the grammar, printed by a "single" code object.
source = """\
1
-1
+1
~1
not 1
1 + 2 * 3 ** 2 % 4 // 1 / 1 - 1
1 << 2 >> 1 & 3 | 4 ^ 1
1 < 2 <= 3 != 4 == 4 > 1 >= 0
1 is not None is not True
1 in [1] not in [[2]]
1 and 2 or 3
1 if 0 else 2 if 0 else 3
(lambda: 0 and 1)()
(lambda x, /, y=2, *a, z, **k: (x, y, a, z, k))(1, z=3, w=4)
()
(1,)
1, 2
(1, 2)
[]
[1, *[2, 3], 4]
{}
{1: 2, **{3: 4}}
{1, *[2]}
[x for x in range(3) if x]
{x for x in [1]}
{x: -x for x in range(2)}
sum(x for x in range(4))
"a" "b" 'c'
b"a" b"b"
f"{1 + 1!r:>3}{{}}"
"abc"[1]
"abc"[::-1]
[1, 2, 3][-2:]
(1).real
1 .real
1..real
1j
0x10, 0b11, 0o17, 1_000
...
None
True
__debug__
(y := 5)
y
(yield_ := [1, 2])[0]
print(1, 2, sep="-")
"x".join(["a", "b"]).upper().lower()
[[1, 2], [3]][0][1]
{"a": {"b": 1}}["a"]["b"]
(1, (2, (3,)))[1][1][0]
*[1, 2], 3
not not []
- - 1
2 ** -1
-2 ** 2
(-2) ** 2
2 ** 3 ** 0
"a" * 3 + "b"
[0] * 2 + [1]
"%s-%d" % ("a", 1)
1 if True else 1 / 0
0 and 1 / 0
[i for i in [1, 2] for j in [3, 4]]
[[j for j in range(i)] for i in range(3)]
type(lambda: 0).__name__
type(t"{1}").__name__
(lambda: (yield))().__class__.__name__
[*range(2), *"ab", *{1: 2}]
{**{}, "k": 1}
dict(a=1, **{"b": 2})
max(*[1, 2], 3, key=lambda v: -v)
"{}{x}".format(1, x=2)
1 if [] else 2 if {} else 3 if () else 4
(1 if 1 else 2) + (3 if 0 else 4)
1 < 2 and 2 < 3 or 1 / 0
"a" < "b" < "c" != "d"
[1, 2] == [1, 2] != [3]
1 == 1.0 == True == (1 + 0j)
(lambda *a, **k: (a, k))(1, b=2)
"""
for line in source.splitlines():
    print(line, end="  =>  ")
    try:
        exec(compile(line, "<expr>", "single"))
        if eval(line) is None:
            print()
    except Exception as e:
        print(type(e).__name__, e)
