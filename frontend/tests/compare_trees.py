"""Compares trees and parse errors with CPython's over its library and test suite.

    $RPYTHON_ORACLE/bin/python3.14 compare_trees.py PROGRAM [FILE...]

PROGRAM is the built example `front`. For every file the text of `front ast FILE` must equal
`ast.dump(ast.parse(source), include_attributes=True)`; where CPython raises SyntaxError, class, message and place must be
equal. Without files, everything under the oracle's library and test suite is compared. Prints the files that differ and
their number.
"""

import ast
import os
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor

ORACLE = os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle"))


def sources():
    """Every Python file of the library and the test suite."""
    found = []
    for top in (os.path.join(ORACLE, "root/usr/lib/python3.14"), os.path.join(ORACLE, "testlib")):
        for folder, folders, names in os.walk(top):
            folders.sort()
            paths = (os.path.join(folder, name) for name in sorted(names) if name.endswith(".py"))
            found += [path for path in paths if os.path.isfile(path)]
    return found


def expected(path):
    """What CPython makes of the file: the dump, or the error as `front` prints it."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data, path)
    except (SyntaxError, ValueError) as error:
        place = tuple(getattr(error, key, None) for key in ("lineno", "offset", "end_lineno", "end_offset"))
        return f"{type(error).__name__}: {getattr(error, 'msg', error)} {place}"
    return ast.dump(tree, include_attributes=True)


def compare(job):
    """The difference for one file, or None."""
    program, path = job
    run = subprocess.run([program, "ast", path], capture_output=True)
    ours = (run.stdout or run.stderr).decode("utf-8", "surrogatepass").removesuffix("\n")
    theirs = expected(path)
    if ours == theirs:
        return None
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    return f"{path}\n  ours   {ours[max(0, at - 60):at + 100]!r}\n  theirs {theirs[max(0, at - 60):at + 100]!r}"


def main():
    program, *files = sys.argv[1:]
    files = files or sources()
    different = 0
    with ProcessPoolExecutor(2) as pool:
        for difference in pool.map(compare, [(program, path) for path in files], chunksize=8):
            if difference:
                different += 1
                print(difference, flush=True)
    print(f"{len(files)} files, {different} differ")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
