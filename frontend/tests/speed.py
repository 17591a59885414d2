#!/usr/bin/env python3
"""Compares the speed from source to code with CPython's compile(), over CPython's library, in one run.

    $RPYTHON_ORACLE/bin/python3.14 speed.py [--front PROGRAM] [--rounds N]

The two take turns, a round of each after the other. What counts is the time of the processor (a machine shared with
others has no other), the best round of each. A round here is the difference between compiling three times and once, so
that starting and reading do not count, as they do not for CPython.
"""
import argparse
import os
import resource
import subprocess
import time
import warnings
from pathlib import Path

here = Path(__file__).resolve()
parser = argparse.ArgumentParser()
parser.add_argument("--front", default=str(here.parents[2] / "target/release/examples/front"))
parser.add_argument("--rounds", type=int, default=7)
args = parser.parse_args()
warnings.simplefilter("ignore")
oracle = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser()
library = oracle / "root/usr/lib/python3.14"
files = [p for p in sorted(library.rglob("*.py")) if p.exists() and not {"test", "site-packages"} & set(p.parts)]
sources = [(str(p), p.read_bytes()) for p in files]
size = sum(len(source) for _, source in sources)


def front(rounds):
    """The processor's time of compiling that many times."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([args.front, "time", "--rounds", str(rounds), *[name for name, _ in sources]], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


theirs, ours, ratios = [], [], []
for _ in range(args.rounds):
    start = time.process_time()
    for name, source in sources:
        compile(source, name, "exec", dont_inherit=True)
    theirs.append(time.process_time() - start)
    ours.append((front(3) - front(1)) / 2)
    ratios.append(theirs[-1] / ours[-1])
    print(f"round: CPython {size / theirs[-1] / 1e6:.1f} MB/s, here {size / ours[-1] / 1e6:.1f} MB/s", flush=True)
theirs, ours = min(theirs), min(ours)
print(f"{len(files)} files, {size} bytes: CPython {size / theirs / 1e6:.1f} MB/s, here {size / ours / 1e6:.1f} MB/s, "
      f"{theirs / ours:.2f} times (median of the rounds {sorted(ratios)[len(ratios) // 2]:.2f})")
