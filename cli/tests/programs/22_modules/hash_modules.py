# Digests, attributes and errors of the hash modules, and of _hmac.
# imports: _blake2 _hmac _md5 _sha1 _sha2 _sha3
import _md5,_sha1,_sha2,_sha3,_blake2,_hmac
def t(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: r=f"{type(e).__module__}.{type(e).__name__}: {e}"
    if 'object at' in repr(r) or 'object @' in repr(r): 
        s=repr(r).split(' at 0x')[0].split(' @ 0x')[0]
        try: r=(s, r.hexdigest(),r.name,r.digest_size,r.block_size)
        except TypeError: r=(s,r.hexdigest(5),r.name,r.digest_size,r.block_size)
    print(getattr(f,'__name__','?'), [ascii(x)[:40].split(' at 0x')[0] for x in a],k, '->', ascii(r)[:250])
    return r
F=[_md5.md5,_sha1.sha1,_sha2.sha224,_sha2.sha256,_sha2.sha384,_sha2.sha512,_sha3.sha3_224,_sha3.sha3_256,_sha3.sha3_384,_sha3.sha3_512,_sha3.shake_128,_sha3.shake_256,_blake2.blake2b,_blake2.blake2s]
for f in F:
    t(f); t(f,b'abc'); t(f,data=b'abc'); t(f,string=b'abc'); t(f,b'a',string=b'b'); t(f,'x'); t(f,3); t(f,None); t(f,b'a',b'b'); t(f,b'abc',usedforsecurity=False); t(f,bad=1); t(f,memoryview(b'abcd').cast('B',(2,2))); t(f,bytearray(b'x'*3000))
    h=f(b'a'); h.update(b'b'); g=h.copy(); g.update(b'c'*1000)
    d=(lambda x:x.hexdigest(20)) if f.__name__.startswith('shake') else (lambda x:x.hexdigest())
    print(d(h),d(g),type(h).__name__,type(h).__module__,type(h)); t(h.update,'x'); t(h.update); t(h.update,None)
    t(type(h)); 
    for n in ('_capacity_bits','_rate_bits','_suffix','block_size','digest_size','name'): print(n,getattr(h,n,None),end=' ')
    print()
s=_sha3.shake_128(b'x')
t(s.digest); t(s.digest,-1); t(s.digest,0); t(s.digest,2**29); t(s.digest,2**28+1 if 0 else 3); t(s.digest,length=4); t(s.hexdigest,'x'); t(s.digest,2**70)
for B in (_blake2.blake2b,_blake2.blake2s):
    for k in (dict(digest_size=0),dict(digest_size=1),dict(digest_size=20),dict(digest_size=65),dict(digest_size=-1),dict(key=b'k'),dict(key=b'k'*65),dict(key=b'k'*32),dict(salt=b's'),dict(salt=b's'*17),dict(salt=b's'*8),dict(person=b'p'),dict(person=b'p'*17),dict(fanout=0),dict(fanout=256),dict(fanout=-1),dict(fanout=3,depth=2,leaf_size=4096,node_offset=5,node_depth=1,inner_size=32,last_node=True),dict(depth=0),dict(depth=256),dict(leaf_size=-1),dict(leaf_size=2**32),dict(leaf_size=2**31),dict(node_offset=-1),dict(node_offset=2**48),dict(node_offset=2**47),dict(node_offset=2**64),dict(node_depth=-1),dict(node_depth=256),dict(inner_size=-1),dict(inner_size=65),dict(inner_size=33),dict(key='x'),dict(salt=3),dict(last_node=1),dict(usedforsecurity=0)):
        t(B,b'abc',**k)
    x=B(b'abc',key=b'kk',last_node=True); y=x.copy(); y.update(b'd'*500); print(x.hexdigest(),y.hexdigest()); print(B.SALT_SIZE,B.PERSON_SIZE,B.MAX_KEY_SIZE,B.MAX_DIGEST_SIZE)
t(_hmac.new,b'k',b'm','md5'); t(_hmac.new,b'k'*200,None,'sha3_256'); t(_hmac.new,b'k'); t(_hmac.new,b'k',b'm',None); t(_hmac.new,b'k',b'm','nope'); t(_hmac.new,b'k',b'm',3); t(_hmac.new,'k',b'm','md5'); t(_hmac.new,b'k','m','md5'); t(_hmac.new,b'k',b'm','SHA256'); t(_hmac.new,b'k',b'm','sha-256'); t(_hmac.new,b'k',b'm','blake2b'); t(_hmac.new,b'k',b'm','blake2s'); t(_hmac.new,b'k',b'm','shake_128'); t(_hmac.new,b'k',b'm','blake2b_32'); t(_hmac.new,b'k',b'm',_md5.md5); t(_hmac.new,key=b'k',msg=b'',digestmod='sha1'); t(_hmac.new,b'k',b'm','sha512_256'); t(_hmac.new,b'k',b'm','')
for n in dir(_hmac):
    if n.startswith('compute_') and n!='compute_digest': t(getattr(_hmac,n),b'key'*50,b'msg')
t(_hmac.compute_digest,b'k',b'm','sha1'); t(_hmac.compute_digest,b'k',b'm','x'); t(_hmac.compute_digest,b'k',b'm',3); t(_hmac.compute_md5,'k',b'm'); t(_hmac.compute_md5,b'k'); t(_hmac.compute_sha1,b'k',3)
h=_hmac.new(b'k',b'm','sha256'); c=h.copy(); c.update(b'x'); print(repr(h).split(' at')[0].split(' @')[0],h.name,h.block_size,h.digest_size,h.hexdigest(),c.hexdigest(),c.digest()); t(h.update,'x'); t(h.update); t(type(h)); print(_hmac.UnknownHashError.__mro__, _hmac._GIL_MINSIZE if hasattr(_hmac,'_GIL_MINSIZE') else None, type(h))
