"""click: groups, options, arguments, prompts, help and errors, run in its test runner."""
import click
from click.testing import CliRunner


@click.group()
@click.option("--verbose/--quiet", default=False, help="Say more.")
@click.pass_context
def cli(ctx, verbose):
    """A small tool."""
    ctx.obj = verbose


@cli.command()
@click.argument("names", nargs=-1, required=True)
@click.option("-n", "--count", type=click.IntRange(1, 5), default=1, show_default=True, help="How often.")
@click.option("--style", type=click.Choice(["plain", "loud"]), default="plain")
@click.pass_obj
def greet(verbose, names, count, style):
    """Greets NAMES."""
    for _ in range(count):
        for name in names:
            text = f"Hello {name}"
            click.echo(text.upper() if style == "loud" else text)
    if verbose:
        click.secho("done", fg="green")


@cli.command()
@click.option("--password", prompt=True, hide_input=True)
@click.confirmation_option(prompt="Sure?")
def secret(password):
    click.echo(len(password))


runner = CliRunner()
for args, given in [
    (["--help"], None), (["greet", "--help"], None), (["greet", "a", "b", "-n", "2"], None),
    (["--verbose", "greet", "x", "--style=loud"], None), (["greet"], None), (["greet", "a", "-n", "9"], None),
    (["greet", "a", "--style", "x"], None), (["nothing"], None), (["secret"], "abc\ny\n"),
]:
    result = runner.invoke(cli, args, input=given)
    print(args, result.exit_code)
    print(result.output)
with runner.isolated_filesystem():
    with click.open_file("f.txt", "w") as f:
        f.write("text")
    print(click.format_filename("f.txt"), open("f.txt").read())
