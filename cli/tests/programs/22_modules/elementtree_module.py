# imports: _elementtree pickle copy
# Elements as _elementtree makes them, without the Python half of ElementTree.
import copy
import pickle
from _elementtree import Element, SubElement, TreeBuilder, XMLParser


def tried(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


root = Element("root", {"a": "1"}, b="2")
root.text, root.tail = "text", "tail"
one = SubElement(root, "one", x="y")
two = SubElement(root, "two")
two.text = "within"
one.tail = "after one"
three = SubElement(two, "three")
print(len(root), root.attrib, root.get("a"), root.get("c"), root.get("c", 3), sorted(root.keys()), sorted(root.items()))
print([e.tag for e in root], [e.tag for e in root.iter()], list(root.itertext()))
print([e.tag for e in root.iter("three")], root[0].tag, root[-1].tag, [e.tag for e in root[::-1]])
root.insert(1, Element("inserted"))
root.append(Element("appended"))
root.extend([Element("x"), Element("y")])
print([e.tag for e in root])
del root[1], root[-1]
root[2:] = [Element("p"), Element("q")]
print([e.tag for e in root])
root.remove(one)
tried(root.remove, one)
tried(root.remove, 3)
tried(root.append, 3)
tried(root.__getitem__, 99)
tried(root.__setitem__, 0, "s")
tried(SubElement, 3, "tag")
tried(Element)
tried(Element, "a", 3)
tried(delattr, root, "tag")
tried(setattr, root, "attrib", 3)

same = copy.copy(root)
deep = copy.deepcopy(root)
print(same[0] is root[0], deep[0] is root[0], deep[0].tag, deep.attrib == root.attrib, deep.attrib is root.attrib)
back = pickle.loads(pickle.dumps(root))
print([e.tag for e in back.iter()], back.attrib, back.text, back.tail)
root.clear()
print(len(root), root.attrib, root.text, root.tail, root.tag)

builder = TreeBuilder()
builder.start("a", {"k": "v"})
builder.data("some ")
builder.data("text")
builder.start("b", {})
builder.end("b")
builder.data("tail")
builder.end("a")
made = builder.close()
print(made.tag, made.attrib, made.text, made[0].tag, made[0].tail)
tried(TreeBuilder().close)
tried(TreeBuilder().end, "a")

parser = XMLParser()
for piece in ("<a k='v'>on", "e<b>t&amp;wo</b>&#x41;<!-- no --><?no no?>", "<c/></a>"):
    parser.feed(piece)
made = parser.close()
print(made.tag, made.attrib, list(made.itertext()), [e.tag for e in made])
for text in ("<a>", "<a></b>", "", "<a>&nope;</a>", "<a/><b/>"):
    parser = XMLParser()
    try:
        parser.feed(text)
        parser.close()
    except SyntaxError as e:
        print(type(e).__name__, e, e.code, e.position)


class Target:
    def start(self, tag, attrib):
        print("start", tag, attrib)

    def end(self, tag):
        print("end", tag)

    def data(self, data):
        print("data", repr(data))

    def comment(self, text):
        print("comment", repr(text))

    def pi(self, target, data=None):
        print("pi", target, data)

    def start_ns(self, prefix, uri):
        print("start_ns", prefix, uri)

    def end_ns(self, prefix):
        print("end_ns", prefix)

    def doctype(self, name, pubid, system):
        print("doctype", name, pubid, system)

    def close(self):
        return "closed"


parser = XMLParser(target=Target())
parser.feed("<!DOCTYPE d SYSTEM 's'><d xmlns:n='uri'><n:e n:f='1'>x</n:e><!--c--><?p i?></d>")
print(parser.close())

# Trees deeper than any stack are built and freed.
deep = top = Element("d")
for _ in range(100_000):
    top = SubElement(top, "d")
print(sum(1 for _ in deep.iter()))
del deep, top
