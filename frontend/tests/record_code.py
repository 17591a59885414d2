#!/usr/bin/env python3
"""Records the code that CPython's compile() makes of small programs, and its errors and warnings for wrong ones, into
frontend/tests/panels/code.txt.

    $RPYTHON_ORACLE/bin/python3.14 frontend/tests/record_code.py

RPYTHON_ORACLE defaults to ~/.cache/rpython-oracle. A record is the kind (`exec 0`: mode and optimisation level; `check`),
the source and the outcome, separated by U+001F; records end with U+001E.
"""
import struct
import warnings
from pathlib import Path

SINGLE = r"""
1
---
x = 1
---
'doc'
---
if x:
  1
---
for i in x: i
---
def f():
  1
  'a'
---
class A:
  1
---
x; y; 2
---
x: int = 1
---
x: int
---
[x for x in y]
---
with a: b
---
async def f(): await x
---
import a
---
lambda: 1
---
(yield)
---
1+2
---
try:
  1
finally:
  2
---
@d
def f(): pass
"""

EVAL = r"""
1
---
x
---
x+1
---
[x for x in y]
---
lambda x: x*2
---
(x := 1)
---
{a: b for a, b in c}
---
f(*a, **k)
---
a if b else c
---
not a
---
a < b < c
---
x and y or z
---
(yield_ for yield_ in z)
---
f'{x!r:>{w}}'
---
...
---
1,2,3
---
 x
---
-1
---
'a'*3
---
(1,2)[0]
---
all(x for x in y)
---
a.b.c(d)
---
super().x
---
__debug__
"""

EXEC = r"""
pass
---
x: int
---
if a:
  x: int
y: str
---
class A:
  x: int
  if a:
    y: str
  def f(self): self.x = self.y = 1
---
class A[T](B): x: T
---
from __future__ import annotations
x: int = 1
def f(a: b) -> c: pass
class D:
  y: 'z'
  z: a+b
---
x = [y for y in z if (q := y)]
---
class A:
  x = [y for y in z]
  w = {y: lambda: y for y in z}
---
def f():
  return [lambda: x for x in y]
---
class A:
  def __init__(self): self.__x = 1
  __y = __z
---
del x, y[0], z.w
---
x = yield_ = 3
---
def f():
  global x
  def g():
    nonlocal_ = x
  class B:
    global C
    class C: pass
---
a = -0.0, 0.0, 1, 1.0, True, 1j, -1j, 'a', b'a'
---
x = 1 if 2 else 3
while 0: pass
while 1: break
---
assert x, y
---
def f(a, /, b, *, c=1, **d) -> e: 'doc'
---
print(__debug__)
---
if __debug__: a
---
x = (1,2,3)[1]; y = 'abc'[1]; z='abc'[::-1]; w = (1,2)+(3,)
---
a = 2**100; b = 2**200; c = 'x'*5000; d = 1<<127; e=1<<129; f=10**30; g=-7//2; h=-7%3; i=7.5//2; j=1/3; k=10**-2; l=(-8)**(1/3); m=1e308*10; n=0.0/1; o=2**0.5; p=~5; q=not 5; r=+True; s=-True; t=~True
---
a = 1+2j; b = (1+2j)*(3-4j); c=(1+2j)/(3-4j); d=(1+2j)**2; e=2j**0.5; f=1j*1j; g=0j-0j; h=-0j; i=1-0j; j=0.0-1j; k=1j**-3; l=(1+1j)**(2+1j)
---
a = 10000000000000000000000/3; b=1/10**30; c = 10**22/7; d=(2**100)/(2**99+1); e=-(10**25)//3; f=(10**25)%7; g=5%-3; h=5.5%-2; i=-5.5//2; j=1e20%3; k=0x7fffffffffffffff+1; l=-0x8000000000000000; m=-0x8000000000000000-1; n=9223372036854775807*2
---
a = 'a' 'b' + 'c'; b=b'a'*3; c=(1,)*3; d=()*3; e=''*100000; f=(1,2)*200; g='\ud800'+'\udc00'; h='é'*3; i='aé\U0001F600'[1]; j='aé\U0001F600'[-1]; k=b'ab'[0]; l=(1,2,3)[-1]; m='ab'[5]; n=(1,2,3)[1:]; o='abc'[True]
---
x in (1,2); x in [1,2]; x in {1,2}; x in {1,1.0,True}; x not in [a,b]
for q in [a,b]: pass
---
def f():
  x = 1
  del x
  return x
def g(a):
  if a: b=1
  return b
def h():
  for i in x: y=i
  print(y, i)
---
def f():
  try: return a
  finally:
    with b as c:
      for d in e:
        try: continue
        except F as g: break
        else: h()
        finally: i()
---
async def f():
  async with a as b, c:
    async for d in e:
      if d: return 1
      continue
    else: g
  return [x async for x in y if await x], {x: y async for x, y in z}, (x async for x in y)
---
def f():
  match x:
    case {'a': 1, **r} if r: return r
    case [a, *_, b] | (a, b): return a
    case A(b=1, c=[d, e]) as q: pass
    case -1 | 1+2j | None | True | 'x' | b.c: pass
    case _: z
---
x = a if b else c if d else e
y = not (a and b or c)
z = a < b < c and d > e
while a < b < c or not d: f()
if (a if b else c): d
---
type X = int
type Y[T: int = str, *U = *V, **P = [int]] = T
def f[T: (int, str)](x: T = 1, *, y: T = 2) -> T: return x
class A[T](B, metaclass=C): y: T
---
a.b.c.d(e).f\
.g(h)\
.i = 3
x[1:2, ::3] = y
x[a:b] += 1; x.y += 1; x[i] -= 2
---
import a.b.c as d, e.f, g
from . import h
from ..i import j as k
from l import *
---
def f(*args: *Ts, **kw: int): pass
---
lambda: (yield)
def g(): return (yield from x)
---
class A:
  'doc'
  __slots__ = ()
  @property
  def x(self): return super().x
  @x.setter
  def x(self, v): super(A, self).x = v
  y = __class__
---
try:
  a
except* B as c:
  d
except* (E, F):
  g
else: h
finally: i
---
def f():
  nonlocal_=1
  def g():
    nonlocal nonlocal_
    nonlocal_ = 2
    return [nonlocal_ for x in y]
  return g
---
print(f'{a}{b!s}{c:d}{d=}{e!r:{f}}', f'', f'x', f'{x}', t'{a}b{c!r:d}')
"""

CHECKED = r"""
x is 1
---
x is not 'a'
---
1 is 1
---
x is ()
---
x is (1,2)
---
x is (a,)
---
x is None is 1
---
x is b'' is not 2.5
---
f'' is x
---
x is []
---
{} is x
---
x is {1}
---
x is (y for y in z)
---
x is ...
---
1 < x is 2
---
1()
---
'a'()
---
[1](2)
---
(1,2)(3)
---
{}()
---
{1}()
---
[x for x in y]()
---
(x for x in y)()
---
f'{x}'()
---
t'{x}'()
---
None()
---
...()
---
(lambda: 1)()
---
b''()
---
1.5()
---
1j()
---
True()
---
1[2]
---
None[1]
---
1.5[1]
---
{1}[1]
---
{x for x in y}[1]
---
(x for x in y)[1]
---
(lambda: x)[1]
---
...[1]
---
True[1]
---
t'a'[1]
---
t'a'['a']
---
'a'['b']
---
'a'[1.5]
---
[1]['a']
---
[1][None]
---
(1,)['a']
---
[x for x in y]['a']
---
f'{x}'['a']
---
'a'[1]
---
'a'[True]
---
'a'[1:2]
---
'a'[x]
---
b'a'[f'']
---
[1][t'']
---
[1][(1,)]
---
[1][[]]
---
[1][{}]
---
[1][lambda:1]
---
'a'[...]
---
(1,2)[1,2]
---
assert (1,2)
---
assert (x, 'msg')
---
assert ()
---
assert (1,2), 3
---
try:
    pass
finally:
    x is 1
---
def f():
    try:
        return 1
    finally:
        x is 1
        1()
---
def f():
    for x in y:
        try:
            continue
        finally:
            assert (1,2)
---
def f():
    try:
        pass
    finally:
        return 1
---
while 1:
    try:
        pass
    finally:
        break
---
class A:
    try:
        x is 1
    except E: y is 2
    else: z is 3
    finally:
        w is 4
---
try:
  pass
except* E:
  x is 1
finally:
  y is 2
---
return
---
return 1
---
def f():
  pass
return 2
---
class A:
  return 1
---
break
---
continue
---
if 1:
  break
---
def f():
  break
---
for x in y:
  def g():
    continue
---
async def f():
  yield 1
  return 2
---
yield
---
yield 1
---
yield from x
---
class A:
  yield 1
---
async def f():
  yield from x
---
await x
---
[await x for x in y]
---
async with x: pass
---
async for x in y: pass
---
def f():
  await x
---
def f():
  async with x: pass
---
def f():
  [x async for x in y]
---
async def f():
  [[y async for y in z] for x in w]
---
try:
  pass
except:
  pass
except E:
  pass
---
try:
  pass
except* E:
  return
---
for x in y:
  try:
    pass
  except* E:
    break
---
for x in y:
  try:
    pass
  except* E:
    continue
---
def f():
  try:
    pass
  except* E:
    return 1
---
*x
---
*x = 1
---
del *x
---
x = *y
---
print(*x)
---
*x, *y = z
---
[*x, *y] = z
---
(a, *b, c, *d) = 1
---
f(a=1, a=2)
---
f(a=1, b=2, a=3)
---
f(**a, b=1, b=2)
---
class A(x=1, x=2): pass
---
match x:
  case a: pass
  case b: pass
---
match x:
  case _: pass
  case b: pass
---
match x:
  case a | b: pass
---
match x:
  case [a, a]: pass
---
match x:
  case [a] | [b]: pass
---
match x:
  case [a] | [a, b]: pass
---
match x:
  case {1: a, 1: b}: pass
---
match x:
  case {'a': a, 'a': b}: pass
---
match x:
  case {1: a, True: b}: pass
---
match x:
  case {1: a, 1.0: b}: pass
---
match x:
  case {b'x': a, b'x': b}: pass
---
match x:
  case A(x=1, x=2): pass
---
match x:
  case [*a, *b]: pass
---
match x:
  case (a as b) | c: pass
---
match x:
  case a as b: pass
  case c: pass
---
match x:
  case {**a, 'x': 1}: pass
---
match x:
  case -1j: pass
---
match x:
  case {-1: a, -1: b}: pass
---
match x:
  case {None: a, None: b}: pass
---
match x:
 case [x, y] | [y, x]: pass
---
match x:
 case {0: _, **rest} | {1: _, **rest}: pass
---
type X[T=int, U] = int
---
def f[T=int, *U](): pass
---
class A[T=int, **P]: pass
---
def f[T=int, U=str](): pass
---
x: int = *y
---
x[0]: int
---
(x): int
---
x.y: int = 1
---
def f():
  x.y: int
  z[0]: int
---
super().x
---
class A:
  def f(self): return super().x
---
from __future__ import braces
---
from __future__ import nope
---
x = 1
from __future__ import annotations
---
def f(): x = yield
x = lambda: (yield)
---
class A:
  x = [(yield) for x in y]
---
lambda: await x
---
def f(x, x): pass
---
global x
x = 1
---
def f():
  x = 1
  global x
---
nonlocal x
"""

MANY = [", ".join(str(i * 1000) for i in range(40)), ", ".join(f"a{i}" for i in range(70))]
LONG = [form.format(items) for items in MANY for form in [
    "x = [{}]", "x = {{{}}}", "x = ({})", "for x in [{}]: pass", "for x in {{{}}}: pass", "for x in ({}): pass",
    "a in [{}]", "a in {{{}}}", "a in ({})", "f({})", "f(*[{}])", "class A({}): pass", "x = [*y, {}]",
    "[x for x in [{}]]"]]
LONG += ["f(" + ", ".join(f"b{i}={i}" for i in range(40)) + ")", "{" + ", ".join(f"{i}: b{i}" for i in range(40)) + "}",
         "def f():\n" + "".join(f"  a{i} = {i}\n" for i in range(300)) + "  while a1:\n"
         + "".join(f"    a{i} += a{i + 1}\n" for i in range(280)) + "  return a299\n"]
DEEP = ["\n".join(" " * i + head for i in range(depth)) + "\n" + " " * depth + "pass"
        for head in ("while 1:", "for x in y:", "with x:", "if x:", "try:") for depth in (20, 21, 22)]
UNPACK = [", ".join(f"a{i}" for i in range(count)) + ", *b = x" for count in (254, 255, 256)]


def programs(text):
    return text.strip("\n").split("\n---\n")


def dump(code):
    """Every field of a code object, one a line; `code.rs` writes the same."""
    lines = [f"code {code.co_name} {code.co_qualname} {code.co_argcount} {code.co_posonlyargcount} "
             f"{code.co_kwonlyargcount} {code.co_stacksize} {code.co_flags:#x} {code.co_firstlineno}",
             code.co_code.hex(), code.co_linetable.hex(), code.co_exceptiontable.hex()]
    for names in (code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars):
        lines.append(" ".join(["names", *names]))
    for value in code.co_consts:
        lines.append(constant(value))
    lines.append("end")
    return "\n".join(lines)


def constant(value):
    kind = type(value).__name__
    match value:
        case tuple() | slice():
            items = (value.start, value.stop, value.step) if isinstance(value, slice) else value
            return f"{kind} [" + ", ".join(map(constant, items)) + "]"
        case frozenset():
            return f"{kind} [" + ", ".join(sorted(map(constant, value))) + "]"
        case float():
            return f"{kind} " + struct.pack(">d", value).hex()
        case complex():
            return f"{kind} " + struct.pack(">dd", value.real, value.imag).hex()
        case str():
            return f"{kind} " + value.encode("utf-8", "surrogatepass").hex()
        case bytes():
            return f"{kind} " + value.hex()
        case bool() | int() | None:
            return f"{kind} {value}"
        case _ if value is ...:
            return f"{kind} Ellipsis"
    return dump(value)


def compiled(source, mode, level):
    try:
        return dump(compile(source, "panel", mode, dont_inherit=True, optimize=level))
    except SyntaxError as error:
        return describe(error)


def describe(error):
    place = f"{error.lineno}, {error.offset}, {error.end_lineno}, {error.end_offset}"
    return f"{type(error).__name__}: {error.msg} ({place})"


def check(source):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        try:
            compile(source, "panel", "exec", dont_inherit=True)
            lines = ["ok"]
        except SyntaxError as error:
            lines = [describe(error)]
    return "\n".join(lines + [f"{w.category.__name__}: {w.message} ({w.lineno})" for w in found])


def records():
    warnings.simplefilter("ignore")
    for mode, sources in (("exec", programs(EXEC) + LONG), ("eval", programs(EVAL)),
                          ("single", [source + "\n" for source in programs(SINGLE)])):
        for level in (0, 1, 2):
            for source in sources:
                yield f"{mode} {level}", source, compiled(source, mode, level)
    for source in programs(CHECKED) + DEEP + UNPACK:
        yield "check", source, check(source)


if __name__ == "__main__":
    text = "".join("\x1f".join(record) + "\x1e" for record in records())
    (Path(__file__).parent / "panels/code.txt").write_text(text, encoding="utf-8")
