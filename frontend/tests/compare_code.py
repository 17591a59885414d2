#!/usr/bin/env python3
"""Compares the code that `front pyc` makes with CPython's own compile(), field by field and recursively (issue bar 3).

    $RPYTHON_ORACLE/bin/python3.14 compare_code.py [-O N]... [--front PROGRAM] [--limit N] [--show] [FILE...]

RPYTHON_ORACLE defaults to ~/.cache/rpython-oracle. Without files: every `.py` of CPython's library and test suite. The
count of files that differ is printed last; it is to be 0. Files that CPython itself cannot compile are left out.
"""
import argparse
import dis
import io
import marshal
import os
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

FIELDS = ["co_name", "co_qualname", "co_firstlineno", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount",
          "co_flags", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_code", "co_stacksize",
          "co_exceptiontable", "co_linetable", "co_filename"]
here = Path(__file__).resolve()
oracle = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser()


def key(value):
    """A constant with its types, so that 1, 1.0 and True differ."""
    if isinstance(value, tuple):
        return ("tuple", [key(item) for item in value])
    if isinstance(value, frozenset):
        return ("frozenset", sorted(repr(key(item)) for item in value))
    if isinstance(value, slice):
        return ("slice", key(value.start), key(value.stop), key(value.step))
    return (type(value).__name__, repr(value))


def listing(code):
    out = io.StringIO()
    dis.dis(code, file=out, depth=0, show_caches=False, show_offsets=True, show_positions=True)
    return re.sub(r" at 0x[0-9a-f]+, file [^>]*>", ">", out.getvalue())


def differences(ours, theirs, path=""):
    """Yields (where, field, our value, their value)."""
    where = path + "/" + theirs.co_name
    for field in FIELDS:
        a, b = getattr(ours, field), getattr(theirs, field)
        if a != b:
            yield where, field, a, b, ours, theirs
    nested = type(theirs)
    a = [c for c in ours.co_consts if isinstance(c, nested)]
    b = [c for c in theirs.co_consts if isinstance(c, nested)]
    if [key(c) if not isinstance(c, nested) else c.co_name for c in ours.co_consts] != [
            key(c) if not isinstance(c, nested) else c.co_name for c in theirs.co_consts]:
        yield where, "co_consts", ours.co_consts, theirs.co_consts, ours, theirs
    for x, y in zip(a, b):
        yield from differences(x, y, where)


def default_files():
    lib, tests = oracle / "root/usr/lib/python3.14", oracle / "testlib/test"
    return [(lib, sorted(p for p in lib.rglob("*.py"))), (tests, sorted(tests.rglob("*.py")))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-O", type=int, action="append", dest="levels")
    parser.add_argument("--front", default=str(here.parents[2] / "target/release/examples/front"))
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--show", action="store_true", help="print both listings of the first code that differs")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    sets = [("/", [Path(f).resolve() for f in args.files])] if args.files else default_files()
    total = bad = 0
    fields = {}
    for level in args.levels or [0, 2]:
        for root, files in sets:
            expected = {}
            for file in files:
                try:
                    data = file.read_bytes()
                    expected[file] = compile(data, str(file), "exec", dont_inherit=True, optimize=level)
                except (SyntaxError, ValueError, RecursionError, OSError):
                    continue
            with tempfile.TemporaryDirectory() as out:
                names = [str(f) for f in expected]
                complaints = {}
                for start in range(0, len(names), 200):
                    run = subprocess.run([args.front, "pyc", "-O", str(level), "--out", out, "--root", str(root),
                                          *names[start:start + 200]], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         text=True, errors="replace")
                    for line in run.stdout.splitlines():
                        complaints[line.split(": ")[0]] = line
                    if run.returncode not in (0, 1):
                        print(run.stderr[-2000:])
                for file, theirs in expected.items():
                    total += 1
                    pyc = (Path(out) / file.relative_to(root)).with_suffix(".pyc")
                    try:
                        ours = marshal.loads(pyc.read_bytes()[16:])
                    except FileNotFoundError:
                        bad += 1
                        fields["no code"] = fields.get("no code", 0) + 1
                        if bad <= args.limit:
                            print(f"-O{level} {complaints.get(str(file), str(file) + ': no code')}")
                        continue
                    found = list(differences(ours, theirs))
                    if not found:
                        continue
                    bad += 1
                    for name in {entry[1] for entry in found}:
                        fields[name] = fields.get(name, 0) + 1
                    if bad <= args.limit:
                        where, field, a, b, x, y = found[0]
                        print(f"-O{level} {file}: {len(found)} differences; {where} {field}:\n  ours   {str(a)[:300]}\n"
                              f"  theirs {str(b)[:300]}")
                        if args.show:
                            import difflib
                            diff = difflib.unified_diff(listing(x).splitlines(), listing(y).splitlines(), "ours",
                                                        "theirs", lineterm="", n=4)
                            print("\n".join(list(diff)[:80]))
    print(f"files compared: {total}, files that differ: {bad}, by field: {fields}")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
