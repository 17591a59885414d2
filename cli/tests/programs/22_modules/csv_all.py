# csv: every way of quoting, dialects, the reader's states, and errors.
# imports: csv io
import csv
import io


def shown(action):
    try:
        return action()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def write(rows, **options):
    out = io.StringIO()
    csv.writer(out, lineterminator="|", **options).writerows(rows)
    return out.getvalue()


ROWS = [["a", 1, 2.5, None, ""], ["x,y", 'q"q', "l\nl", " s", "\\"], [""], [None]]
for quoting in range(6):
    for options in ({}, {"escapechar": "\\"}, {"quotechar": "'", "doublequote": False, "escapechar": "^"}, {"delimiter": " ", "skipinitialspace": True}):
        for row in ROWS:
            print(quoting, options, shown(lambda: write([row], quoting=quoting, **options)))

TEXTS = ["a,b,c", 'a,"b,""c",d', '"a\nb",c', "a,,", "", '"a" ,b', "a\\,b", "1,'2',x", '"unclosed', "a\rb", '"a"b', ' "a", b']
for text in TEXTS:
    for options in ({}, {"strict": True}, {"escapechar": "\\"}, {"quoting": csv.QUOTE_NONE}, {"quoting": csv.QUOTE_NONNUMERIC},
                    {"quoting": csv.QUOTE_STRINGS}, {"quoting": csv.QUOTE_NOTNULL}, {"skipinitialspace": True}, {"quotechar": None}):
        print(repr(text), options, shown(lambda: list(csv.reader(text.split("\n"), **options))))

for options in ({"delimiter": ""}, {"delimiter": "ab"}, {"delimiter": 1}, {"quotechar": 1}, {"quotechar": "ab"}, {"lineterminator": 1},
                {"quoting": 9}, {"quoting": "x"}, {"quotechar": None, "quoting": 1}, {"delimiter": "\n"}, {"quotechar": ","},
                {"escapechar": ","}, {"lineterminator": ","}, {"quotechar": " ", "skipinitialspace": True}):
    print(options, shown(lambda: csv.reader([], **options) and "made"))
csv.register_dialect("mine", delimiter=";", quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), write(ROWS, dialect="mine"), csv.get_dialect("mine").delimiter)
csv.unregister_dialect("mine")
for action in (lambda: csv.get_dialect("mine"), lambda: csv.unregister_dialect("mine"), lambda: csv.register_dialect(1),
               lambda: csv.field_size_limit("a"), lambda: list(csv.reader([b"x"])), lambda: write([1]), lambda: csv.writer(1)):
    print(shown(action))
old = csv.field_size_limit(3)
print(old, shown(lambda: list(csv.reader(["abcd"]))), csv.field_size_limit(old))
reader = csv.reader(["a\n", '"b\n', 'c"\n'])
print([(row, reader.line_num) for row in reader], reader.dialect.quotechar)
print(list(csv.DictReader(["a,b", "1,2,3", "4"], restkey="more", restval="none")))
