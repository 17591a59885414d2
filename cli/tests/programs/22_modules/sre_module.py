# Patterns from their code arrays: what _sre finds, replaces, shows and refuses.
# imports: _sre
import _sre
P=[]
P.append(_sre.compile(*('a(b)?c', 32, [14, 8, 1, 2, 3, 1, 1, 97, 0, 16, 97, 23, 9, 0, 1, 17, 0, 16, 98, 17, 1, 18, 16, 99, 1], 1, {}, (None, None))))
P.append(_sre.compile(*('(?P<x>\\w+)-(?P<y>\\d+)', 32, [14, 4, 0, 3, 4294967295, 17, 0, 24, 9, 1, 4294967295, 13, 4, 8, 14, 0, 1, 17, 1, 16, 45, 17, 2, 24, 9, 1, 4294967295, 13, 4, 8, 10, 0, 1, 17, 3, 1], 2, {'x': 1, 'y': 2}, (None, 'x', 'y'))))
P.append(_sre.compile(*('(?i)straße', 34, [14, 4, 0, 6, 6, 39, 6, 16, 115, 16, 383, 0, 40, 116, 40, 114, 40, 97, 40, 223, 40, 101, 1], 0, {}, (None,))))
P.append(_sre.compile(*(b'ab*', 0, [14, 8, 1, 1, 4294967295, 1, 1, 97, 0, 16, 97, 24, 6, 0, 4294967295, 16, 98, 1, 1], 0, {}, (None,))))
P.append(_sre.compile(*('', 32, [14, 4, 0, 0, 0, 1], 0, {}, (None,))))
P.append(_sre.compile(*('x*', 32, [14, 4, 0, 0, 4294967295, 24, 6, 0, 4294967295, 16, 120, 1, 1], 0, {}, (None,))))
P.append(_sre.compile(*('(a)|(b)', 32, [14, 4, 0, 1, 1, 7, 9, 17, 0, 16, 97, 17, 1, 15, 11, 9, 17, 2, 16, 98, 17, 3, 15, 2, 0, 1], 2, {}, (None, None, None))))
P.append(_sre.compile(*('[^\\s,]+', 32, [14, 4, 0, 1, 4294967295, 24, 12, 1, 4294967295, 13, 7, 21, 8, 12, 16, 44, 0, 1, 1], 0, {}, (None,))))
P.append(_sre.compile(*('(\\w)(\\w)?', 32, [14, 7, 4, 1, 2, 8, 14, 0, 17, 0, 13, 4, 8, 14, 0, 17, 1, 23, 12, 0, 1, 17, 2, 13, 4, 8, 14, 0, 17, 3, 18, 1], 2, {}, (None, None, None))))

S=['ac ab abc','foo-12 bar-3','xxaxx','',b'xabbbab',bytearray(b'ab'),'\u0101b-1']
def t(f,*a):
    try: r=f(*a)
    except BaseException as e: r=f"{type(e).__module__}.{type(e).__name__}: {e}"
    print(f.__name__, [repr(x)[:30] for x in a], '->', repr(r) if 'object at' not in repr(r) else type(r))
    return r
for p in P:
    print(p, p.flags,p.groups,p.groupindex,p.pattern, p==p, p!=P[0], hash(p)==hash(p))
    for s in S:
        for m in (p.match,p.fullmatch,p.search,p.findall,p.split): t(m,s)
        t(p.search,s,1); t(p.search,s,1,2); t(p.split,s,1)
        for r in ('-','<x>',b'_',lambda m:m[0]*2 if isinstance(m[0],str) else m[0],3,lambda m:None):
            if r.__class__ is not int and callable(r): r.__name__='f'
            t(lambda *a:p.subn(r,*a),s); t(lambda *a:p.sub(r,*a),s,1)
        try:
            for m in p.finditer(s):
                print(m,m.group(),m.groups(),m.groups(7),m.groupdict(),m.groupdict(3),m.span(),m.start(),m.end(),m.regs,m.lastindex,m.lastgroup,m.pos,m.endpos,m.string,m.re is p,m[0],m.__copy__() is m)
                t(m.group,1); t(m.group,0,1); t(m.group,'x'); t(m.group,'x','y'); t(m.group,5); t(m.group,-1); t(m.group,[]); t(m.start,1); t(m.span,'x'); t(m.end,9); t(m.__getitem__,1)
        except TypeError as e: print(e)
p=P[1]
T=_sre.template(p,['<',1,'',2,'>'])
t(_sre.template,p,[]); t(_sre.template,p,['a',1]); t(_sre.template,p,['a',-1,'b']); t(_sre.template,p,['a','b','c'])
for f in ('ascii_iscased','ascii_tolower','unicode_iscased','unicode_tolower'):
    for ch in (65,97,48,0xc9,0x130,0x1f600,-1,0xd800,0x110000): t(getattr(_sre,f),ch)
print(_sre.MAGIC,_sre.CODESIZE,_sre.MAXREPEAT,_sre.MAXGROUPS,_sre.copyright,_sre.getcodesize())
t(_sre.compile,'a',0,[1,2,3],0,{},()); t(_sre.compile,'a',0,[-1],0,{},()); t(_sre.compile,'a',0,[2**40],0,{},()); t(_sre.compile,'a',0,(),0,{},()); t(_sre.compile,3,0,[1],0,{},()); t(_sre.compile,None,0,[1],0,{},()); t(_sre.compile,'a',0,['x'],0,{},()); t(_sre.compile,'a',0,[1],0,[],())
s=P[0].scanner('abcac'); print(s.match(),s.match(),s.search(),s.match(),s.pattern is P[0])
print(type(s).__name__,type(s).__module__,type(P[0]),type(T))
b=bytearray(b'abab'); it=P[3].finditer(b)
try: b.extend(b'x'); print('no')
except BufferError as e: print(e)
print(list(it)); 
del it
b.extend(b'x'); print(b)
print(type(P[0])[str], type(P[0])[int].__class__)

