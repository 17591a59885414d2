#!/usr/bin/env python3
"""Lets the example `remarshal` read CPython's `.pyc` files and write them back, and compares what CPython loads from both.

    $RPYTHON_ORACLE/bin/python3.14 compare_marshal.py [--remarshal PROGRAM]

Every file of CPython's library is compiled by CPython; the count of files that differ is printed and is to be 0.
"""
import argparse
import marshal
import os
import py_compile
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from compare_code import differences

here = Path(__file__).resolve()
oracle = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser()
parser = argparse.ArgumentParser()
parser.add_argument("--remarshal", default=str(here.parents[2] / "target/release/examples/remarshal"))
args = parser.parse_args()
warnings.simplefilter("ignore")
library = oracle / "root/usr/lib/python3.14"
bad = total = 0
with tempfile.TemporaryDirectory() as directory:
    theirs, ours = Path(directory) / "theirs", Path(directory) / "ours"
    theirs.mkdir()
    ours.mkdir()
    for source in sorted(library.rglob("*.py")):
        target = theirs / (str(source.relative_to(library)).replace("/", "__") + "c")
        try:
            py_compile.compile(str(source), cfile=str(target), doraise=True)
        except (py_compile.PyCompileError, OSError):
            continue
    files = sorted(theirs.iterdir())
    for start in range(0, len(files), 500):
        subprocess.run([args.remarshal, str(ours), *map(str, files[start:start + 500])], check=True)
    for file in files:
        total += 1
        before, after = file.read_bytes(), (ours / file.name).read_bytes()
        same = before[:16] == after[:16] and not list(differences(marshal.loads(after[16:]), marshal.loads(before[16:])))
        if not same:
            bad += 1
            print(f"{file.name} differs")
print(f"files compared: {total}, files that differ: {bad}")
sys.exit(bad != 0)
