#!/usr/bin/env python3
"""CPython's own test suite under rpython, counted test by test.

    conformance.py run --tests LIBDIR --out FILE [-j N] [--timeout S] [--memory MIB] [MODULE...] -- COMMAND...
    conformance.py compare FILE [MODULE...]     what FILE passes of what CPython 3.14.10 passes
    conformance.py record FILE                  writes RESULTS.md and passed.json.gz
    conformance.py check FILE                   fails if a test of passed.json.gz no longer passes in FILE

LIBDIR holds the `test` package (CPython's Lib/test). Each module runs in a process of its own, under a limit of time and memory.
FILE is {module: {test id: PASS | FAIL | ERROR | SKIP}, ...}, and under "ends" how modules ended that did not run to their end.
wanted.json.gz is such a FILE, of CPython 3.14.10: only the tests that it passes count. `run` without modules runs all that
wanted.json.gz names; `check` looks only at the modules that FILE has. FLAKY names tests that `check` leaves out, with the reason.
"""
import argparse
import collections
import concurrent.futures
import gzip
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
WANTED = HERE / "wanted.json.gz"
PASSED = HERE / "passed.json.gz"
RESULTS = HERE / "RESULTS.md"
FLAKY = HERE / "FLAKY"
# A test may report more than once (its tearDown fails): the worst counts.
RANK = {"PASS": 0, "SKIP": 1, "FAIL": 2, "ERROR": 3}


def load(path):
    opened = gzip.open if str(path).endswith(".gz") else open
    with opened(path, "rt") as file:
        return json.load(file)


def passing(results):
    return {
        (module, test)
        for module, tests in results.items()
        if module != "ends"
        for test, status in tests.items()
        if status == "PASS"
    }


def full_name(module):
    return module if module.startswith("test.") else "test." + module


def in_child():
    """A session of its own, the signals' default actions, no core files."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def resident(pid):
    """Resident memory of a process in MiB."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() >> 20
    except (OSError, IndexError):
        return 0


def run_module(command, tests, module, timeout, memory):
    """The statuses of a module's tests, and how the process ended where that was not as it should."""
    environment = dict(os.environ, PYTHONPATH=tests, PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [*command, str(HERE / "driver.py"), module],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder, env=environment, preexec_fn=in_child,
        )
        deadline, end = time.monotonic() + timeout, ""
        while process.poll() is None:
            try:
                process.wait(0.25)
            except subprocess.TimeoutExpired:
                pass
            if process.poll() is None and time.monotonic() > deadline:
                end = f"no end after {timeout} s"
            elif process.poll() is None and resident(process.pid) > memory:
                end = f"over {memory} MiB"
            if end:
                break
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        status = process.wait()
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
        err.seek(0)
        errors = [line for line in err.read().decode("utf-8", "replace").splitlines() if line.strip()]
    statuses, done = {}, False
    for line in text.splitlines():
        mark = line.find("@@")
        if mark < 0:
            continue
        what, _, test = line[mark + 2:].partition("\t")
        if what == "DONE":
            done = True
        elif what in RANK and RANK[what] >= RANK.get(statuses.get(test), -1):
            statuses[test] = what
    if not end and status < 0:
        end = f"signal {-status} ({signal.Signals(-status).name})"
    elif not end and (status or not done):
        end = f"status {status}: {errors[-1][:160] if errors else ''}"
    return module, statuses, end


def run(args):
    command = args.command
    if not command:
        sys.exit("conformance.py run: no command after --")
    command[0] = os.path.abspath(command[0]) if os.sep in command[0] else command[0]
    modules = [full_name(m) for m in args.modules] or sorted(load(WANTED))
    results, ends = {}, {}
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        jobs = [pool.submit(run_module, command, args.tests, m, args.timeout, args.memory) for m in modules]
        for job in concurrent.futures.as_completed(jobs):
            module, statuses, end = job.result()
            results[module] = statuses
            if end:
                ends[module] = end
            counts = collections.Counter(statuses.values())
            bad = counts["FAIL"] + counts["ERROR"]
            print(f"{module:<50} {counts['PASS']:>5} pass {bad:>4} fail  {end}", flush=True)
            pathlib.Path(args.out).write_text(json.dumps({**results, "ends": ends}))


def rows(results, only=()):
    """For each module: tests passed, tests wanted."""
    got, table = passing(results), {}
    for module, test in passing(load(WANTED)):
        if not only or module in only:
            row = table.setdefault(module, [0, 0])
            row[0] += (module, test) in got
            row[1] += 1
    return table


def total(table):
    passed, wanted = (sum(row[i] for row in table.values()) for i in (0, 1))
    whole = sum(a == b for a, b in table.values())
    share = 100 * passed / max(wanted, 1)
    return f"{passed} of {wanted} tests ({share:.2f} %), {whole} of {len(table)} modules whole"


def compare(args):
    table = rows(load(args.file), {full_name(m) for m in args.modules})
    for module, (passed, wanted) in sorted(table.items()):
        if passed < wanted:
            print(f"{passed:>6} of {wanted:>6}  {100 * passed / wanted:5.1f} %  {module}")
    print(total(table))


def record(args):
    results = load(args.file)
    table = rows(results)
    kept = {}
    for module, test in sorted(passing(results) & passing(load(WANTED))):
        kept.setdefault(module, {})[test] = "PASS"
    with open(PASSED, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(json.dumps(kept, separators=(",", ":")).encode())
    ends = results.get("ends", {})
    lines = ["# CPython's test suite under rpython", "", f"{total(table)}.", "",
             "Of each module, the tests that pass of those that CPython 3.14.10 passes; written by `conformance.py record`.", "",
             "| module | passed | wanted | how it ended, if early |", "| --- | --- | --- | --- |"]
    for module, (passed, wanted) in sorted(table.items()):
        end = ends.get(module, "").replace("|", "\\|")
        lines.append(f"| {module.removeprefix('test.')} | {passed} | {wanted} | {end} |")
    RESULTS.write_text("\n".join(lines) + "\n")
    print(total(table))


def check(args):
    results = load(args.file)
    flaky = {line.split("\t")[0] for line in FLAKY.read_text().splitlines() if line and not line.startswith("#")}
    wanted = {(m, t) for m, t in passing(load(PASSED)) if m in results and t not in flaky and m not in flaky}
    lost = sorted(wanted - passing(results))
    for module, test in lost:
        print(f"no longer passes: {test} ({results[module].get(test) or results.get('ends', {}).get(module, 'not run')})")
    # The closing line says how many of the tests that passed before pass now.
    print(f"{len(wanted) - len(lost)} passed, {len(lost)} failed")
    sys.exit(bool(lost))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("run")
    one.add_argument("--tests", required=True, type=os.path.abspath)
    one.add_argument("--out", required=True)
    one.add_argument("-j", type=int, default=2)
    one.add_argument("--timeout", type=float, default=120)
    one.add_argument("--memory", type=int, default=3000)
    one.add_argument("modules", nargs="*")
    one.set_defaults(do=run)
    for name, do in (("compare", compare), ("record", record), ("check", check)):
        one = commands.add_parser(name)
        one.add_argument("file")
        if do is compare:
            one.add_argument("modules", nargs="*")
        one.set_defaults(do=do)
    # What stands behind `--` is the command: argparse would read its options as its own.
    line = sys.argv[1:]
    cut = line.index("--") if "--" in line else len(line)
    args = parser.parse_args(line[:cut])
    args.command = line[cut + 1:]
    args.do(args)


if __name__ == "__main__":
    main()
