#!/usr/bin/env python3
"""Compares the speed from source to code with CPython's compile(), over CPython's library, in one run.

    $RPYTHON_ORACLE/bin/python3.14 speed.py [--front PROGRAM] [--rounds N]

The two take turns; the best round of each counts.
"""
import argparse
import os
import re
import subprocess
import time
import warnings
from pathlib import Path

here = Path(__file__).resolve()
parser = argparse.ArgumentParser()
parser.add_argument("--front", default=str(here.parents[2] / "target/release/examples/front"))
parser.add_argument("--rounds", type=int, default=5)
args = parser.parse_args()
warnings.simplefilter("ignore")
oracle = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser()
library = oracle / "root/usr/lib/python3.14"
files = [p for p in sorted(library.rglob("*.py")) if p.exists() and not {"test", "site-packages"} & set(p.parts)]
sources = [(str(p), p.read_bytes()) for p in files]
size = sum(len(source) for _, source in sources)
theirs = ours = 0.0
for _ in range(args.rounds):
    start = time.perf_counter()
    for name, source in sources:
        compile(source, name, "exec", dont_inherit=True)
    theirs = max(theirs, size / (time.perf_counter() - start) / 1e6)
    run = subprocess.run([args.front, "time", *[name for name, _ in sources]], stdout=subprocess.PIPE, text=True, check=True)
    ours = max(ours, *map(float, re.findall(r"compile: ([0-9.]+) MB/s", run.stdout)))
print(f"{len(files)} files, {size} bytes: CPython {theirs:.1f} MB/s, here {ours:.1f} MB/s, {ours / theirs:.2f} times")
