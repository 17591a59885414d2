"""Compares preprocessed trees of Python files with CPython's `ast.parse(source, optimize=N)`.

    python3.14 frontend/tests/preprocess_differential.py FRONT [FILE or DIRECTORY]...

FRONT is the example program (cargo build --release -p rpython-frontend --example front). Without files, the library and
test suite of the CPython that runs this. Prints the files that differ, and their number.
"""
import ast
import os
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
BATCH = 100


def expected(path, level):
    with open(path, "rb") as file:
        source = file.read()
    try:
        return ast.dump(ast.parse(source, path, optimize=level), include_attributes=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def sources(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py") and os.path.isfile(path):
                    yield path


def main():
    front, *roots = sys.argv[1:]
    if not roots:
        library = os.path.dirname(os.__file__)
        test = __import__("test").__path__[0]
        roots = [library] if test.startswith(library) else [library, test]
    paths = list(sources(roots))
    failed = False
    for level in 1, 2:
        different = 0
        for start in range(0, len(paths), BATCH):
            batch = paths[start:start + BATCH]
            run = subprocess.run([front, "ast", "-O", str(level), *batch], capture_output=True, check=True)
            for path, ours in zip(batch, run.stdout.decode().split("\x1e"), strict=True):
                theirs = expected(path, level)
                if theirs is not None and ours != theirs:
                    different += 1
                    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), 0)
                    print(path)
                    print("   ours:", ours[max(0, at - 100):at + 100])
                    print(" theirs:", theirs[max(0, at - 100):at + 100])
        print("level %d: %d of %d files differ" % (level, different, len(paths)))
        failed |= different != 0
    return failed


sys.exit(main())
