"""Compares the text of annotations under `from __future__ import annotations` with CPython's.

    python3.14 frontend/tests/annotations_differential.py FRONT [FILE or DIRECTORY]...

FRONT is the example program (cargo build --release -p rpython-frontend --example front). The expressions of the files
(without files: of the library and test suite of the CPython that runs this) become annotations. Prints those that
differ, and their number.
"""
import ast
import json
import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
LONGEST = 300
BATCH = 5000


def sources(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py") and os.path.isfile(path):
                    yield path


def expressions(paths):
    """The distinct expressions of files, each with its text."""
    seen = set()
    for path in paths:
        try:
            with open(path, encoding="utf-8") as file:
                source = file.read()
            tree = ast.parse(source)
        except (SyntaxError, ValueError, UnicodeDecodeError):
            continue
        lines = source.encode().split(b"\n")
        for node in ast.walk(tree):
            if not isinstance(node, ast.expr) or isinstance(node, (ast.Name, ast.Starred, ast.Slice)):
                continue
            if node.lineno != node.end_lineno or node.end_col_offset - node.col_offset > LONGEST:
                continue
            text = lines[node.lineno - 1][node.col_offset:node.end_col_offset].decode()
            if text not in seen and usable(text):
                seen.add(text)
                yield text


def usable(text):
    try:
        compile("from __future__ import annotations\nx: (%s)" % text, "", "exec")
    except Exception:
        return False
    return True


def main():
    front, *roots = sys.argv[1:]
    if not roots:
        library = os.path.dirname(os.__file__)
        test = __import__("test").__path__[0]
        roots = [library] if test.startswith(library) else [library, test]
    texts = list(expressions(sources(roots)))
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "annotations.py")
        for start in range(0, len(texts), BATCH):
            batch = texts[start:start + BATCH]
            source = "from __future__ import annotations\n"
            source += "".join("x%d: (%s)\n" % (number, text) for number, text in enumerate(batch))
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(source)
            namespace = {}
            exec(compile(source, path, "exec"), namespace)
            theirs = list(namespace["__annotations__"].values())
            run = subprocess.run([front, "annotations", path], capture_output=True, check=True, text=True)
            lines = run.stdout.splitlines()
            if len(lines) != len(theirs):
                print(run.stdout[:500])
                return 1
            for text, line, theirs in zip(batch, lines, theirs, strict=True):
                if json.loads(line) != theirs:
                    different += 1
                    print("source:", text)
                    print("  ours:", json.loads(line))
                    print("theirs:", theirs)
    print("%d of %d expressions differ" % (different, len(texts)))
    return different != 0


sys.exit(main())
