"""Records the warnings of CPython's parser about literals, and the errors they become where warnings are errors.

    $RPYTHON_ORACLE/bin/python3.14 record_warnings.py > panels/warnings.txt

A record is two lines: the answers and the source, with `\\`, newline, carriage return and NUL written as escapes. The
answers are separated by ` | `: `warning LINE MESSAGE` for each, in order, then `error …` if warnings as errors raise (class,
line, offset, end line, end offset, message), then `fails …` if the program is wrong anyway.
"""

import ast
import io
import random
import sys
import warnings

PIECES = [r"\d", r"\e", r"\8", r"\400", r"\777", r"\101", r"\n", r"\x41", r"\u0041", r"\N{DIGIT ONE}", r"\{", r"\}", "\\\n", "\n",
          "a", "b c", "é", "€", "😀", r"\é", r"\\", r"\'", r"\"", r"\z\z", r"\0", r"\xZ", r"\u12", r"\N", r"\N{x", r"\U00110000"]
FIELDS = ["{x}", "{x!r}", r"{x:\d}", r"{x:\x41}", r"{x:{y}\e}", "{{", "}}", "{x=}", r"{'\d'}", "{x\n}"]
NUMBERS = ["1if x else y", "0x1for x in y", "1or 2", "1and 2", "0b1in x", "1.5is x", "1jif x else y", "0o7else", "1_0if 1else 2"]


def programs():
    chooser = random.Random(7)
    yield from NUMBERS
    for _ in range(900):
        prefix = chooser.choice(["", "", "", "b", "u", "f", "f", "t", "r", "rb", "rf", "B", "F"])
        quote = chooser.choice(["'", '"', "'''", '"""'])
        pieces = PIECES + (FIELDS * 2 if prefix.lower().strip("r") in ("f", "t") else [])
        body = "".join(chooser.choice(pieces) for _ in range(chooser.randrange(1, 5)))
        program = chooser.choice(["", "x = ", "é = ", "f(a,\n  ", "    ", "if x:\n  y = "]) + prefix + quote + body + quote
        if program.startswith("f(a"):
            program += ")"
        if chooser.random() < 0.3:
            program += chooser.choice([r" '\d'", r" b'\d'", r" f'\d'", " = 1", " $", " x", r" + '\e'", "\n'abc", "\n)"])
        yield program


def fields(error):
    place = [getattr(error, key, None) for key in ("lineno", "offset", "end_lineno", "end_offset")]
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return " ".join([type(error).__name__, *("-" if value is None else str(value) for value in place), message])


def answers(source):
    found = []
    failure = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<panel>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        except Exception as error:
            failure = "fails " + fields(error)
    found += [f"warning {warning.lineno} {warning.message}" for warning in caught]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "<panel>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        except Exception as error:
            found.append("error " + fields(error))
    return " | ".join(found + [failure] if failure else found)


def escape(text):
    for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0")):
        text = text.replace(plain, escaped)
    return text


def main():
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="\n")
    for source in dict.fromkeys(programs()):
        print(escape(answers(source)), file=out)
        print(escape(source), file=out)


if __name__ == "__main__":
    main()
