# itertools, _operator and _functools: results, messages, pickling.
# imports: _abc _bisect _collections _functools _heapq _operator builtins itertools re
import builtins, re
def print(*a, **k):
    builtins.print(re.sub(r" at 0x[0-9a-f]+", "", " ".join(map(str, a))), **k)
import _abc, _operator, _functools, itertools, _collections, _heapq, _bisect
from itertools import *
from _collections import *
from _functools import *
def t(f, *a):
    try: print(f(*a))
    except BaseException as e: print(type(e).__name__, e)
def L(it, n=20): return list(islice(it, n))
print(L(count()), L(count(5,-2),3), L(count(2.5,.5),3), count(3), count(3,2), count(step=4), L(count(2**49-2),5), L(count(2**63-2),4))
t(count,'a'); t(count,1,2,3)
print(L(cycle('abc')), L(cycle([])), L(repeat(3,4)), repeat(3,4), repeat('x'), repeat(3,-1), repeat(1,5).__length_hint__())
t(repeat(1).__length_hint__); t(repeat); t(lambda: repeat(1,2,3)); t(lambda: repeat(object=1,times=2))
print(L(accumulate([1,2,3])), L(accumulate([1,2,3],initial=10)), L(accumulate('abc',lambda a,b:b+a)), L(accumulate([])))
print(L(batched('abcdefg',3)), L(batched('abcdef',3,strict=True)))
t(lambda:L(batched('abcde',3,strict=True))); t(lambda: batched('a',0)); t(lambda: batched('a'))
print(L(chain('ab',[1,2])), L(chain.from_iterable(['ab','cd'])), chain[int])
t(lambda: L(chain(1))); t(lambda: chain(x=1))
print(L(compress('abcdef',[1,0,1,0,1,1])), L(dropwhile(lambda x:x<3,[1,2,3,1])), L(takewhile(lambda x:x<3,[1,2,3,1])), L(filterfalse(None,[0,1,2,''])), L(filterfalse(lambda x:x%2,range(8))), L(starmap(pow,[(2,3),[3,2]])))
t(lambda: L(starmap(pow,[3]))); t(lambda: dropwhile(1)); t(lambda: dropwhile(predicate=1,iterable=2)); t(lambda:L(dropwhile(1,[2])))
print(L(pairwise('abcd')), L(pairwise('a')), L(zip_longest('abc','de',fillvalue=0)), L(zip_longest()))
t(lambda: zip_longest('a',x=1)); t(lambda: zip_longest('a',fillvalue=1,x=2))
print([(k,list(g)) for k,g in groupby('aaabbc')], [(k,list(g)) for k,g in groupby(range(6),key=lambda x:x//2)])
print(L(islice(range(10),3)), L(islice(range(10),2,8,3)), L(islice(range(10),2,None)), L(islice(range(10),None,None,4)))
t(islice); t(islice,[]); t(islice,[],-1); t(islice,[],0,1,0); t(islice,[],'a'); t(islice,[],1,2,3,4); t(islice,[],-2,3)
a,b=tee(range(150)); print(sum(a), sum(b)); print(tee([],0), len(tee([1],3)))
a,=tee([1,2,3],1); next(a); c=a.__copy__(); print(list(a),list(c)); t(tee,[],-1); t(tee); t(tee,1)
print(L(product('ab',[1,2])), L(product([0,1],repeat=2)), L(product()), L(product('ab',[])))
t(lambda:product(repeat=-1)); t(lambda:product('a',x=1)); t(lambda:product('a',repeat=1,x=1)); t(lambda:product('ab',repeat=2**62))
print(L(permutations('abc')), L(permutations('abcd',2),5), L(permutations('ab',3)), L(permutations('ab',0)))
print(len(list(permutations(range(6)))), sum(hash(x)%7 for x in permutations(range(5))))
print(L(combinations('abcd',2)), L(combinations('abc',3)), L(combinations('abc',4)), L(combinations('abc',0)))
print(L(combinations_with_replacement('abc',2)), L(combinations_with_replacement('',1)), L(combinations_with_replacement('',0)))
t(permutations,'ab',-1); t(permutations,'ab','a'); t(combinations,'ab'); t(combinations,'ab',-1); t(combinations,'ab',None)
x=[z for z in combinations(range(4),2)]; print(x)
it=product('ab','cd'); p=next(it); q=next(it); print(p,q); h=hash(q)
it=zip_longest([1,2],[3]); print([hash(z)==hash(tuple(list(z))) for z in it])
class MyC(count): 
    def __init__(self, *a, kw=None): self.kw=kw
class MyD(dropwhile):
    def __init__(self, a, b, kw=None): self.kw=kw
print(MyD(lambda x:x<2,[1,2],kw=5).kw)
t(lambda: MyC(5, kw=3))
for n in sorted(dir(itertools)):
    v=getattr(itertools,n)
    if isinstance(v,type): print(n, v, v.__module__, v.__text_signature__, v.__doc__[:20] if v.__doc__ else None)
# operator
g=_operator.itemgetter(1); print(g('abc'), g((1,2)), _operator.itemgetter(2,0)('abc'), g, _operator.itemgetter('a','b'), g.__reduce__())
t(g); t(g,1,2); t(lambda:g(a=1)); t(_operator.itemgetter); t(lambda:_operator.itemgetter(a=1)); t(g,()); t(g,5)
class A: pass
a=A(); a.x=A(); a.x.y=3; a.z='zz'
g=_operator.attrgetter('x.y'); print(g(a), _operator.attrgetter('z','x.y')(a), g, g.__reduce__()); t(g,5); t(_operator.attrgetter,1); t(_operator.attrgetter); t(g); 
m=_operator.methodcaller('split','z',maxsplit=1); print(m('azbzc'), m, _operator.methodcaller('upper')('a'), _operator.methodcaller('upper').__reduce__()); t(_operator.methodcaller); t(_operator.methodcaller,1); t(m); t(m,1)
for n in 'add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor eq ne lt le gt ge is_ is_not iadd isub ipow imul'.split(): print(n, getattr(_operator,n)(13,3))
t(_operator.matmul,1,2); t(_operator.imatmul,1,2); t(_operator.concat,1,2); t(_operator.concat,[1],2); print(_operator.concat([1],[2]), _operator.iconcat([1],[2]))
t(_operator.indexOf,[1,2],2); t(_operator.indexOf,[1,2],3); t(_operator.countOf,[1,2,1],1); t(_operator.countOf,1,1); t(_operator.indexOf,1,1)
t(_operator.length_hint,[1]); t(_operator.length_hint,1); t(_operator.length_hint,1,5); t(_operator.length_hint,1,'a'); t(_operator.length_hint,1,-3); t(_operator.index,1.5); t(_operator.index,True); print(_operator.call(max,1,5,key=lambda x:-x))
t(_operator._compare_digest,'a','a'); t(_operator._compare_digest,b'a',b'ab'); t(_operator._compare_digest,'a',b'ab'); t(_operator._compare_digest,'é','é'); print(_operator.is_none(None),_operator.is_not_none(None))
# functools
print(reduce(lambda a,b:a+b,[1,2,3]), reduce(lambda a,b:a+b,[],5), reduce(lambda a,b:a+b,[1],initial=5)); t(reduce,max,[]); t(reduce,max,1); t(reduce,max)
p=partial(max,1,2); print(p(5), p.func, p.args, p.keywords, p); p2=partial(p,3,key=None); print(p2, p2(0))
t(partial); t(partial,1); P=Placeholder; print(P, partial(print,P,2), type(P), type(P)() is P); partial(print,P,2,P,4)(1,3); t(partial,print,P); t(lambda:partial(print,a=P)); t(lambda:partial(print,P,2)()); print(partial(partial(print,P,2,P,3),7), partial(partial(print,P,2),7,8))
print(p.__reduce__()); p.foo=3; print(p.__dict__, p.__reduce__())
q=partial(int); q.__setstate__((max,(1,),{'key':None},{'z':1})); print(q,q.z); t(q.__setstate__,1); t(q.__setstate__,(1,(),{},{}))
class K:
    m=partial(print,'m')
K().m(3)
k=cmp_to_key(lambda a,b:(a>b)-(a<b)); print(sorted([3,1,2],key=k), k(1)<k(2), k(1)==k(1), k(5).obj); t(lambda:k(1)<3); t(k); t(lambda:k(1,2)); t(lambda:hash(k(1))); t(cmp_to_key)
from _functools import _lru_cache_wrapper as w
f=w(lambda x,y=0:(print('call',x,y),x)[1],2,False,lambda *a:a)
print(f(1),f(1),f(2),f(1),f(3),f(1),f(2),f.cache_info()); print(f(1,y=2),f(1,y=2),f.cache_info()); f.cache_clear(); print(f.cache_info())
f=w(lambda x:x,None,True,lambda *a:a); print(f(1),f(1.0),f(1),f(True),f.cache_info()); t(f,[])
f=w(lambda x:x,0,True,lambda *a:a); print(f(1),f(1),f.cache_info()); t(w); t(w,1,2,3,4); t(w,len,'a',3,4); f.z=3; print(f.__dict__)
