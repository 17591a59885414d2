# Mistyped keywords are found by trying, from the place that the SyntaxError remembers.
import sys

sources = [
    "whille True:\n    pass\n",
    "fur x in y:\n    pass\n",
    "x = 1\nclasse A:\n    pass\n",
    "impor math\n",
    "for a in b:\n    pass\nelso:\n    pass\n",
    "x = [1 fur x in y]\n",
    "a b\n",
]
for source in sources:
    try:
        compile(source, "<source>", "exec")
    except SyntaxError as e:
        print(e._metadata)
        sys.excepthook(type(e), e, None)

# Errors found behind the parser show the line of the file.
with open(__file__) as own:
    lines = own.readlines()
try:
    compile("return 5\n", __file__, "exec")
except SyntaxError as e:
    print(e.lineno, e.offset, e.end_offset, e.text == lines[0])
