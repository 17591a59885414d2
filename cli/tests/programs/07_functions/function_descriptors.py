# Attributes of functions, methods, cells and modules.
import sys


class types:
    def _f(): pass
    FunctionType=type(_f)
    class _C:
        def m(self): pass
    MethodType=type(_C().m)
    def _c():
        a=1
        def g(): return a
        return g
    CellType=type(_c().__closure__[0])
    ModuleType=type(sys)


def attempt(source, names):
    try:
        exec(source, names)
        print(repr(source), '->', names.pop('r', None))
    except Exception as e:
        print(repr(source), '->', type(e).__name__, e)


SETUP = '''
def f(a,b=1,*,c=2)->int:
  "doc"
def g(): return f
x=5
def outer():
  y=1
  def inner(): return y
  return inner
h=outer()
class A:
  def m(self): "mdoc"
a=A()
'''

for source in '''
f.__name__=1
del f.__name__
f.__qualname__=1
del f.__qualname__
f.__name__='z';r=f.__qualname__, repr(f).split(' at')[0]
f.__code__=1
del f.__code__
f.__code__=h.__code__
h.__code__=f.__code__
f.__defaults__=1
del f.__defaults__;r=f.__defaults__
f.__kwdefaults__=1
del f.__kwdefaults__;r=f.__kwdefaults__
f.__globals__=1
del f.__globals__
f.__closure__=1
f.__builtins__=1
f.__dict__=1
del f.__dict__
f.__dict__={'q':1};r=f.q
f.x
f.x=1;r=f.x,f.__dict__
del f.x
f.__annotations__=1
f.__annotations__=None;r=f.__annotations__
r=f.__annotations__,f.__annotations__ is f.__annotations__
r=g.__annotations__,g.__annotate__
del f.__annotations__;r=f.__annotations__,f.__annotate__
f.__annotate__=1
del f.__annotate__
f.__annotate__=None;r=f.__annotations__
f.__annotate__=lambda x:{'k':x};r=f.__annotations__
f.__annotations__;f.__annotate__=lambda x:{'k':x};r=f.__annotations__
f.__annotations__={};r=f.__annotate__
f.__annotate__=lambda x:5;r=f.__annotations__
r=f.__type_params__
f.__type_params__=1
del f.__type_params__
f.__module__=5;r=f.__module__
del f.__module__;r=f.__module__
r=sorted(set(dir(f))-set(dir(object)))
types.FunctionType()
types.FunctionType(1,2)
types.FunctionType(f.__code__,2)
types.FunctionType(f.__code__,{},2)
types.FunctionType(f.__code__,{},'z',2)
types.FunctionType(h.__code__,{},'z',None)
types.FunctionType(h.__code__,{},'z',None,None)
types.FunctionType(h.__code__,{},'z',None,())
types.FunctionType(h.__code__,{},'z',None,(1,))
types.FunctionType(f.__code__,{},'z',None,h.__closure__)
types.FunctionType(f.__code__,{},closure=5)
types.FunctionType(f.__code__,{},kwdefaults=5)
r=f == f, f == g, hash(f) == hash(f)
f.__get__(None, None)
r=f.__get__(None, A) is f
f.__get__(a)
f()
a.m.x=1
del a.m.x
a.m.zz
a.m.__func__=1
types.MethodType()
types.MethodType(1,2)
types.MethodType(f,None)
types.MethodType(f,1,x=1)
r=types.MethodType(len,[1])
r=types.MethodType(len,[1])()
r=a.m<a.m
a.m<a.m
list.append.__module__
len.__name__=1
len.x=1
len.zz
len.__self__=1
r=len.__reduce__(),[].append.__reduce__(),list.append.__reduce__()
x=[];r=x.append==x.append,x.append==[].append,hash(x.append)==hash(x.append),len==len
r=type(len)()
types.CellType(1,2)
types.CellType(x=1)
types.CellType().cell_contents
c=types.CellType(1);c.cell_contents=2;r=c.cell_contents;del c.cell_contents;c.cell_contents
c=types.CellType();del c.cell_contents
C=types.CellType;r=C(1)<C(2),C()<C(1),C(1)==C(1),C()==C()
hash(types.CellType(1))
r=types.CellType(1)==1
r=types.CellType(1).__eq__(1)
types.ModuleType()
types.ModuleType(1)
m=types.ModuleType('m');m.x
m=types.ModuleType('m');del m.x
m=types.ModuleType('m');m.__dict__=1
m=types.ModuleType('m');del m.__name__;m.x
m=types.ModuleType('m');del m.__name__;r=repr(m)
m=types.ModuleType('m');m.__file__='f.py';r=repr(m)
m=types.ModuleType('m');m.__loader__=5;r=repr(m)
m=types.ModuleType('m');m.__getattr__=lambda n:n*2;r=m.ab
m=types.ModuleType('m');r=m.__annotations__,m.__annotate__,m.__dict__
m=types.ModuleType('m');m.__annotations__={1:2};r=m.__annotations__
m=types.ModuleType('m');del m.__annotations__
m=types.ModuleType('m');m.__annotate__=5
m=types.ModuleType('m');del m.__annotate__
m=types.ModuleType('m');m.__annotate__=lambda x:{'k':x};r=m.__annotations__,m.__annotate__(2)
m=types.ModuleType('m');r=dir(m)
m=types.ModuleType('m');m.__dir__=lambda:['z','a'];r=dir(m)
m=types.ModuleType.__new__(types.ModuleType);r=m.__dict__,repr(m)
m=types.ModuleType.__new__(types.ModuleType);m.x
f.__closure__[0]
'''.strip().splitlines():
    names = {'types': types}
    exec(SETUP, names)
    attempt(source, names)
