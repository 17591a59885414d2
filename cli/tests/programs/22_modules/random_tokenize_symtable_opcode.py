# _random, _statistics, _string, _tokenize, _symtable and _opcode.
# imports: _opcode _random _statistics _string _symtable _tokenize builtins re a
import builtins, re
def print(*a, **k):
    builtins.print(re.sub(r" at 0x[0-9a-f]+", "", " ".join(map(str, a))), **k)
import _random, _statistics, _string, _tokenize, _symtable, _opcode
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
r=_random.Random()
for s in (0,1,-5,2**40,2**700+3,1.5,True): 
    if s!=b'abc': r.seed(s); print(s,r.random(),r.random(),r.getrandbits(5),r.getrandbits(32),r.getrandbits(33),r.getrandbits(200), hash(r.getstate()))
for i in range(2000): r.random()
s=r.getstate(); a=r.random(); r.setstate(s); print(a==r.random(), s[-1], len(s))
t(r.getrandbits,-1); t(r.getrandbits,0); t(r.getrandbits,'a'); t(r.getrandbits,2**70); t(r.setstate,1); t(r.setstate,(1,)); t(r.setstate,(1,)*625); t(r.setstate,(1,)*624+(700,)); t(r.setstate,(1,)*624+('a',)); t(r.seed,[]); t(r.seed,1,2); t(_random.Random,1,2); t(lambda:_random.Random(a=1)); t(r.setstate,(-1,)*625)
t(_statistics._normal_dist_inv_cdf,0,1,1); t(_statistics._normal_dist_inv_cdf,.5,1,-1); t(_statistics._normal_dist_inv_cdf,.5,1)
print([_statistics._normal_dist_inv_cdf(p/1000,1.5,2.5) for p in range(1,1000,37)], _statistics._normal_dist_inv_cdf(1e-20,0,1), _statistics._normal_dist_inv_cdf(1-1e-12,0,1))
t(_string.formatter_parser,1); t(_string.formatter_field_name_split,1); x=_string.formatter_parser('a{b!r:c}d{{x}}{}{:{w}}'); print(x,type(x).__module__, list(x)); y=_string.formatter_field_name_split('a.b[0][c]'); print(y,list(y[1]),type(y[1]).__module__); t(list,_string.formatter_parser('a{')); t(lambda:list(_string.formatter_field_name_split('a[')[1]));t(_string.formatter_field_name_split,'');t(_string.formatter_field_name_split,'12.a')
T=_tokenize.TokenizerIter
t(T); t(T,1,2); t(T,lambda:'a\n'); t(lambda:list(T(lambda:5,extra_tokens=True))); t(lambda:list(T(lambda:b'a',extra_tokens=True))); t(lambda:list(T(iter([b'a\n',b'b']).__next__,encoding='utf-8',extra_tokens=True))); t(lambda:list(T(iter(['a\n']).__next__,encoding='utf-8',extra_tokens=True))); t(lambda:list(T(iter(['a\n']).__next__,extra_tokens=False)));t(lambda:list(T(5,extra_tokens=False))); t(lambda: T(len)); t(lambda:list(T(iter([b'\xff\n']).__next__,encoding='utf-8',extra_tokens=True)))
t(lambda:list(T(iter(['a(\n']).__next__,extra_tokens=False)))
t(lambda:list(T(iter(['x="a\n']).__next__,extra_tokens=False)))
src='''def f(a, b=1):
    """doc
    more"""
    # c
    if a:
        return f"{a!r:>{b}} x" + 'é' # comment
\tx
'''
t(lambda:list(T(iter(src.splitlines(True)).__next__,extra_tokens=True))); t(lambda:list(T(iter(src.replace('\t','').splitlines(True)).__next__,extra_tokens=True)))
def show(e,d=0):
    print(' '*d,e.name,sorted(e.symbols.items()),e.varnames,e.nested,e.type,e.lineno)
    for c in e.children: show(c,d+1)
show(_symtable.symtable('''
import a
def f(a:int,*b,c=1)->str:
    global q
    x=[i for i in a]
    def g(): nonlocal x; return b
    return lambda: x
class C[T](B):
    __p=1
    def m(self): super()
type X=int
''','x','exec'))
t(_symtable.symtable,1,2,3); t(_symtable.symtable,'a','f','foo'); t(_symtable.symtable,'a b','f','exec')
for n in ('USE','DEF_BOUND','SCOPE_OFF','CELL'): print(n,getattr(_symtable,n))
print([(i,_opcode.is_valid(i),_opcode.has_arg(i),_opcode.has_jump(i),_opcode.has_const(i),_opcode.has_name(i),_opcode.has_free(i),_opcode.has_local(i),_opcode.has_exc(i)) for i in range(-1,270)])
t(_opcode.stack_effect, 93,1,jump=5); print(_opcode.get_nb_ops(), _opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs(), _opcode.get_special_method_names(), _opcode.get_specialization_stats()); t(_opcode.get_executor,code=1,offset=1); t(_opcode.get_executor,code=(lambda:1).__code__,offset=1)
