# _codecs: every function.
import _codecs as c
def t(f,*a):
    shown = [x for x in a if isinstance(x, (str, bytes, int))]
    try: print(f.__name__, shown, repr(f(*a)))
    except BaseException as e: print(f.__name__, shown, type(e).__name__, e)
for f in c.utf_8_encode,c.utf_7_encode,c.utf_16_encode,c.utf_16_le_encode,c.utf_16_be_encode,c.utf_32_encode,c.utf_32_le_encode,c.utf_32_be_encode,c.unicode_escape_encode,c.raw_unicode_escape_encode,c.latin_1_encode,c.ascii_encode:
    for s in 'abc','h\xe9\u20ac\U0001f600','\udc80',b'x':
        for e in ('strict',),('replace',),(None,),('surrogatepass',),('nope',),(1,):
            t(f,s,*e)
for f in c.utf_8_decode,c.utf_7_decode,c.utf_16_decode,c.utf_16_le_decode,c.utf_16_be_decode,c.utf_16_ex_decode,c.utf_32_decode,c.utf_32_ex_decode,c.utf_32_le_decode,c.unicode_escape_decode,c.raw_unicode_escape_decode,c.latin_1_decode,c.ascii_decode,c.escape_decode,c.readbuffer_encode:
    for s in b'abc',b'\xff\xfea\0b',b'\xe2\x82',b'+AGE-',b'\\x41\\u20',b'\xff\xfe\0\0a\0\0\0',bytearray(b'\xc3\xa9'),'str',1:
        t(f,s); t(f,s,'replace'); t(f,s,'nope')
        if f not in (c.latin_1_decode,c.ascii_decode,c.escape_decode,c.readbuffer_encode,c.utf_16_ex_decode,c.utf_32_ex_decode): t(f,s,'strict',True); t(f,s,None,False)
t(c.utf_16_ex_decode,b'a\0b','strict',-1,True); t(c.utf_16_ex_decode,b'\0ab','strict',1,False); t(c.utf_16_encode,'a','strict',1); t(c.utf_16_encode,'a','strict',-1)
t(c.escape_encode,b'a\n\x80\''); t(c.escape_encode,'x'); t(c.escape_decode,b'\\x4'); t(c.escape_decode,b'\\'); t(c.escape_decode,b'\\x4g','ignore'); t(c.escape_decode,b'\\101\\n')
t(c.charmap_decode,b'abc','strict','xyz'*40); t(c.charmap_decode,b'abc','strict',{97:'A',98:None,99:'long'}); t(c.charmap_decode,b'abc','ignore',{97:66,98:0x110000}); t(c.charmap_decode,b'abc','replace',{97:'\ufffe'}); t(c.charmap_decode,b'a\xff'); t(c.charmap_decode,b'a','strict',{97:b'x'}); t(c.charmap_decode,b'a','strict',{97:-1})
m=c.charmap_build('\0abc'); print(type(m).__name__); t(c.charmap_encode,'abc','strict',m); t(c.charmap_encode,'xyz','replace',m); t(c.charmap_encode,'abx','strict',m); t(c.charmap_build,'abc'); t(c.charmap_build,1)
t(c.charmap_encode,'abc','strict',{97:65,98:b'bb',99:300}); t(c.charmap_encode,'ab','strict',{97:65,98:b'bb'}); t(c.charmap_encode,'abz','xmlcharrefreplace',{i:i for i in range(128) if i!=122}); t(c.charmap_encode,'a','strict',{97:'s'}); t(c.charmap_encode,'a\xff'); t(c.charmap_encode,'az','strict',{97:None})
def h(e): print(e.encoding,e.start,e.end,e.reason); return ('?!',e.end)
c.register_error('test.h',h); t(c.utf_8_decode,b'a\xffb','test.h',True); t(c.ascii_encode,'a\xe9b','test.h'); t(c.charmap_encode,'abx','test.h',m)
def h2(e): return (b'##',e.end)
c.register_error('test.h2',h2); t(c.ascii_encode,'a\xe9b','test.h2'); t(c.ascii_decode,b'\xff','test.h2'); 
def h3(e): return ('x',100)
c.register_error('test.h3',h3); t(c.ascii_encode,'a\xe9b','test.h3')
t(c._unregister_error,'test.h3'); t(c._unregister_error,'test.h3'); t(c._unregister_error,'strict'); t(c.lookup_error,'nope'); print(c.lookup_error('strict')); t(c.register_error,'x',1); t(c.register,1); t(c.lookup,1); t(c.encode,'abc'); t(c.decode,b'abc'); t(c.encode,'abc',1); t(c.encode,b'abc','hex'); t(c.decode,b'616','hex'); t(c.encode,'abc','utf8','nope'); t(c.encode,'\xe9','ascii','replace')
def s(n): print('search',n); return None
c.register(s); t(c.lookup,'Foo-Bar baz'); c.unregister(s); t(c.lookup,'Foo-Bar'); c.register(lambda n: 5); t(c.lookup,'zzz')
for n in 'strict','ignore','replace','xmlcharrefreplace','backslashreplace','namereplace','surrogatepass','surrogateescape': f=c.lookup_error(n); print(f.__name__); t(f,UnicodeEncodeError('ascii','a\xe9',1,2,'r')) ; t(f,UnicodeDecodeError('ascii',b'a\xe9',1,2,'r')); t(f,5)
