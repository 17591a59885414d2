# What _json reads and writes, its errors and their notes.
# imports: _json
import _json
import sys
M=type(sys)
m=M('json');d=M('json.decoder');sys.modules['json']=m;sys.modules['json.decoder']=d;m.decoder=d;m.__path__=[]
class JSONDecodeError(ValueError):
    def __init__(self,msg,doc,pos): self.x=(msg,doc,pos); ValueError.__init__(self,msg,pos)
JSONDecodeError.__module__='json.decoder'
d.JSONDecodeError=JSONDecodeError
def t(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: r=f"{type(e).__module__}.{type(e).__name__}: {e} {getattr(e,'__notes__','')}"[:400]+f""
    print([ascii(x)[:30].split(' at 0x')[0] for x in a], '->', ascii(r))
def default(o): 
    if o=={1}: return {'k':[1,object]}
    if o=={2}: return 5
    raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')
for markers in ({},None):
  for enc in (_json.encode_basestring_ascii,_json.encode_basestring,lambda s:'<'+s+'>', lambda s:3):
    for sk in (False,True):
        e=_json.make_encoder(markers,default,enc,None,': ',', ',sk,False,True)
        t(e,{'a':[1,2.5,None,True,'é\u2028\U0001F600"\\\n\x00\x7f']},0)
        t(e,[1,{'x':{1,3}}],0); t(e,{1:{2:{1}}},0) 
        if markers is not None: t(e,[{2}],0)
        t(e,{(1,):2},0); t(e,{b'a':2},0); t(e,float('nan'),0); t(e,{1.5:1,True:2,None:3,10**30:4,float('inf'):5} if not sk else {1.5:1,10**30:4},0)
        t(e,(),0); t(e,[],0); t(e,{},0); t(e,object(),0) if 0 else None
        t(e,{'a':1,'b':{3}},0)
e=_json.make_encoder({},default,_json.encode_basestring,None,':',',',False,True,False)
t(e,{(1,):1,'a':2},0); t(e,[float('nan')],0); t(e,[1]); t(e,1,'a'); t(e,1,_current_indent_level=0)
t(_json.make_encoder({},default,_json.encode_basestring,"  ",": ",",",False,True,False),{(1,):2},0);x=_json.make_encoder({},default,_json.encode_basestring,"  ",": ",",",False,True,False);t(x,{(1,):2,1:[1,[],{},[[2]],{3:4,5:{6:{}}}]},0);t(x,[1,{2:3}],2)
class DD(dict):0
class LL(list):0
t(x,DD(a=object),0);t(x,LL([object]),0);t(x,(object,),0)
l=[]; l.append(l); t(e,l,0); d={}; d['x']=d; t(e,d,0); t(e,[d],0)
t(_json.make_encoder); t(_json.make_encoder,3,default,3,None,'','',1,1,1); t(_json.make_encoder,{},default,3,None,3,'',1,1,1);t(_json.make_encoder,None,default,3,None,'','',1,1)
t(_json.make_encoder({},3,_json.encode_basestring,None,':',',',False,True,False),[{1}],0)
print(len(e.markers),e.indent,e.key_separator,e.item_separator,e.sort_keys,e.skipkeys,e.encoder)
class D(dict):
    def items(self): return [('z',1),('y',2)]
t(e,D(a=1),0); t(e,D(),0)
class D2(dict):
    def items(self): return [1]
t(e,D2(a=1),0)
class S(str): pass
class I(int):
    def __repr__(self): return 'I'
class F(float):
    def __repr__(self): return 'F'
t(e,[S('a'),I(3),F(2.5)],0); t(e,{S('a'):1,I(3):1,F(2.5):2},0)
for f in (_json.encode_basestring,_json.encode_basestring_ascii):
    t(f,'a"\\\b\f\n\r\t\x01\x1f\x7f\x80é\U0010ffff/'); t(f,3); t(f,''); t(f,'\u2028')
class C: 
    strict=True; object_hook=None; object_pairs_hook=None; parse_float=float; parse_int=int; parse_constant=lambda s: 'C'+s
def sc(**k):
    c=type('X',(),dict(vars(C)))
    for a,b in k.items(): setattr(c,a,staticmethod(b) if callable(b) else b)
    return _json.make_scanner(c)
docs=['"\\u0041','"\\ud83d\\ude00','"\\ud83d\\u0041','"\\ud83d','1','-1','-','01','1.5','1.','1e5','1e','1E+5','-0','-0.0','"a"','"a\\u00e9\\n"','"\\ud83d\\ude00"','"\\ud83d"','"\\ud83dx"','"\\ud83d\\u0041"','"\\u12"','"\\x"','"\n"','"','"\\','{}','{"a":1}','{"a":1,}','{"a" 1}','{"a":}','{a:1}','{"a":1 "b"}','[','[1','[1,','[1,]','[1 2]','[]','[ ]','{ }','{','nul','null','true','false','NaN','Infinity','-Infinity','-Infinit','N','', ' 1','[1, [2, {"x": [null]}]]','{"a":1,"a":2}','{"a":{"b":[]}}','1.0000000000000000000000001','123456789012345678901234567890','x','1.5.5','"é\u20ac"','"\U0001F600"','[1.5, 2 , "x"]  ','{"é":1}','-1.5e-3','1e400','{"a"','{"a":','{"a":1','{"a":1,','{"a":1, ','[[[','"\\u00', '"\\ud83d\\ude0','"\\ud83d\\uzzzz"','"abc\\']
for k in ({},{'object_hook':lambda d:('h',d)},{'object_pairs_hook':lambda l:('p',l)},{'strict':False},{'parse_float':lambda s:'F'+s,'parse_int':lambda s:'I'+s}):
    s=sc(**k)
    for d in docs: t(s,d,0)
    t(s,'  1',2); t(s,'1',5); t(s,'1',-1); t(s,3,0); t(s,'1')
t(_json.scanstring,'"abc"',1); t(_json.scanstring,'abc',9); t(_json.scanstring,'abc',-1); t(_json.scanstring,3,1); t(_json.scanstring,'a\n"',0,False); t(_json.scanstring,'a\n"',0); t(_json.scanstring,'a"',0,[]); 0
t(_json.make_scanner,3); s=sc(); print(s.strict,s.object_hook,s.parse_float,type(s)); t(s,'[1]',idx=0); t(_json.make_scanner)
