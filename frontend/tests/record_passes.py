"""Records what CPython's passes between parser and code generator make of small programs, into
frontend/tests/panels/passes.txt: symbol tables, preprocessed trees, annotations kept as text, warnings.

    python3.14 frontend/tests/record_passes.py

A record is the kind, the source and the outcome, separated by U+001F; records end with U+001E. Run with PYTHONHASHSEED=0.
"""
import ast
import os
import symtable
import sys
import warnings

from random_scopes import Maker
from symtable_lines import lines_of

SCOPES = r"""
class C[__classdict__]: pass
---
class C[__conditional_annotations__]: pass
---
class C[__class__]: pass
---
def f[__classdict__=3](): pass
---
def f():
  x: (yield)
---
from __future__ import annotations
def f():
  x: (yield)
---
from __future__ import annotations
def f(x: (yield)):
  pass
---
from __future__ import annotations
x: int
class C:
  y: [a for a in b]
  def f(self, z: __w): pass
---
x: (yield)
---
def f(x: (await y)): pass
---
await x
---
def f(): await x
---
def f(): [await x for x in y]
---
class C: await x
---
lambda: (await x)
---
def f(): [x async for x in y]
---
def f(): (x async for x in y)
---
def f(): {x: (await y) for x in y}
---
async for x in y: pass
---
def f():
  async with y: pass
---
async def f(): return [[x async for x in y] for z in w]
---
class C:
  [(y := 1) for x in z]
---
class C[T: [(y := 1) for x in z]]: pass
---
type A = [(y := 1) for x in z]
---
class C[T]([(y := 1) for x in z]): pass
---
x: [(y := 1) for x in z]
---
[x for x in (y := 3)]
---
[x for x in [lambda: (y := 3)]]
---
[x:=1 for x in y]
---
[j:=1 for x in y for j in z]
---
[[(j := 0) for i in range(5)] for j in range(5)]
---
[(j := 1) for i in y for j in z]
---
[i for i in y if (j := 1) for j in z]
---
def f():
  global j
  [(j := 1) for x in y]
---
def f(a, a): pass
---
def f(a, *, a): pass
---
lambda a, *a: 1
---
def f[T, T](): pass
---
def f():
  import os as __debug__
---
from x import *
class C:
  from x import *
---
def f():
  global __debug__
---
nonlocal x
---
def f():
  nonlocal x
---
def f():
  x=1
  global x
---
def f():
  print(x)
  global x
---
def f():
  x: int
  global x
---
def f():
  global x
  x: int
---
def f():
  def g():
    nonlocal x
    x: int
  x = 1
---
def f(x):
  global x
---
def f(x):
  nonlocal x
---
def f():
  global x
  nonlocal x
---
def f[T]():
  nonlocal T
---
def f(__debug__): pass
---
f(__debug__=1)
---
x.__debug__ = 1
---
del __debug__
---
del x.__debug__
---
match x:
  case A(__debug__=1): pass
---
match x:
  case __debug__: pass
---
match x:
  case {**__debug__}: pass
---
match x:
  case [*__debug__, a] | {1: b, **c} | D(e, f=g) as h if i: j = k
---
from __future__ import braces
---
from __future__ import nope
---
from __future__ import éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé
---
x=1
from __future__ import annotations
---
x=1; from __future__ import annotations
---
from __future__ import annotations; import os; from __future__ import division
---
def f():
  from __future__ import annotations
---
"doc"
from __future__ import annotations
"doc"
from __future__ import division
---
from .__future__ import x
---
class C:
  def f(self):
    nonlocal __class__
    __class__ = 1
---
class C[T]:
  x: (yield)
---
type X[T: (yield)] = 1
---
type X[T = (yield)] = 1
---
type X[T: (1, (yield))] = 1
---
type X[*T = (yield)] = 1
---
type X[**T = (yield)] = 1
---
type X = (yield)
---
class X[T]((yield)): pass
---
def f[T](x: (a:=3)): pass
---
class A[T](metaclass=(x:=3)): pass
---
[(yield) for x in y]
---
def f(): ((yield) for x in y)
---
def f(): {(yield from z):1 for x in y}
---
try: pass
except x as __debug__: pass
---
def __debug__(): pass
---
class __debug__: pass
---
import __debug__.x
---
type __debug__ = 1
---
def f[__debug__](): pass
---
(__debug__ := 1)
---
with x as __debug__: pass
---
global x, x
---
class C(__debug__=1): pass
---
async def f(x=await y): pass
---
async def f():
   def g(x=await y): pass
   def h(x: await y): pass
---
async def f():
   lambda x=(await y): 1
   return [lambda: (await x) for x in y]
---
class C:
  def f(self): pass
  l=[__class__ for x in y]
  k=[lambda: __class__ for x in y]
  m=[lambda: __classdict__ for x in y]
---
def f():
  x=1
  [x for y in z]
  [lambda: x for y in z]
  [lambda: y for y in z]
---
class C:
  x: int
  def f(x: int)->C: pass
  l = [[lambda: __conditional_annotations__ for i in j] for q in r]
  type X = [[a for a in b] for c in d]
  type Y[T] = [[a for a in T] for c in d]
  class D[T]([x for x in y]): pass
---
class A[__T](__B):
  def f[__U](self, x: __T = __q, *, z=__r): return __z, __U
  type __X[__V: __W = __VV] = __T
  def g(x: __T): pass
  import __a.__b, __c as __d
  __e__ = __f.__g
---
class _: 
  __a = 1
---
class __B:
  __a = lambda self, __b: __c(__d=1)
---
def f():
  x = 1
  class C:
    nonlocal x
    [x for q in y]
---
def f():
  def g():
    nonlocal x
    [x for q in y]
  x = 1
---
x: int
def f(): return x
[x for x in y]
[lambda: x for x in y]
---
def f(a, b=c, /, d=e, *g, h, i=j, **k) -> l: m = super; return m
---
def outer():
  a = 1
  class C[T: a = b](c, d=a):
    a: T = a
    def method(self, x: a = a) -> T:
      global a
      return a, T, __class__
---
def f():
  for x in y: z: int
  while a: b: int
  if c: d: int
  with e: g: int
class C:
  for x in y: z: int
  while a: b: int
---
(lambda x=(lambda y: y)(z): (x, w))
""".strip("\n").split("---\n")

TREES = r"""
'%s a %% %-5r %05a' % (a,b,c)
---
'%s a' % (a,b,c)
---
'%d' % (a,)
---
'%.3s%3.s%0s% s%+s%#s' % (a,b,c,d,e,f)
---
'%100s' % (a,)
---
'%.100s' % (a,)
---
'%99.99s%-9.s' % (a,b)
---
'%s' % ()
---
'abc%%' % ()
---
'' % ()
---
'%s' % (*a,)
---
u'%s' % (a,)
---
'%é' % (a,)
---
'é%sé' % (a,)
---
'%' % (a,)
---
'%s%' % (a,)
---
'%.s %.r %a%%a' % (a, b, c)
---
'%(a)s' % (a,)
---
('%s' % (a,)) % (b,)
---
'%s' % ('%r' % (__debug__,),)
---
b'%s' % (a,)
---
'doc'
'second'
---
'doc'
---
def f(): 'x'
---
class f:
 'x'
 'y'
---
async def f():
 'x'
 return lambda: __debug__
---
__debug__; x.__debug__; __debug__.x
---
match x:
 case -1|1-2j|-0.0+0j|{-3:4, 1+2j:6}|-0|-5j|-1.5: pass
---
match x:
 case -9223372036854775808|-99999999999999999999|99999999999999999999+1j|-1e400-1e400j: pass
 case [-1, C(-1, a=-1), (-2 as b)]: pass
---
from __future__ import annotations
x: '%s' % (a,) = '%s' % (a,)
def f(a: __debug__, *b: __debug__)->__debug__: return lambda x=__debug__:1
y: lambda a=__debug__: [__debug__ for z in __debug__]
---
-1; 1+2; (1,2); [1,2]; x in [1,2]; not x; 'a'*3; 'abc'[0]; if_=1 if 1 else 2
""".strip("\n").split("---\n")

WARNINGS = r"""
def f():
 try: pass
 finally:
  return 1
---
def f():
 try: pass
 finally:
  for x in y: return 1
---
def f():
 while 1:
  try: pass
  finally:
   for x in y: break
   else: break
---
while 1:
 try: pass
 finally:
  break
---
while 1:
 try: pass
 finally:
  def f(): return
  x='é'; break
---
while 1:
 try: pass
 finally:
  try: break
  finally: pass
  continue
---
while 1:
 try: pass
 finally:
  if x:
    with y: break
  elif z: continue
---
def f():
 try: pass
 except a: return
 else: return
 finally:
  try: return
  finally: return
  match x:
   case 1: return
  class C:
   x = 1
  return
""".strip("\n").split("---\n")

ANNOTATIONS = r"""
a + b * c - (d - e) ** -f ** (g ** h)
(a ** b) ** c; a if b else c; (a if b else c) if d else e
not a and b or (c or d) and not (e and f)
a < b <= c != d is not e not in f; (a < b) < c
lambda: a; lambda a, /, b=1, *c, d, e=2, **f: (a, b); lambda *, a: a; lambda *a: a; lambda **k: k
(lambda: a)(b)(c).d[e:f:g, h, ...][i][(j, k)][*l]
f(a, *b, c=d, **e); f(x for x in y); f((x for x in y), z); f((yield_))
[a, *b]; (a,); (); {a, b}; {a: b, **c}; {}; [*a, b]
[a for b in c if d if e for f in g]; {a: b for c, d in e}; (a async for b in c); (a for b in (lambda: c) if (d if e else f))
1 .real; 1.5.real; (-1).real; 1j.imag; 1e400; -1e400j; 1e16; 0x10; 10**2; 123456789012345678901234567890
'a\'b'; "a'b"; 'a"b'; '\n\t\\\x00\xe9\u2028\U0001f600'; b'a\xff\''; u'x'; 'a' 'b'; '\ud800'
None; True; False; ...; (1, 'a')
f'{a}b{c!r:>{d}}{{}}'; f'{a!s}' f'{b:x}'; f'{ {a: b} }'; f'{(lambda: a)}'; f"{a['b']}"; f'{a:{b}{c}}'; f'{a:%H:%M}'
t'{a}b{c!r:>{d}}{{}}'; t'{ {a: b} }'; t'a' t'{b}'; t''; t'{a:{b}}'
~a; +a; - -a; not not a; -(a + b); -a ** b; (-a) ** b; await_
a[b]; a[b, c]; a[b:c]; a[:]; a[::b]; a[b:, c]; a[(b, c), d]; a[*b]
a @ b // c % d << e >> f & g ^ h | i
(a or b) and c; a or b and c; (a and b) or c; not (a == b); (not a) == b
a.b.c; (a.b)(c).d; (a + b).c; (a, b).c; [a].b; f'{a}'.b; 'a'.b
"""


def symbols(source):
    lines = []
    try:
        lines_of(symtable.symtable(source, "<panel>", "exec"), 0, lines)
    except SyntaxError as error:
        place = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        return "%s: %s %s" % (type(error).__name__, error.msg, place)
    return "\n".join(lines)


def tree(source, level):
    return ast.dump(ast.parse(source, optimize=level), include_attributes=True)


def warned(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "<panel>", "exec")
    places = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "<panel>", "exec")
        except SyntaxError as error:
            places.append("error %s %s" % (error.msg, [error.lineno, error.offset, error.end_lineno, error.end_offset]))
    return "\n".join(["%d %s" % (warning.lineno, warning.message) for warning in caught] + places)


def annotation(source):
    namespace = {}
    exec(compile("from __future__ import annotations\nx: (%s)" % source, "<panel>", "exec"), namespace)
    return namespace["__annotations__"]["x"]


def main():
    warnings.simplefilter("ignore")
    records = []
    for source in SCOPES:
        records.append(("symtable", source, symbols(source)))
    for seed in range(400):
        source = Maker(seed).program()
        if compiles_or_not_by_scopes(source):
            records.append(("symtable", source, symbols(source)))
    for source in TREES:
        for level in 1, 2:
            records.append(("tree %d" % level, source, tree(source, level)))
    for source in WARNINGS:
        records.append(("warnings", source, warned(source)))
    for line in ANNOTATIONS.strip().split("\n"):
        for source in split_expressions(line):
            if source != "'\\ud800'":
                records.append(("annotation", source, annotation(source)))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "panels", "passes.txt")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write("\x1f".join(record) + "\x1e\n")
    print("%d records" % len(records))


def split_expressions(line):
    """The expressions of a line, without the semicolons between them."""
    encoded = line.encode()
    for statement in ast.parse(line).body:
        yield encoded[statement.col_offset:statement.end_col_offset].decode()


def compiles_or_not_by_scopes(source):
    """Whether the parser takes the program."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


sys.exit(main())
