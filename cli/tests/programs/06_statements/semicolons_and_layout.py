x = 1; y = 2; print(x, y);
if x: print("one line"); print("two")
for i in range(2): print(i, end=" "); print("|", end=" ")
else: print("end")
while x < 3: x += 1; y *= 2
print(x, y)
class A: a = 1; b = 2
def f(): return 1; print("never")
print(A.a + A.b, f())
try: 1 / 0
except ZeroDivisionError: print("caught")
else: pass
finally: print("finally")
with type("M", (), {"__enter__": lambda s: 5, "__exit__": lambda s, *a: None})() as m: print(m)
if True:
  print("two spaces")
  if True:
        print("eight more")
        if True:
         print("one more")
  print("back")
if True:
	print("tab")
	if True:
		print("two tabs")
total = (1 +
    2
        + 3
+ 4)
print(total)
items = [
    1,
    2,  # comment inside

    3,
]
print(items, {
    "k": 1,
    "l": [2,
          3],
})
print(1
      , 2
      )
s = "a" \
    "b" \
    'c'
print(s)
z = 1 + \
    2
print(z)
if x > 1 and \
   y > 1:
    print("continued")
assert x, \
    "message"
# a comment
    # an indented comment
def g(
    a,
    b=1,
    *args,
    c,
    **kw,
):
    # comment first
    """Not a docstring? It is one."""
    return a, b, args, c, kw

print(g.__doc__)
print(g(
    1,
    c=2,
))
def h():
    pass
    # trailing comment
        # oddly indented comment
print(h())
lambda_ = lambda: (
    1
)
print(lambda_())
if (a := 1) and (
    b := 2
):
    print(a, b)
x = [
    i
    for i in range(3)
    if i
]
print(x)
def nothing(): ...
class Empty: ...
print(nothing(), Empty.__name__)
if 1:
    pass

    pass


    print("blank lines")
match x:
    case [1, 2]: print("one line case")
    case _:
        pass
def outer():
    def inner():
        return 1
    return inner
print(outer()())
print("""a
  b
c""", '''d''')
if 0: print("no")
elif 0: print("no")
else: print("else")
print(*(i
        for i in
        "ab"), sep=
      "-")
def deco(f): return f
@deco

@deco
# comment between decorator and function

def decorated(): return "decorated"
print(decorated())
print(1if 1else 2, [0x1for i in(1,)], not(1), -(-1), 1if(0)else 2)
print(1_0, 0xA_B, 1.5_0, 1e1_0, 0b1_1, 0o1_7)
a=b=c=0;a,b=b,a;print(a,b,c)
print((((((1))))), [[[[]]]], {(1,): {2: {3}}})
print("end")   
    
