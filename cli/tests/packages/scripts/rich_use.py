"""Tables, markup, trees, panels, syntax colours and tracebacks of rich, into a text file of fixed width."""
import io

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import pretty_repr
from rich.progress import track
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

out = io.StringIO()
console = Console(file=out, width=72, force_terminal=True, color_system="truecolor", legacy_windows=False, _environ={})
table = Table(title="Planets", show_lines=True)
table.add_column("Name", style="cyan", no_wrap=True)
table.add_column("Radius", justify="right")
for name, radius in [("Mercury", 2439.7), ("Venus", 6051.8), ("Earth", 6371.0)]:
    table.add_row(name, f"{radius:,.1f} km")
console.print(table)
tree = Tree("root")
branch = tree.add("[bold red]branch")
branch.add("leaf one")
branch.add("leaf two")
console.print(tree)
console.print(Panel(Text.assemble(("Hello ", "bold"), "world " * 20), title="panel", subtitle="below"))
console.print("[b]bold[/b] 1234 'text' True None :smile:", [1, {"a": (2, 3)}])
console.print(Syntax("def f(x: int) -> str:\n    return f'{x!r}'  # comment\n", "python", line_numbers=True))
console.print(Markdown("# Title\n\n* one\n* two\n\n`code` and **bold**\n\n> quote"))
console.print(pretty_repr({"key" * 5: list(range(30)), "other": {"nested": ["x" * 30, "y" * 30]}}, max_width=60))
for _ in track(range(3), console=Console(file=io.StringIO(), width=40)):
    pass
console.rule("end")
print(out.getvalue())
