"""Records what CPython 3.14 prints for the test programs and the examples.

Every program is run twice, with different string hash seeds, and must print the same both times: what it prints
may depend on nothing but the language. The golden file NAME.out holds standard output, then, where there is any,
the line `--- stderr ---` and standard error, then, where it is not 0, the line `--- exit N ---`.

A program `NAME.py` says in comments at its head how it is run:

    # args: a 'b c'            arguments of the program
    # stdin: line\nline\n      its standard input, with escapes (default: empty)
    # env: NAME=value …        additional environment; a name that begins with PYTHON drops -I
    # flags: -O                options before the program (in addition to -I -S)
    # timeout: 60              seconds (default 20; the runner's limit is scaled for debug builds)
    # memory: 512              MiB of resident memory (default 1024)
    # stderr: ignore           standard error is not compared
    # imports: NAME …          modules that the program makes itself

A list of command lines `NAME.cmd` has one invocation a line, words quoted as in a POSIX shell with $'…' for escapes:
`NAME=value` words in front are the environment, and `< WORD` at the end gives standard input its text. The golden file
holds one block for each line. `cli/tests/programs.rs` reads the same formats.

    python3 cli/tests/record.py            records everything that is missing or older than its program
    python3 cli/tests/record.py --all      records everything
    python3 cli/tests/record.py --check    says which recordings are not what the oracle prints; exit status 1
    python3 cli/tests/record.py WORD …     records the programs whose names contain one of the words

The oracle is CPython in $RPYTHON_ORACLE (default ~/.cache/rpython-oracle).
"""

import argparse
import ast
import os
import re
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOTS = [HERE / "programs", HERE.parent / "examples"]
ORACLE = Path(os.environ.get("RPYTHON_ORACLE", "~/.cache/rpython-oracle")).expanduser() / "bin" / "python3.14"
ALLOWED_IMPORTS = {"sys", "_io", "_codecs", "builtins", "time", "math", "errno", "gc", "_thread", "_weakref", "_typing", "marshal"}
ESCAPES = {"n": b"\n", "t": b"\t", "r": b"\r", "0": b"\0", "\\": b"\\", "'": b"'", '"': b'"'}


def unescape(text):
    out = bytearray()
    i = 0
    while i < len(text):
        if text[i] == "\\" and text[i + 1 : i + 2] == "x":
            out.append(int(text[i + 2 : i + 4], 16))
            i += 4
        elif text[i] == "\\":
            out += ESCAPES[text[i + 1]]
            i += 2
        else:
            out += text[i].encode()
            i += 1
    return bytes(out)


def words(line):
    """The words of a command line, as bytes. '…' is literal, "…" knows \\" and \\\\, $'…' knows the escapes."""
    out, word, i = [], None, 0
    while i < len(line):
        c = line[i]
        if c in " \t":
            if word is not None:
                out.append(word)
            word, i = None, i + 1
            continue
        word = word or b""
        if c == "'":
            end = line.index("'", i + 1)
            word += line[i + 1 : end].encode()
            i = end + 1
        elif line.startswith("$'", i):
            end = i + 2
            while line[end] != "'":
                end += 2 if line[end] == "\\" else 1
            word += unescape(line[i + 2 : end])
            i = end + 1
        elif c == '"':
            i += 1
            while line[i] != '"':
                if line[i] == "\\" and line[i + 1] in '"\\':
                    i += 1
                word += line[i].encode()
                i += 1
            i += 1
        else:
            word += c.encode()
            i += 1
    if word is not None:
        out.append(word)
    return out


def invocation(text):
    """(environment, arguments, standard input) of one line of a .cmd file."""
    env, args, stdin = {}, words(text), b""
    if len(args) >= 2 and args[-2] == b"<":
        stdin = args[-1]
        args = args[:-2]
    while args and re.match(rb"[A-Z_]+=", args[0]):
        name, _, value = args.pop(0).partition(b"=")
        env[name] = value
    return env, args, stdin


def header(path):
    fields = {}
    for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        if not line.startswith("#"):
            break
        if match := re.match(r"# (args|stdin|env|flags|timeout|memory|stderr|imports): (.*)$", line):
            fields[match[1]] = match[2]
    return fields


def run(root, env, args, stdin, timeout):
    full = {b"PATH": os.environb[b"PATH"], b"LANG": b"C.UTF-8", b"HOME": b"/nonexistent", **env}
    done = subprocess.run(
        [os.fsencode(ORACLE), *args], cwd=root, env=full, input=stdin, capture_output=True, timeout=timeout
    )
    return tuple(normal(root, text) for text in (done.stdout, done.stderr)) + (done.returncode,)


def normal(root, text):
    return text.replace(os.fsencode(root) + b"/", b"").replace(os.fsencode(ORACLE), b"python")


def block(stdout, stderr, status):
    out = stdout
    if stderr:
        if out and not out.endswith(b"\n"):
            out += b"\n--- no newline ---\n"
        out += b"--- stderr ---\n" + stderr
    if status:
        if out and not out.endswith(b"\n"):
            out += b"\n--- no newline ---\n"
        out += b"--- exit %d ---\n" % status
    return out


def output_of_program(root, path):
    fields = header(path)
    env, _, _ = invocation(fields.get("env", ""))
    isolated = b"-s" if any(name.startswith(b"PYTHON") for name in env) else b"-I"
    args = [isolated, b"-S", *words(fields.get("flags", "")), os.fsencode(path.relative_to(root))]
    args += words(fields.get("args", ""))
    stdin = unescape(fields.get("stdin", ""))
    stdout, stderr, status = run(root, env, args, stdin, float(fields.get("timeout", "20")))
    return block(stdout, b"" if fields.get("stderr") == "ignore" else stderr, status)


def output_of_commands(root, path):
    out = b""
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            env, args, stdin = invocation(line)
            result = block(*run(root, env, args, stdin, 20))
            if result and not result.endswith(b"\n"):
                result += b"\n--- no newline ---\n"
            out += b"$ " + line.encode() + b"\n" + result
    return out


def output(root, path):
    return output_of_commands(root, path) if path.suffix == ".cmd" else output_of_program(root, path)


def complaints(path, out):
    """What is wrong with a program whose output is `out`."""
    if re.search(rb" at 0x[0-9a-f]{6,}", out) and b"# addresses: fine" not in path.read_bytes():
        yield "prints what may be an address"
    if path.suffix != ".py":
        return
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    allowed = ALLOWED_IMPORTS | set(header(path).get("imports", "").split())
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name not in allowed and "nosuch" not in name and name != "__future__":
                yield f"imports {name}"


def record(root, path, check):
    """A message, or None where all is well."""
    name = path.relative_to(root.parent)
    try:
        out = output(root, path)
        if output(root, path) != out:
            return f"{name}: prints something else at the second run"
    except subprocess.TimeoutExpired:
        return f"{name}: runs too long"
    if wrong := list(complaints(path, out)):
        return f"{name}: {', '.join(wrong)}"
    golden = path.with_suffix(".out")
    if check:
        return None if golden.exists() and golden.read_bytes() == out else f"{name}: the recording differs"
    golden.write_bytes(out)
    return None


def main():
    warnings.simplefilter("ignore")  # Some programs are about them.
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    jobs = []
    for root in ROOTS:
        for path in sorted([*root.rglob("*.py"), *root.rglob("*.cmd")]):
            relative = path.relative_to(root)
            if any(part.startswith("_") for part in relative.parts[:-1]):
                continue
            golden = path.with_suffix(".out")
            fresh = golden.exists() and golden.stat().st_mtime >= path.stat().st_mtime
            named = any(word in str(relative) for word in options.words)
            if named or not options.words and (options.all or options.check or not fresh):
                jobs.append((root, path))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        messages = [m for m in pool.map(lambda job: record(*job, options.check), jobs) if m]
    print(*messages, sep="\n", end="\n" if messages else "")
    print(f"{len(jobs)} programs, {len(messages)} complaints")
    sys.exit(bool(messages))


if __name__ == "__main__":
    main()
