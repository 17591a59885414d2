# _ast: construction, repr, pickling, compile() to and from trees.
# imports: . _ast a.b as c ast builtins copy d re warnings
import builtins, re
def print(*a, **k):
    builtins.print(re.sub(r" at 0x[0-9a-f]+", "", " ".join(map(str, a))), **k)
import _ast, ast
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
def c(n,mode='exec'): return compile(n,'f',mode)
from ast import *
def m(*b): return Module(body=list(b),type_ignores=[])
i=fix_missing_locations(ImportFrom(module='a',names=[alias('b')],level=0)); i.level='a'; t(c,m(i)); i.level=None; t(c,m(i)); i.names=3; t(c,m(i)); del i.names; t(c,m(i)); i.names=[alias(name=None)]; t(c,m(fix_missing_locations(i)))
f=fix_missing_locations(parse('def f(a=1,*b): pass')).body[0]; f.args=None; t(c,m(f)); f.args=5; t(c,m(f)); f.args=arguments(); f.body=None; t(c,m(f)); f.name=None;f.body=[Pass(lineno=1,col_offset=0)]; t(c,m(f))
t(Name,1,2,3,4); t(Name,'x',id='y'); print(repr(Name('x',Load()))); print(repr(parse('x = f(1, 2, 3) + [a,b,c,d]'))); print(repr(parse('x=1').body[0])); print(repr(Module()), repr(AST()), repr(Constant(b'a'*200)),repr(Load()))
print(repr(parse('f(a,b,c)\ng(z)\nx')), repr(parse('def f(a,b=1): return [1]')))
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    Name(); Name(foo=1); Name('x',foo=1); n=Name('x'); print(n.ctx, n.__dict__)
    AST(); AST(a=1); 
    class X(AST): _fields=('a','b')
    X(); X(1); x=X(1,2); print(x.__dict__, repr(x))
    arguments(); FunctionDef('f'); t(FunctionDef,*range(10)); t(AST,1); t(X,1,2,3)
    for x in w: print(x.category.__name__, x.message)
print(Name('x',Load()).__reduce__(), Name('x',Load(),lineno=3).__reduce_ex__(2), AST().__reduce__())
import copy
print({k:v for k,v in vars(_ast).items() if k[:2]!='__' and not isinstance(v,type)}, repr(_ast.__doc__), AST.__doc__, AST.__module__, Name.__doc__, expr.__doc__[:30], Load.__doc__, expr_context.__doc__,arguments.__doc__)
print(Load() is Load(), parse('x',mode='eval').body.ctx is parse('y',mode='eval').body.ctx, Name._field_types, Name.__annotations__, Name.__match_args__, Load.__match_args__, Return.value)
print(vars(_ast.stmt).keys(), vars(_ast.Load).keys(), hasattr(_ast.AST,'_field_types'), vars(_ast.excepthandler).keys(),vars(_ast.expr_context).keys())
print(Name.__qualname__, Name.__module__, Name.__base__)
for n in ('(','a b'):
    t(compile,n,'f','exec',1024)
print(dump(parse('''
import a.b as c, d
from . import x as y
async def f(a, /, b: int = 1, *c, d=2, e, **g) -> 3:
    async with a as b, c: pass
    async for x in y: await z
    return [i async for i in j if k]
@dec
class C[T: int = 5, *Ts, **P](B, metaclass=M): "doc"
try:
    pass
except* A as e: raise X from Y
else: assert 1, 2
finally: del q, r[1:2:3]
match x:
    case [1, *_, {"a": b, **rest}] if z: pass
    case C(a, b=c) | None | "s" as d: pass
type X[T] = int
x: int = 5
(y): str
x += 1; a, *b = c
global gg
f"{x!r:>{w}} {y}" "tail"
t"{a + b!s:x}"
lambda *a, k=1: (yield)
{**a, 1: 2}; {1}; {a: b for a in c}; {a for a in b}; not -~+1; a if b else c; a < b <= c is not d not in e
x := 5 if False else 1
'''.replace('x := 5','(x := 5)')), include_attributes=True))
