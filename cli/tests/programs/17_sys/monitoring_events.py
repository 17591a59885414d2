"""The events of sys.monitoring, and what their callbacks get."""
import sys
mon=sys.monitoring; E=mon.events
def f(n):
    t=0
    for i in range(n):
        if i%2: t+=i
        else: t-=1
    while t>0: t-=1
    try:
        g(t)
    except ValueError as e:
        t=str(e)
    return [*gen()]
def g(x):
    raise ValueError("x%d" % x)
def gen():
    r = yield 1
    yield from h()
def h():
    yield 2
    return 3
log=[]
mon.use_tool_id(0,'t')
def mk(name):
    def cb(*a):
        if name in ('RAISE',):
            a = a[:1] + a[2:]
        log.append((name,)+tuple(x.co_name if hasattr(x,'co_name') else (x if isinstance(x,(int,str,type(None))) else type(x).__name__) for x in a))
    return cb
allv=0
for n in dir(E):
    v=getattr(E,n)
    if n.startswith('_') or n in('NO_EVENTS','BRANCH') : continue
    mon.register_callback(0,v,mk(n))
    if n not in('C_RETURN','C_RAISE'): allv|=v

for only in [E.PY_START|E.PY_RETURN|E.PY_YIELD|E.PY_RESUME, E.LINE, E.CALL, E.JUMP, E.BRANCH_LEFT|E.BRANCH_RIGHT, E.RAISE|E.RERAISE|E.EXCEPTION_HANDLED|E.PY_UNWIND|E.PY_THROW, E.STOP_ITERATION, E.INSTRUCTION, allv]:
    log.clear()
    mon.set_events(0,only)
    f(4)
    mon.set_events(0,0)
    print(only, mon.get_events(0))
    for l in log: print('  ',l)
for only in [E.LINE, E.CALL|E.PY_START]:
    log.clear()
    mon.set_local_events(0,f.__code__,only)
    f(3); f(1)
    mon.set_local_events(0,f.__code__,0)
    f(1)
    for l in log: print('  ',l)
cnt=[0]
def dis(code,line): cnt[0]+=1; return mon.DISABLE
mon.register_callback(0,E.LINE,dis)
mon.set_local_events(0,f.__code__,E.LINE)
f(5); print(cnt); f(5); print(cnt); mon.restart_events(); f(5); print(cnt)
mon.set_local_events(0,f.__code__,0)
mon.register_callback(0,E.RAISE,lambda *a: mon.DISABLE)
mon.set_events(0,E.RAISE)
try: f(2)
except ValueError as e: print(e)
print(mon._all_events())
mon.free_tool_id(0); print(mon._all_events())
