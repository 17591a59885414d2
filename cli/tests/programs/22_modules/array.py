# array: typecodes, messages, buffers, pickling.
# imports: array builtins re
import builtins, re
def print(*a, **k):
    builtins.print(re.sub(r" at 0x[0-9a-f]+", "", " ".join(map(str, a))), **k)
import array
from array import array as A
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
t(A); t(A,1); t(A,'ab'); t(A,'x'); t(A,'i',1); t(A,'i','abc'); t(A,'w','abc'); t(A,'i',b'abcd'); t(A,'i',b'abc'); t(A,'b',[1,200]); t(A,'B',[-1]); t(A,'B',[256]); t(A,'b',[1.5]); t(A,'f',['a']); t(A,'w',[1]); t(A,'w',['ab']); t(A,'i',[2**40]); t(A,'I',[2**40]); t(A,'I',[-1]); t(A,'q',[2**70]); t(A,'Q',[2**70]); t(A,'Q',[-1]); t(A,'h',[70000]); t(A,'H',[70000]); t(A,'H',[-1]); t(A,'h',[-70000]); t(A,'L',[-1]);t(A,'l',[2**70]); t(A,'i',A('w','a')); t(A,'w',A('i',[1])); t(lambda:A(typecode='i')); t(A,'i',[1],2)
a=A('i',[1,2,3])
t(a.append,'a'); t(a.__setitem__,0,'a'); t(lambda:a['a']); t(lambda:a[5]); t(a.__setitem__,5,1); t(a.__delitem__,5); t(lambda:a+[1]); t(lambda:a+A('f')); t(a.extend,A('f')); t(a.extend,5); t(a.__setitem__,slice(0,1),[1]); t(a.__setitem__,slice(0,3,2),A('i',[1])); t(a.__setitem__,slice(0,1),A('f')); t(a.fromlist,5); t(a.fromlist,[1,'a']); print(a); t(a.frombytes,b'abc'); t(a.frombytes,'abc'); t(a.fromunicode,'a'); t(a.tounicode); t(a.index,9); t(a.remove,9); t(A('i').pop); t(a.pop,7); t(a.insert,'a',1); t(a.byteswap); print(a, a.tobytes(), a.itemsize, a.typecode); t(A('d',[1.5]).byteswap); t(lambda:A('w','a').byteswap())
m=memoryview(a); t(a.append,1); t(a.extend,[1]); t(a.pop); t(a.__delitem__,0); t(a.__setitem__,slice(0,1),A('i')); t(a.clear); t(a.frombytes,b'1234'); print(m.format,m.shape,m.readonly,m.itemsize); a[0]=5; print(m[0]); m.release(); t(a.fromfile,5,5); t(a.tofile,5)
print(a.__reduce_ex__(2), a.__reduce_ex__(3), A('w','ab').__reduce_ex__(3), A('f',[1]).__reduce_ex__(4), A('w'), A('d',[1.5,2]), a*2, 2*a, a*0, iter(a), iter(a).__reduce__())
t(array._array_reconstructor, A,'i',8,b'\1\0\0\0'); t(array._array_reconstructor, A,'i',9,b'\1\0\0\0'); t(array._array_reconstructor, A,'i',99,b''); t(array._array_reconstructor, int,'i',8,b''); t(array._array_reconstructor, 5,'i',8,b''); t(array._array_reconstructor, A,'x',8,b'');t(array._array_reconstructor, A,'i',8,'a'); t(array._array_reconstructor, A,'ab',8,b''); t(array._array_reconstructor, A,'i',8,b'abc')
print(A('i',[1,2])==A('f',[1,2]), A('i',[1,2])<A('i',[1,3]), A('i',[1])==[1], A('b',b'ab')<A('b',b'abc')); t(lambda:A('i')<1); print(a.index(5,-3), a.count(5), 5 in a, 'x' in a, a[::-1], a[1:], A('i',range(3)), A('i',A('b',[1,2])), a.buffer_info()[1], A('i',a)==a); t(a.index,5,1); t(a.index,5,'a')
t(hash,a); print(A[int]); del a[::2]; print(a); a[5:]=A('i',[7,8]); print(a); a[:0]=a; print(a); t(A('i').fromlist,[2**40]); print(A('w','é😀').tobytes(), A('w','é😀').tounicode())
b=A('i',[1,2,3]); it=iter(b); next(it); b.pop(); b.pop(); t(next,it); print(it.__reduce__())
class S(A): 
    def __new__(cls,*a,**k): return A.__new__(cls,'i',[1])
s=S(); s.x=1; print(s, s.__reduce_ex__(3), s.__copy__(), s.__deepcopy__({}), type(s+s), type(s*2), type(s[:]), isinstance(s,A)); print(A('q',[2**62]), A('Q',[2**63]), A('l'), A('L',[5]))
print(array.typecodes, A('i',[1,2]).__copy__()); x=A('i',range(10)); del x[1:8:3]; print(x); x[::2]=A('i',[0]*len(x[::2])); print(x); x*=2; x+=A('i',[9]); print(x, x.tolist()); x.reverse(); print(x); x.insert(-1,5); x.insert(100,6); x.insert(0,-1); print(x, x.pop(), x.pop(0), x.count(0)); bytes(x); memoryview(x)[0]=77; print(x[0])
