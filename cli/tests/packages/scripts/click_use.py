"""Commands, groups, options, prompts and errors of click, through its test runner."""
import click
from click.testing import CliRunner


@click.group()
@click.option("--debug/--no-debug", default=False)
@click.pass_context
def cli(context, debug):
    """A tool of two commands."""
    context.obj = {"debug": debug}


@cli.command()
@click.argument("names", nargs=-1, required=True)
@click.option("-n", "--count", type=click.IntRange(1, 5), default=1, show_default=True, help="How often.")
@click.option("--shout", is_flag=True)
@click.pass_obj
def greet(obj, names, count, shout):
    """Greets all NAMES."""
    for _ in range(count):
        text = f"Hello {', '.join(names)} (debug {obj['debug']})"
        click.echo(text.upper() if shout else text)


@cli.command()
@click.option("--colour", type=click.Choice(["red", "green"]), prompt=True)
@click.password_option()
def paint(colour, password):
    click.secho(f"{colour} {len(password)}", fg=colour)


runner = CliRunner()
for arguments, given in [
    (["--help"], None),
    (["greet", "--help"], None),
    (["greet", "Ada", "Grace", "-n", "2"], None),
    (["--debug", "greet", "Ada", "--shout"], None),
    (["greet"], None),
    (["greet", "Ada", "-n", "9"], None),
    (["paint"], "blue\ngreen\nsecret\nsecret\n"),
    (["missing"], None),
]:
    result = runner.invoke(cli, arguments, input=given)
    print(arguments, result.exit_code, repr(result.exception))
    print(result.output)
