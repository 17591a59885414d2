"""Compares the tokens of Python files with those of CPython's tokenize module.

    python3.14 frontend/tests/tokens_differential.py FRONT [--plain] [FILE or DIRECTORY]...

FRONT is the example program (cargo build --release -p rpython-frontend --example front). Without files, the library and
test suite of the CPython that runs this, or under $RPYTHON_ORACLE. With --plain, compares the
tokens that the parser gets. Prints the files that differ, and their number.
"""
import itertools
import os
import subprocess
import sys
import tempfile
import tokenize
import warnings

warnings.simplefilter("ignore")


def expected(path):
    lines = []
    try:
        with open(path, "rb") as file:
            for kind, text, start, end, line in produce(file.readline):
                name = tokenize.tok_name[kind]
                lines.append("%d,%d-%d,%d %s %s %s" % (*start, *end, name, json_text(text), json_text(line)))
    except tokenize.TokenError as error:
        message, (line, column) = error.args
        lines.append("SyntaxError %s %d %d" % (json_text(message), line, column))
    except SyntaxError as error:
        place = "" if error.lineno is None else " %d %d" % (error.lineno, error.offset)
        lines.append("%s %s%s" % (type(error).__name__, json_text(error.msg), place))
    except UnicodeDecodeError:
        return None  # after a lone carriage return CPython cuts characters
    return lines


def plain(readline):
    """What tokenize.tokenize would yield without extra tokens."""
    encoding, consumed = tokenize.detect_encoding(readline)
    encoding = encoding.removesuffix("-sig")
    yield tokenize.ENCODING, encoding, (0, 0), (0, 0), ""
    lines = itertools.chain(consumed, iter(readline, b""))
    yield from tokenize._generate_tokens_from_c_tokenizer(lines.__next__, encoding)


produce = tokenize.tokenize


class Escape(dict):
    def __missing__(self, code):
        return chr(code) if 32 <= code < 127 else "\\u%04x" % code


ESCAPE = Escape()


def json_text(text):
    if text.isascii() and text.isprintable():
        return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')
    return '"%s"' % units(text.replace("\\", "\\\\").replace('"', '\\"')).translate(ESCAPE)


def units(text):
    if all(character < "\U00010000" for character in text):
        return text
    data = text.encode("utf-16-be", "surrogatepass")
    return "".join(chr(data[i] << 8 | data[i + 1]) for i in range(0, len(data), 2))


def sources(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py") and os.path.isfile(path):
                    yield path


def recoded(path, folder):
    """The path, or that of a copy in UTF-8 if the file is in an encoding that the frontend alone does not know."""
    try:
        with open(path, "rb") as file:
            encoding, _ = tokenize.detect_encoding(file.readline)
    except SyntaxError:
        return path
    if encoding in ("utf-8", "utf-8-sig", "iso-8859-1", "latin1", "ascii"):
        return path
    with open(path, encoding=encoding, newline="") as file:
        text = file.read()
    copy = os.path.join(folder, os.path.basename(path))
    with open(copy, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace(encoding, "utf-8"))
    return copy


def main():
    global produce
    front, *roots = sys.argv[1:]
    mode = "--lines"
    if roots[:1] == ["--plain"]:
        mode = roots.pop(0)
        produce = plain
    if not roots:
        oracle = os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle"))
        roots = [os.path.join(oracle, "testlib"), os.path.dirname(os.__file__)]
    scratch = tempfile.TemporaryDirectory()
    paths = [recoded(path, scratch.name) for path in sources(roots)]
    differing = tokens = 0
    for first in range(0, len(paths), 50):
        group = paths[first : first + 50]
        output = subprocess.run([front, "tokens", mode, *group, os.devnull], capture_output=True, check=True)
        found = {}
        for block in output.stdout.decode().split("\n== "):
            name, _, body = block.removeprefix("== ").partition("\n")
            found[name] = body.splitlines()
        for path in group:
            want = expected(path)
            have = found[path]
            if want is None:
                continue
            tokens += len(want)
            # The module renames one error.
            if have[-1:] and have[-1].startswith('SyntaxError "unterminated triple-quoted string literal'):
                have[-1] = 'SyntaxError "EOF in multi-line string" ' + have[-1].rpartition('" ')[2]
            if want != have:
                differing += 1
                print("differs:", path)
                for index, (one, other) in enumerate(zip(want + ["(end)"], have + ["(end)"])):
                    if one != other:
                        print("  CPython", one[:300])
                        print("  here   ", other[:300])
                        break
    print(f"{len(paths)} files, {tokens} tokens: {differing} files differ")
    return differing != 0


sys.exit(main())
