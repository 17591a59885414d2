# What would be a mere copy is the object itself: formatting, replacing, joining and slicing keep the string they were given.
text = "abcde"
empty = ""
kept = {
    "strip": text.strip(), "replace same": text.replace("a", "a"), "replace absent": text.replace("x", "y"),
    "replace empty": text.replace("", ""), "replace whole": text.replace("abcde", text), "ljust": text.ljust(3),
    "center": text.center(5), "zfill": text.zfill(2), "join": "".join([text]), "join one": ",".join((text,)),
    "str": str(text), "slice": text[:], "times": text * 1, "plus empty": text + empty, "empty plus": empty + text,
    "format": format(text), "format width": format(text, "5s"), "format precision": format(text, ".9"),
    "template": text.format(), "field": "{}".format(text), "keyword": "{a}".format(a=text), "conversion": "{!s}".format(text),
    "spec": "{:5}".format(text), "second field": "{}{}".format("", text), "percent": "%s" % text, "percent tuple": "%s" % (text,),
    "percent width": "%5s" % text, "percent precision": "%.9s" % text, "percent key": "%(a)s" % {"a": text},
    "nothing to fill": text % (), "nothing to look up": text % {}, "f-string": f"{text}", "f-string spec": f"{text:5}",
}
for name, made in kept.items():
    print(name, made is text)


class Text(str):
    pass


own = Text("abcde")
for made in (own.strip(), own[:], own * 1, own.replace("x", "y"), "%s" % own, "{}".format(own), ",".join([own])):
    print(type(made).__name__, made == own)

data = b"abcde"
for made in (data.strip(), data.replace(b"x", b"y"), data[:], data * 1, data + b"", b"" + data, bytes(data), b"".join([data])):
    print(made is data)
print(("%s" % "x" * 3), "%5.2s|" % text, "%s%s" % (text, ""), "a%sb" % "", "{}{}".format(text, ""))
