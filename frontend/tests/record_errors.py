"""Records the panel of broken programs: what CPython's `compile` says of each.

    $RPYTHON_ORACLE/bin/python3.14 record_errors.py > panels/errors.txt

Handwritten programs are the strings and doctest examples of CPython's own tests that do not compile; the others are
statements of its library and tests with one token dropped, doubled, swapped, replaced or added (a fixed seed makes them the
same each time). A record is two lines: `origin mode class line offset end_line end_offset message`, with `-` for None, and
the source; both with `\\`, newline, carriage return and NUL written as escapes.
"""

import ast
import doctest
import io
import os
import random
import re
import sys
import textwrap
import tokenize
import warnings

ORACLE = os.environ.get("RPYTHON_ORACLE", os.path.expanduser("~/.cache/rpython-oracle"))
TESTS = os.path.join(ORACLE, "testlib/test")
LIBRARY = os.path.join(ORACLE, "root/usr/lib/python3.14")
HANDWRITTEN = """
    test_syntax test_exceptions test_fstring test_tstring test_grammar test_named_expressions test_patma test_type_params
    test_unparse test_unpack_ex test_generators test_scope test_coroutines test_genexps test_eof test_compile test_parser
    test_positional_only_arg test_keywordonlyarg test_dictcomps test_listcomps test_setcomps test_string_literals test_bytes
    test_ast test_future_stmt test_global test_with test_async_generators test_decorators test_except_star test_codeop
    test_exception_group test_metaclass test_super test_type_comments test_type_aliases test_type_annotations test_lambda
    test_peg_generator test_source_encoding test_tokenize test_unicode_identifiers test_int_literal test_complex test_float
    test_augassign test_flufl test_isinstance test_collections test_traceback test_symtable test_warnings test_yield_from
""".split()
OTHER_MODES = ["test_syntax", "test_eof", "test_codeop", "test_fstring", "test_named_expressions", "test_peg_generator"]
PROSE = re.compile(r"[\w ,.'%/<>:;!?-]*[A-Za-z]+ [\w ,.'%/<>:;!?-]+ [\w ,.'%/<>:;!?-]+ [\w ,.'%/<>:;!?-]*")
LONGEST = 400
MACHINE_MADE = 2600
WORDS = """if else for in ( ) [ ] { } : , = := . * ** not lambda yield await async x 1 's' f'{x}' f'{x!r}' def class return import
    from as with try except finally pass del is and or -> @ + - ~ == != <> ! ; \\ " match case type print None True global
    nonlocal raise while assert ... ` $ ? é 0777 1_ 0b2 1.e b"é" t'{y}' '\\xz' '\\N{x}' elif break continue exec""".split()


def verdict(source, mode):
    """The error as the fields of a record, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<panel>", mode, dont_inherit=True, optimize=0)
    except Exception as error:
        place = [getattr(error, key, None) for key in ("lineno", "offset", "end_lineno", "end_offset")]
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        return [type(error).__name__, *("-" if value is None else str(value) for value in place), message]
    return None


def escape(text):
    for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0")):
        text = text.replace(plain, escaped)
    return text


def strings(tree):
    """The strings of a test file, and the examples of its doctests."""
    finder = doctest.DocTestParser()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if ">>>" in text:
                try:
                    yield from (example.source for example in finder.get_examples(text))
                except ValueError:
                    pass
            elif not PROSE.fullmatch(text):
                yield textwrap.dedent(text).strip("\n") if "\n" in text else text
        elif isinstance(node, ast.Constant) and isinstance(node.value, bytes) and node.value.isascii():
            yield node.value.decode()


def handwritten():
    for name in HANDWRITTEN:
        base = os.path.join(TESTS, name)
        paths = [base + ".py"] if os.path.exists(base + ".py") else []
        if os.path.isdir(base):
            paths = [os.path.join(base, file) for file in sorted(os.listdir(base)) if file.endswith(".py")]
        for path in paths:
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read())
            for source in strings(tree):
                yield "exec", source
                if len(source) < 60 and name in OTHER_MODES:
                    yield "eval", source
                    yield "single", source


def statements(chooser):
    """Random statements of the library and the tests."""
    paths = []
    for top in (LIBRARY, TESTS):
        for folder, folders, names in os.walk(top):
            folders.sort()
            paths += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
    while True:
        try:
            with open(chooser.choice(paths), encoding="utf-8") as file:
                text = file.read()
            body = list(ast.walk(ast.parse(text)))
        except (OSError, ValueError, SyntaxError):
            continue
        body = [node for node in body if isinstance(node, ast.stmt) and node.end_lineno - node.lineno < 12]
        lines = text.splitlines(True)
        for _ in range(6):
            if body:
                node = chooser.choice(body)
                yield textwrap.dedent("".join(lines[node.lineno - 1 : node.end_lineno]))


def machine_made():
    chooser = random.Random(314)
    for source in statements(chooser):
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        except (tokenize.TokenError, SyntaxError):
            continue
        lines = source.splitlines(True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        spans = [(starts[t.start[0] - 1] + t.start[1], starts[t.end[0] - 1] + t.end[1]) for t in tokens if t.string]
        if len(spans) < 2:
            continue
        index = chooser.randrange(len(spans))
        start, end = spans[index]
        match chooser.randrange(6):
            case 0:
                yield "exec", source[:start] + source[end:]
            case 1:
                yield "exec", source[:end] + " " + source[start:end] + source[end:]
            case 2:
                after, stop = spans[min(index + 1, len(spans) - 1)]
                yield "exec", source[:start] + source[after:stop] + source[end:after] + source[start:end] + source[stop:]
            case 3:
                yield "exec", source[:start] + chooser.choice(WORDS) + " " + source[start:]
            case _:
                yield "exec", source[:start] + chooser.choice(WORDS) + source[end:]


def main():
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="\n")
    seen = set()
    made = 0
    for origin, programs in (("handwritten", handwritten()), ("machine", machine_made())):
        for mode, source in programs:
            if len(source) > LONGEST or (mode, source) in seen or made == MACHINE_MADE:
                if made == MACHINE_MADE:
                    return
                continue
            try:
                source.encode()
            except UnicodeEncodeError:
                continue
            fields = verdict(source, mode)
            # `eval` and `single` repeat what `exec` says, unless the mode matters.
            if fields is None or mode != "exec" and fields == verdict(source, "exec"):
                continue
            seen.add((mode, source))
            made += origin == "machine"
            print(origin, mode, *fields[:5], escape(fields[5]), file=out)
            print(escape(source), file=out, flush=True)


if __name__ == "__main__":
    main()
