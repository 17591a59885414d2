# Attributes of classes: reading, assigning, deleting, and their errors.
def attempt(source, names):
    try:
        exec(source, names)
        print(repr(source), '->', names.pop('r', None))
    except Exception as e:
        print(repr(source), '->', type(e).__name__, e)


SETUP = '''
class A: pass
class B(A): pass
class S:
 __slots__=('a',)
class C: x: int
'''

for source in '''
A.__name__ = 1
A.__name__ = 'a\\0b'
del A.__name__
int.__name__='x'
del int.__name__
A.__qualname__ = 1
del A.__qualname__
A.__module__ = 5; r=A.__module__,repr(A)
del A.__module__
A.__bases__ = 1
A.__bases__ = ()
A.__bases__ = (1,)
A.__bases__ = (B,)
A.__bases__ = (S,)
B.__bases__ = (object,)
B.__bases__ = (int,)
del B.__bases__
A.__mro__ = 1
A.__base__ = 1
A.__abstractmethods__
int.__abstractmethods__
type.__abstractmethods__
A.__abstractmethods__ = {'x'}; A()
A.__abstractmethods__ = {'x','y'}; A()
del A.__abstractmethods__
A.__dict__ = {}
int.__annotations__
r=A.__annotations__, sorted(A.__dict__)
r=C.__annotations__, sorted(C.__dict__)
C.__annotations__ = {'y':1}; r=C.__annotations__, C.__annotate__, sorted(C.__dict__)
C.__annotations__ = 5; r=C.__annotations__
del C.__annotations__
C.__annotations__; del C.__annotations__; r=C.__annotations__, sorted(C.__dict__)
del A.__annotations__
int.__annotate__
r=A.__annotate__
C.__annotate__ = 5
del C.__annotate__
C.__annotate__ = None; r=C.__annotations__, sorted(C.__dict__)
C.__annotate__ = lambda f: 5; r = C.__annotations__
C.__annotate__ = lambda f: {'q':f}; r = C.__annotations__, sorted(C.__dict__)
C.__annotations__; C.__annotate__ = lambda f: {'q':f}; r = C.__annotations__, sorted(C.__dict__)
r=A.__type_params__, int.__type_params__
A.__type_params__ = 5; r=A.__type_params__
del A.__type_params__
r=type.__prepare__(), type.__prepare__(1, x=1)
type(1,2)
type()
type(1,2,3,4)
type('A',(),{},x=1)
type.__init__(A)
type.__init__(A, 1, x=1)
type.__init__(A, 1)
type.__new__(type)
type.__new__(type, 1)
class Q(x=1): pass
object.__init_subclass__(1)
object.__reduce_ex__(1, 'x')
r=(i for i in ()).__reduce_ex__(4)
r=object.__subclasshook__(int)
r=sorted(dir(A())) == sorted(set(dir(A())))
int.x
int.x = 1
del int.x
del A.x
A.__class__ = int
r=type.__dict__['__name__'].__get__(A)
type.__dict__['__name__'].__get__(1)
r = type.__instancecheck__(int, 5), type.__subclasscheck__(int, bool)
type.__subclasscheck__(int, 1)
isinstance(1, 1)
issubclass(1, int)
issubclass(int, 1)
r = A.__or__(B)
r = 1 | A
'''.strip().splitlines():
    names = {}
    exec(SETUP, names)
    attempt(source, names)
