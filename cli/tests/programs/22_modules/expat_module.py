# imports: pyexpat traceback
# Events of pyexpat, their pieces and places, errors, entities, encodings.
import pyexpat
import traceback
from pyexpat import ExpatError, ParserCreate

HANDLERS = [name for name in dir(ParserCreate()) if name.endswith("Handler")]


def log_all(p, skip=()):
    def handler(name):
        def called(*args):
            print(name.removesuffix("Handler"), *map(ascii, args), (p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex))
            return 1
        return called
    for name in HANDLERS:
        if name not in skip:
            setattr(p, name, handler(name))
    return p


def parse(document, *chunks, skip=("DefaultHandler",), setup=lambda p: None, **options):
    print("---", ascii(document))
    p = log_all(ParserCreate(**options), skip)
    setup(p)
    try:
        for chunk in chunks or (document,):
            p.Parse(chunk, False)
        p.Parse(b"", True)
    except ExpatError as e:
        print("error", e, e.code, e.lineno, e.offset, p.ErrorByteIndex)


parse(b"<?xml version='1.0' encoding='utf-8'?>\n<a x='1' y=' &lt;\t&#65;'>t\r\nu<b/>\xc3\xa9]]<![CDATA[x]]y]]></a ><!--c\r\n--><?p d?>\n")
parse(b"<a><b></a>")
parse(b"<a x='1' x='2'/>")
parse(b"<a>\n  &unknown;</a>")
parse(b"<a>\x01</a>")
parse(b"<a/><b/>")
parse(b"")
parse(b"<a>\xc3", b"<a>", b"\xc3")
parse(b"ab", b"<", b"a", b" x='", b"1", b"'>te", b"xt\r", b"\n</a", b">")
parse(b"""<!DOCTYPE a PUBLIC '-//p  q' 's' [
<!ELEMENT a (b?,(c|d)*,e+)> <!ELEMENT b (#PCDATA|c)*> <!ELEMENT c EMPTY> <!ELEMENT d ANY>
<!ATTLIST a i ID #REQUIRED t (u|v) 'u' n NOTATION (g|h) #IMPLIED f CDATA #FIXED ' k '>
<!NOTATION g SYSTEM 'gs'> <!NOTATION h PUBLIC 'hp'>
<!ENTITY in 'one<b>two</b>'> <!ENTITY out SYSTEM 'o'> <!ENTITY raw SYSTEM 'r' NDATA g> <!ENTITY % pe 'x'>
%none;]><a>&in;&out;&late;</a>""")
parse(b"<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>")
parse(b"<!DOCTYPE a [<!ENTITY e 'v'>]><a>&e;<b/></a>", skip=HANDLERS[:2] + ["DefaultHandlerExpand"])
parse(b"<a xmlns='u' xmlns:p='v' p:q='1'><p:b/></a>", namespace_separator=" ")
parse(b"<p:a/>", namespace_separator=" ")
parse(b"<a xmlns:xmlns='u'/>", namespace_separator=" ")
parse("<?xml version='1.0' encoding='iso-8859-1'?><é>ü</é>".encode("latin-1"))
parse("<a>\U0001d11e</a>".encode("utf-16"))
parse("<?xml version='1.0' encoding='koi8-r'?><a>Ж</a>".encode("koi8-r"))
parse("<?xml version='2.0'?><a/>".encode())

# An external entity, read by a parser of its own.
p = ParserCreate()


def external(context, base, system, public):
    print("external", context, base, system, public)
    q = p.ExternalEntityParserCreate(context)
    q.Parse(b"<?xml encoding='utf-8'?>in &i;<c/>", True)
    return 1


p.ExternalEntityRefHandler = external
p.StartElementHandler = lambda name, attributes: print("start", name, attributes)
p.CharacterDataHandler = lambda text: print("text", repr(text))
p.SetBase("base")
p.Parse(b"<!DOCTYPE a [<!ENTITY e SYSTEM 'f'><!ENTITY i 'side'>]><a>&e;</a>", True)

# Text is kept back, and handed out before other events.
p = ParserCreate()
p.buffer_text = True
p.ordered_attributes = True
log_all(p, [h for h in HANDLERS if "Element" not in h and "Character" not in h])
p.Parse(b"<a z='1' b='2'>one\ntwo&amp;<!--c-->three</a>", True)

# What a handler raises comes out of Parse; handlers are gone then.
p = ParserCreate()
p.StartElementHandler = lambda name, attributes: 1 / 0
try:
    p.Parse(b"<a><b/></a>", True)
except ZeroDivisionError as e:
    print([frame.name for frame in traceback.extract_tb(e.__traceback__)], p.StartElementHandler)

# Limits.
laughs = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 9))
p = ParserCreate()
try:
    p.Parse(f"<!DOCTYPE a [<!ENTITY e0 'ha'>{laughs}]><a>&e8;</a>", True)
except ExpatError as e:
    print(e.code)
p = ParserCreate()
p.ElementDeclHandler = print
for call in (lambda: p.Parse(1), lambda: p.SetBillionLaughsAttackProtectionMaximumAmplification(0.5), lambda: ParserCreate(1),
             lambda: ParserCreate(None, "ab"), lambda: ParserCreate("nonesuch").Parse(b"<a/>"), lambda: setattr(p, "buffer_size", 0),
             lambda: delattr(p, "buffer_text"), lambda: p.ParseFile(1)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
print(pyexpat.ErrorString(4), pyexpat.errors.codes["no element found"], pyexpat.model.XML_CTYPE_SEQ, pyexpat.features[0])
