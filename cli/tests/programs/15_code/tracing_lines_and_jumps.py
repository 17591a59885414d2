import sys
log=[]
def tr(f,e,a):
    log.append((f.f_code.co_name,e,f.f_lineno-f.f_code.co_firstlineno, a if e=='return' else None))
    return tr
def f(n):
    try:
        for i in range(n):
            if i == 1:
                raise ValueError
    except ValueError as e:
        x = [j for j in range(2)]
    finally:
        y = 3
    with C() as c:
        z = (1 +
             2)
    while n:
        n -= 1
    return (lambda: z)()
class C:
    def __enter__(self): return 1
    def __exit__(self, *a): return None
def run(g,*a):
    log.clear()
    sys.settrace(tr)
    try: g(*a)
    except Exception as e: print(repr(e))
    sys.settrace(None)
    for l in log: print(*l)
run(f,3)
def g():
    for v in h(): pass
    return 1
def h():
    yield 1
    try:
        yield 2
    finally:
        pass
run(g)
def late():
    sys.settrace(tr)
    sys._getframe().f_trace = tr
    a = 1
    b = 2
    return a
log.clear()
late()
sys.settrace(None)
for l in log: print(*l)
def j(target):
    def tr2(f,e,a):
        if f.f_code is k.__code__ and e=='line' and f.f_lineno-f.f_code.co_firstlineno==3:
            try: f.f_lineno=f.f_code.co_firstlineno+target
            except Exception as ex: print(type(ex).__name__, ex)
            sys.settrace(None)
        return tr2
    sys.settrace(tr2)
    print(k()); sys.settrace(None)
def k():
    out=[]
    for i in range(2):
        out.append(i)
        out.append('x')
    try:
        out.append('t')
    except ValueError:
        out.append('e')
    return out
for t in (-1,1,2,3,4,5,6,7,8,9,20): j(t)
try: sys._getframe().f_lineno=3
except Exception as e: print(e)
calls=[]
def prof(f,e,a): calls.append((f.f_code.co_name,e,getattr(a,'__name__',a)))
sys.setprofile(prof)
[].append(1); "a".upper(); len("x"); max(1,2,key=lambda x:x)
try: int.__add__(1)
except TypeError: pass
try: len(5)
except TypeError: pass
print(end="")
sys.setprofile(None)
for c in calls: print(*c)
