"""Compares the errors and warnings of compiling Python files with CPython's.

    python3.14 frontend/tests/errors_differential.py FRONT [FILE or DIRECTORY]...

FRONT is the example program (cargo build --release -p rpython-frontend --example front). Without files, the library and
test suite of the CPython that runs this. Prints the files that differ, and their number. Warnings are compared with their
lines; files that CPython's code generator fails on with a SystemError are left out.
"""
import json
import os
import subprocess
import sys
import warnings

BATCH = 200


def expected(path):
    with open(path, "rb") as file:
        source = file.read()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, path, "exec", dont_inherit=True)
            outcome = {"ok": True}
        except SyntaxError as error:
            outcome = {"class": type(error).__name__, "message": error.msg, "line": error.lineno, "column": error.offset,
                       "end_line": error.end_lineno, "end_column": error.end_offset}
        except SystemError:
            return None
        except Exception as error:
            outcome = {"class": type(error).__name__, "message": str(error), "line": None, "column": None,
                       "end_line": None, "end_column": None}
    outcome["warnings"] = [[str(warning.message), warning.lineno] for warning in caught]
    return outcome


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
    different, wrong = 0, 0
    for start in range(0, len(paths), BATCH):
        batch = paths[start:start + BATCH]
        run = subprocess.run([front, "check", "--warnings", *batch], capture_output=True, check=True, text=True)
        for path, line in zip(batch, run.stdout.splitlines(), strict=True):
            theirs = expected(path)
            if theirs is None:
                continue
            ours = json.loads(line)
            ours["warnings"] = [[warning["message"], warning["line"]] for warning in ours["warnings"]]
            wrong += "ok" not in theirs
            if ours != theirs:
                different += 1
                print(path)
                print("   ours:", ours)
                print(" theirs:", theirs)
    print("%d of %d files differ (%d are wrong programs)" % (different, len(paths), wrong))
    return different != 0


sys.exit(main())
