"""rich: markup, tables, trees, syntax, markdown and tracebacks, written to a fixed console."""
import io

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.pretty import pretty_repr
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

out = io.StringIO()
console = Console(file=out, width=60, force_terminal=True, color_system="truecolor", legacy_windows=False)
console.print("[bold red]bold[/] :smile: 123 'text' True")
table = Table(title="Numbers", show_lines=True)
table.add_column("n", justify="right", style="cyan")
table.add_column("square")
for n in range(3):
    table.add_row(str(n), f"[i]{n * n}[/i]")
console.print(table)
tree = Tree("root")
tree.add("a").add("b")
tree.add("c")
console.print(tree)
console.print(Panel(Text("wide 日本語 text", style="on blue"), title="panel", expand=False))
console.print(Markdown("# Head\n\n* one\n* **two**\n\n```python\nx = 1\n```\n\n> quote"))
console.print(Syntax("def f(x):\n    return x + 1  # more\n", "python", line_numbers=True))
console.print(pretty_repr({"a": [1, 2, 3] * 10, "b": {"c": (None, 1.5)}}, max_width=40))
console.rule("end")
print(ascii(out.getvalue()))
