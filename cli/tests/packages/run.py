#!/usr/bin/env python3
"""Packages from PyPI under rpython: each is used by a small script, whose output must be CPython's.

    run.py --packages DIR --oracle PYTHON [SCRIPT...] -- COMMAND...

DIR is a folder that any Python's pip has filled (see README.md); PYTHON is a CPython 3.14.
"""
import argparse
import difflib
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def output(command, script, packages):
    environment = dict(os.environ, PYTHONPATH=packages, PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0", LC_ALL="C.UTF-8")
    try:
        done = subprocess.run([*command, str(script)], env=environment, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "no end after 300 s\n"
    text = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    return text if done.returncode == 0 else f"{text}\nstatus {done.returncode}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", required=True)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("scripts", nargs="*")
    own, command = sys.argv[1:], []
    if "--" in own:
        command = own[own.index("--") + 1:]
        own = own[:own.index("--")]
    args = parser.parse_args(own)
    if not command:
        parser.error("no command after --")
    if os.sep in command[0]:
        command[0] = os.path.abspath(command[0])
    scripts = [HERE / name for name in args.scripts] or sorted(HERE.glob("*_use.py"))
    failed = 0
    for script in scripts:
        wanted = output([args.oracle], script, args.packages)
        got = output(command, script, args.packages)
        failed += wanted != got
        print("ok    " if wanted == got else "DIFFER", script.name, flush=True)
        if wanted != got:
            lines = difflib.unified_diff(wanted.splitlines(), got.splitlines(), "CPython", "rpython", lineterm="", n=1)
            print("\n".join(line[:300] for line in list(lines)[:40]))
    print(f"{len(scripts) - failed} of {len(scripts)}")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
