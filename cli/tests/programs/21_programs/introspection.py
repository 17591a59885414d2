# Introspection: inspect, ast rewriting, dis, traceback, warnings, tokenize, annotationlib, typing, linecache, code, cmd, pdb-like tracing, symtable.
# imports: annotationlib ast cmd code contextlib dis functools inspect io linecache re symtable textwrap tokenize traceback types typing warnings keyword opcode copy pprint string trace operator weakref dataclasses enum abc
import abc
import annotationlib
import ast
import cmd
import code
import contextlib
import dataclasses
import dis
import enum
import functools
import inspect
import io
import linecache
import re
import symtable
import sys
import textwrap
import tokenize
import traceback
import types
import typing
import warnings


def tidy(text):
    return re.sub(r'0x[0-9a-f]+', "0x…", re.sub(r'File ".*?([^/"]+)"', r'File "\1"', text))


def decorate(*, times: int = 1):
    def decorator(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            for _ in range(times):
                result = f(*args, **kwargs)
            return result
        wrapper.times = times
        return wrapper
    return decorator


@decorate(times=2)
def area[T: (int, float)](w: T, /, h: T = 2, *rest: T, scale: float = 1.5, **options: "undefined") -> list[T]:
    """Compute.

    More.
    """
    local = [w * h * scale]  # a comment
    return local + [*rest]


signature = inspect.signature(area)
print(signature, area.__wrapped__.__name__, area.times, inspect.getdoc(area), inspect.unwrap(area).__type_params__)
print([(p.name, p.kind.description, p.default) for p in signature.parameters.values()][:3], signature.return_annotation, area(2, 3, 4))
bound = signature.bind(1, 2, 3, scale=4, extra=5)
print(bound, bound.args, bound.kwargs, signature.replace(return_annotation=int, parameters=list(signature.parameters.values())[:1]))
for bad in (lambda: signature.bind(), lambda: signature.bind(w=1), lambda: area(), lambda: area(1, scale=1, h=2, **{"h": 3}), lambda: inspect.signature(5)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(annotationlib.get_annotations(area, format=annotationlib.Format.STRING), annotationlib.get_annotations(area, format=annotationlib.Format.FORWARDREF)["options"])
print(textwrap.dedent(inspect.getsource(area)).splitlines()[0:2], inspect.getsourcelines(tidy)[1], inspect.getcomments(tidy), inspect.getmodule(tidy).__name__)
print(inspect.getfullargspec(lambda a, b=1, *c, d, e=2, **f: 0))
print([inspect.isgeneratorfunction(f) for f in (tidy, lambda: (yield))], inspect.iscoroutinefunction(tidy), inspect.isclass(dict), inspect.isbuiltin(len), inspect.ismethoddescriptor(str.join), inspect.isdatadescriptor(property()))
closure = (lambda x: lambda y: x + y + len)(5)
print(inspect.getclosurevars(closure))


class Simplify(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        match node:
            case ast.BinOp(ast.Constant(a), ast.Add(), ast.Constant(b)):
                return ast.copy_location(ast.Constant(a + b), node)
            case ast.BinOp(left, ast.Mult(), ast.Constant(1)) | ast.BinOp(ast.Constant(1), ast.Mult(), left):
                return left
            case ast.BinOp(ast.Constant(0), ast.Mult(), _):
                return ast.copy_location(ast.Constant(0), node)
        return node

    def visit_Name(self, node):
        return node if node.id != "old" else ast.copy_location(ast.Name("new", node.ctx), node)


tree = ast.parse("""
def f(old, *, k: int = 1 + 2) -> None:
    x = old * 1 + (2 + 3 * 1)
    for i in 0 * old, : print(f'{old!r:>{x}} {i}')
    with open('f') as g, h(): y = lambda: (yield)
    try: raise E from old
    except* (A, B) as e: del x[1:2, ::3]
    else: pass
    return [a for a in b if a if not a] or {**c, 'd': 1} or (z := 3)
@dec
class C[T](B, metaclass=M):
    async def m(self): return [x async for x in await self]
match p:
    case {'a': [1, *_], **r} | C(x=1) as q if q > 1: ...
type X = int
t'{x} y'
""")
new = ast.fix_missing_locations(Simplify().visit(tree))
print(ast.unparse(new))
print(ast.dump(ast.parse("a.b[c] += -1", mode="single").body[0], indent=1), ast.literal_eval("{'a': [1, -2.5, (3+4j), None], 'b': {1, 2}}"))
for bad in ("f(x)", "1 + x", "[" * 3, "'a' 'b' + 1"):
    try:
        print(ast.literal_eval(bad))
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__, tidy(str(error)))
print(sum(1 for n in ast.walk(tree) if isinstance(n, ast.Name)), ast.get_source_segment("x = (1 +\n 2)", ast.parse("x = (1 +\n 2)").body[0].value), ast.get_docstring(ast.parse('"doc"')))
print([(tokenize.tok_name[t.exact_type], t.string) for t in tokenize.generate_tokens(io.StringIO("if x>=1:\n  f'{y!r:3}' # c\n").readline)])
table = next(t for t in symtable.symtable("def f(a):\n  global g\n  b = a\n  def h(): nonlocal b; b = c\n", "?", "exec").get_children() if t.get_name() == "f")
inner_table = table.get_children()[-1]
print(table.get_type(), table.get_symbols() and sorted(s.get_name() for s in table.get_symbols()), inner_table.get_name(), sorted(s.get_name() for s in inner_table.get_symbols() if s.is_free()))


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


out = io.StringIO()
dis.dis(fib, file=out)
print(out.getvalue())
print([(i.opname, i.argrepr, i.is_jump_target) for i in dis.get_instructions("a if b else c.d(1)")], dis.stack_effect(dis.opmap["BUILD_LIST"], 3))
print(dis.code_info(fib.__code__).replace("\n", "; ").partition("Filename")[0], list(fib.__code__.co_lines())[:3], list(fib.__code__.co_positions())[3])


class Broken(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def inner(x):
    cache = {"x": x}
    return cache["y"] / (lambda: x)()


def outer():
    try:
        inner(0)
    except KeyError as error:
        error.add_note("a note\nof two lines")
        raise ValueError("outer " * 3) from error


try:
    outer()
except ValueError as error:
    print(tidy("".join(traceback.format_exception(error))))
    summary = traceback.TracebackException.from_exception(error, capture_locals=True)
    print(tidy("".join(line for part in summary.format() for line in part.splitlines(True) if "= <module" not in line)))
    print([(f.name, f.lineno - f.end_lineno, f.line, f.colno) for f in traceback.extract_tb(error.__traceback__)], traceback.format_exception_only(error.__cause__))
    print([frame.f_code.co_name for frame, _ in traceback.walk_tb(error.__traceback__)])
try:
    raise ExceptionGroup("many", [ValueError(1), ExceptionGroup("inner", [Broken(), OSError(2, "gone", "file")]), SyntaxError("bad", ("f.py", 3, 5, "x = = 1\n", 3, 6))])
except ExceptionGroup as group:
    print(tidy("".join(traceback.format_exception(group, limit=1))))
    print(group.subgroup(OSError), group.split(lambda e: isinstance(e, ValueError))[1].exceptions[0].exceptions[1])

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("one", UserWarning, stacklevel=1)
    warnings.warn_explicit("two", DeprecationWarning, "file.py", 7, module="m")
    exec(compile("assert (1, 'x')\n1 is 1\n'\\d'", "<w>", "exec"))
    print([(w.category.__name__, str(w.message), w.filename.rpartition("/")[2], w.lineno > 0) for w in caught])
with warnings.catch_warnings():
    warnings.filterwarnings("error", "dep.*", DeprecationWarning)
    try:
        warnings.warn("deprecated", DeprecationWarning)
    except DeprecationWarning as error:
        print("raised", error)


@warnings.deprecated("use other()")
def old_function():
    return 1


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    print(old_function(), old_function.__deprecated__, caught[0].message)
console_out = io.StringIO()
console = code.InteractiveConsole({"__name__": "console"})
with contextlib.redirect_stdout(console_out), contextlib.redirect_stderr(console_out):
    for line in ("x = 3", "x * 2", "for i in range(2):", "    print(i)", "", "1/0", "y =", "raise SystemExit(4)"):
        try:
            console_out.write(f"[{console.push(line)}]\n")
        except SystemExit as error:
            console_out.write(f"exit {error.code}\n")
print(tidy(console_out.getvalue()))


class Shell(cmd.Cmd):
    prompt, intro = "> ", "welcome"
    use_rawinput = False

    def do_add(self, arg):
        "add NUMBERS: adds"
        print(sum(map(int, arg.split())), file=self.stdout)

    def do_quit(self, arg):
        return True

    def default(self, line):
        print("what is", line, file=self.stdout)


shell = Shell(stdin=io.StringIO("add 1 2 3\nhelp\nhelp add\n?nosuch\nfoo bar\n\nquit\n"), stdout=io.StringIO())
shell.cmdloop()
print(shell.stdout.getvalue())
trail = []


def tracer(frame, event, arg):
    if frame.f_code.co_name in ("fib", "inner"):
        trail.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, arg if event == "return" else None))
        return tracer


sys.settrace(tracer)
fib(2)
sys.settrace(None)
print(trail)
calls = []
sys.setprofile(lambda frame, event, arg: calls.append((event, getattr(arg, "__name__", frame.f_code.co_name))))
sorted([2, 1], key=abs)
sys.setprofile(None)
print(calls)
namespace = types.SimpleNamespace(a=1)
T = typing.TypeVar("T")


class Typed(typing.NamedTuple):
    x: int
    y: str = "d"


class Movie(typing.TypedDict, total=False):
    name: typing.Required[str]
    year: int


class Color(enum.Enum):
    RED, GREEN = 1, "g"
    _ignore_ = ["temp"]
    temp = 3

    @enum.member
    def method():
        return 1


print(Typed(1), Typed._field_defaults, typing.get_type_hints(Movie), Movie.__required_keys__, Movie(name="x"), typing.get_args(dict[str, list[T]]), (dict[str, list[T]])[int], typing.Optional[int], typing.Union[int, str, None], typing.Literal[1, "a"], typing.Callable[[int], str], typing.get_origin(list[int]), [c.name for c in Color], Color.method)
print(typing.get_overloads(tidy), typing.is_typeddict(Movie), typing.cast(int, "x"), typing.NewType("N", int), typing.Annotated[int, "meta"].__metadata__, typing.Self, typing.ParamSpec("P").args)
linecache.cache["<made>"] = (10, None, ["first\n", "boom = 1 / 0\n"], "<made>")
try:
    exec(compile("\nboom = 1 / 0", "<made>", "exec"))
except ZeroDivisionError:
    print(tidy(traceback.format_exc()))
