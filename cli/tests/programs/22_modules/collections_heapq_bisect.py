# _collections, _heapq and _bisect: results, messages, pickling; OrderedDict against a list.
# imports: _bisect _collections _heapq builtins itertools re
import builtins, re
def print(*a, **k):
    builtins.print(re.sub(r" at 0x[0-9a-f]+", "", " ".join(map(str, a))), **k)
import _collections, _heapq, _bisect, itertools
from _collections import *
from _collections import _count_elements, _tuplegetter
def t(f, *a, **k):
    try: print(f(*a, **k))
    except BaseException as e: print(type(e).__name__, e)
d=deque([1,2,3]); d.append(4); d.appendleft(0); print(d, len(d), d[0], d[-1], d[2], 3 in d, 9 in d, d.index(3), d.count(2))
t(lambda:d[10]); t(lambda:d[-10]); t(lambda:d['a']); t(lambda:d[1:2])
d[0]=9; del d[1]; print(d); d.insert(1,'x'); d.insert(-1,'y'); d.insert(100,'z'); print(d)
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); print(d); d.reverse(); print(d)
for n in range(-12,13):
    for sz in (0,1,2,5,8,9):
        e=deque(range(sz)); e.rotate(n); l=list(range(sz)); k=n%sz if sz else 0
        assert list(e)==l[sz-k:]+l[:sz-k],(n,sz,e)
e=deque(maxlen=3); 
for i in range(10): e.append(i)
print(e, e.maxlen); e.appendleft(5); print(e); e.extend('abcd'); print(e); e.extendleft('xy'); print(e)
t(e.insert,0,1); print(e+deque([1]), e*2, 2*e, e*0); e+=deque('q'); print(e); e*=3; print(e)
t(lambda:deque()+[1]); t(lambda:deque().pop()); t(lambda:deque().popleft()); t(lambda:deque().remove(1)); t(lambda:deque().index(1)); t(lambda:deque([1],2).copy())
t(deque,1); t(deque,[],-1); t(deque,[],'a'); t(deque,1,2,3); t(lambda:deque(x=1)); t(hash,deque())
print(deque('ab')==deque('ab'), deque('ab')<deque('b'), deque('ab')!=deque('abc'), deque([1])==[1], deque('abc')>deque('ab'))
t(lambda: deque()<1)
d=deque(range(5)); it=iter(d); next(it); print(it.__length_hint__(), it.__reduce__()); d.append(1); t(next,it); t(next,it)
print(list(reversed(d)), list(reversed(d)), deque(d), deque(d,maxlen=2)); d.extend(d); print(d); d.extendleft(d); print(d); d.clear(); print(d)
d=deque([1]); d.append(d); print(d); print(deque([1,2,3],5).__reduce__()[1:3]); 
class S(deque): pass
s=S([1,2],3); s.a=1; print(s, s.copy(), type(s.copy()), s.__reduce__()[1:3], s.__copy__()); print(type(s+s), type(s*2))
class BadCmp:
    def __eq__(self,o): dd.append(1); return False
dd=deque([BadCmp()]); t(lambda: 3 in dd); t(dd.count,3); t(dd.index,3); t(dd.remove,3)
d=deque()
for i in range(1000): d.append(i)
for i in range(500): d.popleft(); d.append(-i)
print(sum(d), len(d), d[0], d[-1]); del d[5]; del d[-5]; d.remove(600); print(sum(d), len(d))
print(deque.__text_signature__, deque[int], d.__class__.__module__)
# defaultdict
x=defaultdict(list); x['a'].append(1); x['a'].append(2); print(x, x.default_factory, len(x)); print(x.copy(), x.__reduce__()[:4], list(x.__reduce__()[4]))
t(lambda: defaultdict()[1]); t(defaultdict,1); x=defaultdict(None,a=1); print(x); t(lambda:x['z']); x.default_factory=int; x['q']+=5; print(x); del x.default_factory; print(x.default_factory)
print(defaultdict(int,{1:2},b=3), defaultdict(int,[(1,2)]), defaultdict(int,{1:2})|{3:4}, {3:4}|defaultdict(int,{1:2}), type({}|defaultdict())); t(lambda: defaultdict(int)|[1]); y=defaultdict(int); y|={1:2}; print(y)
class D(defaultdict):
    def __missing__(self,k): return 'miss'
z=D(int); z.attr=3; print(z[1], z, z.attr, z.__dict__); x=defaultdict(list); x[1]=x; print(x); print(x==x.copy(), defaultdict(int,{1:2})=={1:2})
class D2(defaultdict):
    def __init__(self,*a): super().__init__(lambda:5)
print(D2()[3]); t(lambda: defaultdict(int)[[]])
# od
o=OrderedDict([('a',1),('b',2),('c',3)]); print(o, list(o), list(reversed(o)), o.keys(), o.values(), o.items(), list(reversed(o.items())))
o.move_to_end('a'); print(o); o.move_to_end('c',last=False); print(o); t(o.move_to_end,'zz'); print(o.popitem(), o.popitem(last=False), o); o['x']=9; o['b']=3; print(o)
# random ops vs list model
seed=12345
def rnd(n):
    global seed
    seed=(seed*1103515245+12345)&0x7fffffff
    return (seed>>8)%n
o=OrderedDict(); m=[]
for i in range(20000):
    op=rnd(10); k=rnd(60)
    if op<3: 
        if k not in o: m.append(k)
        o[k]=i
    elif op==3 and k in o: del o[k]; m.remove(k)
    elif op<6 and k in o: o.move_to_end(k); m.remove(k); m.append(k)
    elif op<8 and k in o: o.move_to_end(k,last=False); m.remove(k); m.insert(0,k)
    elif op==8 and o: 
        l=rnd(2); kk=o.popitem(bool(l))[0]; assert kk==m.pop(-1 if l else 0)
    elif op==9: o.pop(k,None); m.remove(k) if k in m else None
    if i%37==0: assert list(o)==m and list(reversed(o))==m[::-1] and all(q in o for q in m) and len(o)==len(m),(i,)
print('model ok', len(o))
t(lambda: OrderedDict(1,2)); t(OrderedDict,[1]); t(OrderedDict,[(1,)]); t(OrderedDict,[(1,2,3)]); t(OrderedDict,[()]); t(OrderedDict,1); t(OrderedDict().update,1,2); t(OrderedDict().popitem); t(OrderedDict().pop,1); t(OrderedDict().pop,1,2)
o=OrderedDict(a=1,b=2); print(o==OrderedDict(b=2,a=1), o=={'b':2,'a':1}, o!=OrderedDict(a=1,b=2), o==1); print(o|{'c':3}, {'c':3}|o, type({}|o)); o|={'z':1}; print(o); t(lambda:o|[1]); t(lambda:o<o)
it=iter(o); next(it); o['new']=1; t(next,it); it=iter(o); next(it); o.move_to_end('a'); t(next,it); it=iter(o); next(it); o['a']=5; print(next(it), it.__reduce__())
print(o.__reduce__()[:4], list(o.__reduce__()[4]), o.copy(), OrderedDict.fromkeys('ab',1), o.setdefault('q',7), o.setdefault('q',8))
o['self']=o; print(o); 
class OD(OrderedDict): pass
s=OD(x=1); s.attr=2; print(s, s.__reduce__()[:4], s.copy(), type(s.copy()), s.__dict__, OD.fromkeys('ab'), s.copy().__dict__)
class M(OrderedDict):
    def __missing__(self,k): return 0
t(M().pop,'a',5); t(M().pop,'a'); print(M()['q'])
t(lambda: type(OrderedDict().keys())(1)); print(sorted(set(OrderedDict(a=1).keys())|{'b'}), OrderedDict(a=1).keys()&{'a'}, OrderedDict(a=1).items()=={('a',1)}, type(o.keys()).__mro__[1], type(iter(o)))
print(OrderedDict(a=1).values().mapping, sorted(dict(OrderedDict(b=1,a=2)))); f=lambda **k:k; print(f(**OrderedDict(z=1,y=2)))
o=OrderedDict(a=1); o.clear(); print(o, len(o), list(o)); o['b']=1; print(o)
# count
c={}; _count_elements(c,'abracadabra'); print(c); t(_count_elements,[],'a'); t(_count_elements,{},1)
class C(dict):
    def get(self,k,d=None): return 10
c=C(); _count_elements(c,'aa'); print(c)
g=_tuplegetter(1,'doc'); print(g, g.__doc__, g.__get__((1,2)), g.__get__(None,int) is g, g.__reduce__()); t(g.__get__,5); t(g.__get__,(1,)); t(g.__set__,(1,2),3); t(g.__delete__,(1,)); t(_tuplegetter,1); t(_tuplegetter,'a',1)
h=[5,3,8,1,9,2]; _heapq.heapify(h); print(h, _heapq.heappop(h), h, _heapq.heappushpop(h,0), _heapq.heappushpop(h,4), h, _heapq.heapreplace(h,7), h); _heapq.heappush(h,1); print(h)
h=list(range(10)); _heapq.heapify_max(h); print(h, _heapq.heappop_max(h), _heapq.heapreplace_max(h,3), _heapq.heappushpop_max(h,100), _heapq.heappushpop_max(h,1), h); _heapq.heappush_max(h,50); print(h)
t(_heapq.heappop,[]); t(_heapq.heappop,()); t(_heapq.heappush,(),1); t(_heapq.heapreplace,[],1); t(_heapq.heapify,None); t(_heapq.heapify,[1,'a'])
for i in range(8): print(_bisect.bisect_left([1,3,3,5],i), _bisect.bisect_right([1,3,3,5],i), end=' ')
l=[1,3]; _bisect.insort_left(l,2); _bisect.insort_right(l,1.0,key=lambda x:x); print(l, _bisect.bisect_left([3,2,1],2,key=lambda x:-x)); t(_bisect.bisect_left,[1],2,-1); t(_bisect.bisect_left,1,2); t(_bisect.bisect_left,{},2); t(_bisect.bisect_left,[1],2,hi=5); t(_bisect.bisect_left,[1],'a'); t(_bisect.bisect_left)
