# The message of each error that an operation of the language raises by itself.
def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!!", type(error).__name__ + ":", error)


class C:
    pass


c = C()
g = (x for x in ())


for line in r"""
1 + "a"
"a" + 1
[] + ()
() + []
{} + {}
None + 1
1 - "a"
"a" - "b"
[] * []
"a" * "b"
"a" * 1.0
1 / "a"
1 // None
1 % []
"a" % 1
"%d" % "x"
2 ** "a"
1 @ 2
1 << "a"
1 & 1.0
1 | None
1.0 ^ 1
c + c
c - 1
1 - c
c @ c
-"a"
+[]
~1.5
-c
not c
abs("a")
1 < "a"
[] < {}
None < None
c < c
1 in 1
"a" in 1
1 in "a"
c in c
1 not in c
len(1)
len(c)
c[0]
c["a"]
c[None]
c()
c.attr
"a"()
(1)()
[1]["a"]
[1][5]
(1,)[5]
"a"[5]
b"a"[5]
{}["k"]
{}[[]]
{[]: 1}
{1}[0]
range(3)[5]
int("a")
int("")
int(None)
int(c)
float("a")
float(None)
complex("a")
str(b"a", "nosuch")
bytes("a")
bytes([300])
list(1)
tuple(None)
dict(1)
dict([1])
set(1)
iter(1)
iter(c)
next(1)
next(iter([]))
hash([])
hash({})
hash(set())
hash(c.__dict__)
[*1]
[*c]
{*1}
{**1}
{**[1]}
print(*1)
print(**1)
print(**{1: 2})
(lambda: 1)(2)
(lambda x: x)()
isinstance(1, 1)
issubclass(1, 1)
getattr(1, 1)
setattr(1, "x", 1)
sum(["a"])
max()
max([])
max(1)
max(1, "a")
sorted([1, "a"])
sorted(1)
reversed(1)
reversed({1})
zip(1)
map(1)
list(map(1, [1]))
filter(1)
enumerate(1)
range("a")
range(1, 2, 0)
slice()
round("a")
pow(1, 2, 0)
divmod(1, 0)
chr(-1)
chr("a")
ord("ab")
ord(1)
format(1, "q")
f"{c:x}"
"{}".format()
"{a}".format()
"a".join([1])
"a".split("")
"a".index("b")
[].index(1)
[].pop()
[].remove(1)
{}.pop(1)
{}.popitem()
set().pop()
set().remove(1)
().index(1)
(1).nosuch
"a".nosuch
None.nosuch
[].nosuch
C.nosuch
len.nosuch
undefined
eval("1 +")
eval("x y")
exec("a = ")
compile("", "", "bad")
__import__("nosuch")
globals()["nosuch"]
vars(1)
vars(c)["x"]
super()
object(1)
object().x
type(1, 2)
type("a", (1,), {})
memoryview(1)
bytearray(1.5)
(1).to_bytes(0)
1 / 0
1 // 0
1 % 0
1.0 / 0
1j / 0
0 ** -1
10.0 ** 1000
int("1" * 5000)
1 << -1
"a" * 10 ** 20
[0] * 10 ** 20
g.send(1)
g.throw(1)
g.throw()
(lambda: (yield))().send(1)
open("/nonexistent/file")
open(5.5)
callable()
input(1, 2)
id()
bin(1.5)
hex("a")
oct(None)
ascii()
any(1)
all(None)
staticmethod()
property().fget()
classmethod(1)()
""".strip().splitlines():
    show(line)
