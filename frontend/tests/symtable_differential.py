"""Compares the symbol tables of Python files with those of CPython's symtable module.

    python3.14 frontend/tests/symtable_differential.py FRONT [FILE or DIRECTORY]...

FRONT is the example program (cargo build --release -p rpython-frontend --example front). Without files, the library and
test suite of the CPython that runs this. Prints the files that differ, and their number.
"""
import os
import subprocess
import sys
import symtable
import warnings

from symtable_lines import lines_of

warnings.simplefilter("ignore")
BATCH = 200


def expected(path):
    with open(path, "rb") as file:
        source = file.read()
    lines = []
    try:
        lines_of(symtable.symtable(source, path, "exec"), 0, lines)
    except SyntaxError as error:
        place = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        lines.append("%s: %s %s" % (type(error).__name__, error.msg, place))
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        lines.append("%s: %s" % (type(error).__name__, error))
    return lines


def sources(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py") and os.path.isfile(path):
                    yield path


def default_roots():
    library = os.path.dirname(os.__file__)
    yield library
    test = __import__("test").__path__[0]
    if not test.startswith(library):
        yield test


def main():
    front, *roots = sys.argv[1:]
    paths = list(sources(roots or default_roots()))
    different = 0
    for start in range(0, len(paths), BATCH):
        batch = paths[start:start + BATCH]
        run = subprocess.run([front, "symtable", "--separate", *batch], capture_output=True, check=True)
        parts = run.stdout.decode("utf-8", "surrogatepass").split("\x1e")
        for path, part in zip(batch, parts, strict=True):
            ours, theirs = part.rstrip("\n").split("\n"), expected(path)
            if ours != theirs:
                different += 1
                at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
                print(path)
                print("   ours:", ours[at:at + 1])
                print(" theirs:", theirs[at:at + 1])
    print("%d of %d files differ" % (different, len(paths)))
    return different != 0


sys.exit(main())
