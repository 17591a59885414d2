# Generic aliases and unions.
def attempt(source, names):
    try:
        exec(source, names)
        print(repr(source), '->', names.pop('r', None))
    except Exception as e:
        print(repr(source), '->', type(e).__name__, e)


SETUP = '''
class A: pass
L=list[int]
U=int|str
G=type(L)
'''

for source in '''
r=L,dict[str,int],tuple[int,...],tuple[()],list[A],list[None],type[int]
r=L.__origin__,L.__args__,L.__parameters__,L.__unpacked__
r=L==list[int],L==list[str],hash(L)==hash(list[int]),L!=list[int],L==1
r=L(),L((1,2))
L.zz
L.__origin__=1
r=L.__class__,isinstance(L,type),type(L)
isinstance([],L)
issubclass(list,L)
L[int]
r=list(L),*L,next(iter(L))
r=[*tuple[int,str]][0].__typing_unpacked_tuple_args__
r=L.__reduce__(),L.__mro_entries__(1)
r=B.__bases__
G(1)
r=U,U.__args__,int|None,None|int,int|int,int|str|int,(int|str)|(str|float),list[int]|None
r=U==(str|int),hash(U)==hash(str|int),U!=int,U==1
r=isinstance(1,U),isinstance(1.0,U),issubclass(bool,U),issubclass(float,U),isinstance(None,int|None)
isinstance(1.0,int|list[int])
r=isinstance(1,int|list[int])
int|1
1|int
None|None
r=U.__origin__,U.__name__,U.__module__,U.__qualname__,U.__parameters__,type(U)
U[int]
class B(U): pass
r=type(U)[int,str],type(U)[int]
type(U)[()]
r=A.__or__(int),int.__ror__(str)
r=A|int,A|'x'
r=list[list[int]|None]
r=repr(list[U])
r=dict[int,list[U]].__args__
class B(list[int]): pass
r=dir(L)==sorted(set(dir(list))|{'__origin__','__args__','__parameters__','__mro_entries__','__reduce_ex__','__reduce__','__copy__','__deepcopy__','__unpacked__','__typing_unpacked_tuple_args__','__class__'})
del U.__args__
r={L:1}[list[int]],{U:1}[str|int]
class M(type):
  def __or__(self,o): return 'or'
class X(metaclass=M): pass
list[int].__parameters__[0]
r=A.__dict__['__module__'],sorted(A.__dict__),type(A.__dict__)
'''.strip().splitlines():
    names = {}
    exec(SETUP, names)
    attempt(source, names)
