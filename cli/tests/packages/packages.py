#!/usr/bin/env python3
"""Runs small programs that use packages of PyPI, under a built rpython and under CPython, and compares what they print.

    packages.py [--site FOLDER] [--oracle PYTHON] RPYTHON

The packages of requirements.txt are installed into FOLDER by this interpreter's pip when it does not exist. Exit status 1 when an output
differs, 2 when the packages cannot be installed.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent
parser = argparse.ArgumentParser()
parser.add_argument("--site", type=Path, default=here.parents[2] / "target/packages")
parser.add_argument("--oracle", default=str(Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser() / "bin/python3.14"))
parser.add_argument("rpython", type=lambda name: str(Path(name).resolve()))
args = parser.parse_args()
if not args.site.exists():
    part = args.site.with_name(args.site.name + ".part")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", part, "--requirement", here / "requirements.txt"]
    if subprocess.run(pip).returncode:
        sys.exit(2)
    part.rename(args.site)


def run(interpreter, *arguments):
    """The exit status and the output, without times, addresses, the interpreter's place and the width of rules."""
    environment = {**os.environ, "PYTHONPATH": str(args.site), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([interpreter, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    shown = re.sub(r"in \d+\.\d+s|-- /\S+|at 0x[0-9a-f]+", "…", done.stdout) + done.stderr[-2000:]
    return done.returncode, re.sub("=+", "=", shown)


programs = {script.stem: [script] for script in sorted((here / "scripts").glob("*.py"))}
programs["pytest"] = ["-m", "pytest", "-p", "no:cacheprovider", "--rootdir", here / "suite", "-v", "-s", "-rA", here / "suite"]
failed = 0
for name, arguments in programs.items():
    wanted, got = run(args.oracle, *arguments), run(args.rpython, *arguments)
    print(f"{name:24} {'same' if wanted == got else 'DIFFERS'}, status {got[0]}", flush=True)
    if wanted != got:
        failed += 1
        print(f"--- CPython, status {wanted[0]}\n{wanted[1]}\n--- rpython, status {got[0]}\n{got[1]}")
print(f"{len(programs) - failed} of {len(programs)} print what CPython prints")
sys.exit(failed > 0)
