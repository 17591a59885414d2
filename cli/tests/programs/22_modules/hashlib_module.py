# _hashlib: names as OpenSSL finds them, HMAC, key derivation.
# imports: _hashlib
import _hashlib as H
def t(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: r=f"{type(e).__module__}.{type(e).__name__}: {e}"
    if ' object @' in repr(r) or ' object at' in repr(r):
        s=repr(r).split(' at 0x')[0].split(' @ 0x')[0]
        try: r=(s, r.hexdigest(),r.name,r.digest_size,r.block_size)
        except TypeError: r=(s,r.hexdigest(5),r.name,r.digest_size,r.block_size)
    print(getattr(f,'__name__','?'), [ascii(x)[:40].split(' at 0x')[0] for x in a],k, '->', ascii(r)[:210])
    return r
for n in sorted(H.openssl_md_meth_names): t(H.new,n,b'abc')
for n in ('SHA256','Sha-256','sha-256','SHA512-256','nope','',3,'sha3-256','SHA3_256','RSA-SHA256','blake2b512','BLAKE2b','ripemd','rmd160','shake128','md4','whirlpool'): t(H.new,n,b'abc')
t(H.new,'md5','x'); t(H.new,'md5',3); t(H.new); t(H.new,'md5',b'a',string=b'b'); t(H.new,'md5',string=b'abc'); t(H.new,name='sha1',data=b'x',usedforsecurity=False)
for n in dir(H):
    if n.startswith('openssl_') and n!='openssl_md_meth_names': t(getattr(H,n),b'abc'); 
t(H.openssl_md5,'x'); t(H.openssl_md5,string=b'x'); t(H.openssl_md5,b'a',b'b')
h=H.new('shake_128',b'x'); print(type(h),type(h).__mro__,h.digest_size,h.block_size); t(h.digest); t(h.digest,0); t(h.digest,5); t(h.hexdigest,length=5)
h=H.new('sha256'); print(type(h)); t(h.digest,3); t(h.update,'x'); t(h.update); t(h.copy); t(type(h)); t(type(h),'md5')
t(H.hmac_new,b'k'); t(H.hmac_new,b'k',b'm'); t(H.hmac_new,b'k',b'm','sha256'); t(H.hmac_new,b'k',digestmod='md5'); t(H.hmac_new,b'k',b'm',H.openssl_sha1); t(H.hmac_new,b'k',b'm',3); t(H.hmac_new,b'k',b'm','nope'); t(H.hmac_new,'k',b'm','md5'); t(H.hmac_new,b'k','m','md5'); t(H.hmac_new,b'k',b'm','shake_128'); t(H.hmac_new,b'k',None,'md5'); t(H.hmac_new,b'k',b'm',len)
m=H.hmac_new(b'k',b'm','sha256'); c=m.copy(); c.update(b'z'); print(m.hexdigest(),c.digest(),repr(m).split(' @')[0],m.name); t(m.update,'x'); t(m.update,msg=b''); t(type(m))
t(H.hmac_digest,b'k',b'm','sha256'); t(H.hmac_digest,b'k',b'm','nope'); t(H.hmac_digest,b'k',b'm',H.openssl_md5); t(H.hmac_digest,b'k',b'm',3); t(H.hmac_digest,'k',b'm','md5'); t(H.hmac_digest,b'k',b'm','shake_128')
t(H.pbkdf2_hmac,'sha1',b'password',b'salt',1000); t(H.pbkdf2_hmac,'sha256',b'password',b'salt',1,None); t(H.pbkdf2_hmac,'sha512',b'p',b's',2,dklen=100); t(H.pbkdf2_hmac,'nope',b'p',b's',1); t(H.pbkdf2_hmac,'md5','p',b's',1); t(H.pbkdf2_hmac,'md5',b'p',3,1); t(H.pbkdf2_hmac,'md5',b'p',b's',0); t(H.pbkdf2_hmac,'md5',b'p',b's',-1); t(H.pbkdf2_hmac,'md5',b'p',b's',1,0); t(H.pbkdf2_hmac,'md5',b'p',b's',1,-1); t(H.pbkdf2_hmac,'md5',b'p',b's',2**40); t(H.pbkdf2_hmac,3,b'p',b's',1); t(H.pbkdf2_hmac,'md5',b'p',b's',1,'x'); t(H.pbkdf2_hmac,'md5',b'p',b's',1,2**40); t(H.pbkdf2_hmac,'sha3_256',b'p',b's',2); t(H.pbkdf2_hmac,'blake2b',b'p',b's',2); t(H.pbkdf2_hmac,hash_name='md5',password=b'',salt=b'',iterations=1); t(H.pbkdf2_hmac,'SHA256',b'p',b's',2)
t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=16,r=1,p=1,dklen=10); t(H.scrypt,b'p'); t(H.scrypt,b'p',salt=None,n=2,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=3,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=1,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=0,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=-1,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=2,r=0,p=1); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=0); t(H.scrypt,b'p',salt=b's',n=2,r=-8,p=1); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1,dklen=0); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1,dklen=-1); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1,maxmem=-1); t(H.scrypt,b'p',salt=b's',n=2**20,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1,maxmem=100); t(H.scrypt,'p',salt=b's',n=2,r=8,p=1); t(H.scrypt,b'p',salt='s',n=2,r=8,p=1); t(H.scrypt,b'p',salt=b's',n='x',r=8,p=1); t(H.scrypt,b'p',salt=b's',n=2**64,r=8,p=1); t(H.scrypt,b'p',salt=b's',n=2,r=8,p=1,dklen=2**40); t(H.scrypt,b'p',b's')
t(H.compare_digest,b'a',b'a'); t(H.compare_digest,b'a',b'b'); t(H.compare_digest,'a','a'); t(H.compare_digest,'é','é'); t(H.compare_digest,'a',b'a'); t(H.compare_digest,b'a',bytearray(b'a')); t(H.compare_digest,1,2); t(H.compare_digest,'a','ab'); t(H.compare_digest,b'a'); t(H.compare_digest,None,b'a')
print(H.get_fips_mode(), H._GIL_MINSIZE, list(H._constructors.values()), sorted(H.openssl_md_meth_names), H.UnsupportedDigestmodError.__mro__)
try: H.get_fips_mode(1)
except Exception as e: print(e)
