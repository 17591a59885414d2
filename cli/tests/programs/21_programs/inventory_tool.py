# A command line tool in one file: argparse with sub-commands, csv and json in and out, logging, pathlib, datetime, decimal.
# imports: argparse collections contextlib csv datetime decimal io json logging pathlib shutil sys tempfile textwrap string
import argparse
import collections
import contextlib
import csv
import datetime
import io
import json
import logging
import pathlib
import shutil
import string
import sys
import tempfile
import textwrap
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

log = logging.getLogger("inventory")


class Item(collections.namedtuple("Item", "sku name price count added")):
    __slots__ = ()

    @classmethod
    def parse(cls, row):
        try:
            price = Decimal(row["price"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        except InvalidOperation as error:
            raise ValueError(f"bad price {row['price']!r}") from error
        return cls(row["sku"].strip().upper(), row["name"], price, int(row["count"]), datetime.date.fromisoformat(row["added"]))

    @property
    def total(self):
        return self.price * self.count


class Encoder(json.JSONEncoder):
    def default(self, o):
        match o:
            case Decimal():
                return str(o)
            case datetime.date():
                return o.isoformat()
            case set() | frozenset():
                return sorted(o)
        return super().default(o)


class Store:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.items = {}

    def __enter__(self):
        if self.path.exists():
            for raw in json.loads(self.path.read_text(encoding="utf-8")):
                self.items[raw["sku"]] = Item.parse(raw)
        log.debug("loaded %d items from %s", len(self.items), self.path.name)
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            text = json.dumps([i._asdict() for i in self.items.values()], cls=Encoder, indent=2, ensure_ascii=False)
            self.path.write_text(text, encoding="utf-8")
            log.debug("saved %d bytes", self.path.stat().st_size)
        else:
            log.warning("not saved: %s", value)
        return False

    def __iter__(self):
        return iter(sorted(self.items.values()))


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return value


def command_import(args, store):
    with open(args.file, newline="", encoding="utf-8") as f:
        dialect = csv.Sniffer().sniff(f.readline(), delimiters=";,\t")
        f.seek(0)
        for number, row in enumerate(csv.DictReader(f, dialect=dialect), 2):
            try:
                item = Item.parse(row)
            except (ValueError, TypeError, KeyError) as error:
                log.error("line %d: %s", number, error, exc_info=args.traceback and error)
                continue
            if item.sku in store.items:
                log.info("%s replaced", item.sku)
            store.items[item.sku] = item
    print(f"{len(store.items)} items")


def command_list(args, store):
    rows = [i for i in store if not args.name or args.name.casefold() in i.name.casefold()]
    rows.sort(key=lambda i: getattr(i, args.sort), reverse=args.reverse)
    if args.format == "json":
        json.dump([i._asdict() | {"total": i.total} for i in rows], sys.stdout, cls=Encoder, sort_keys=True)
        print()
    elif args.format == "csv":
        writer = csv.writer(sys.stdout, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow(Item._fields)
        writer.writerows([i.sku, i.name, float(i.price), i.count, i.added] for i in rows)
    else:
        width = max((len(i.name) for i in rows), default=4)
        print(f"{'sku':<6} {'name':^{width}} {'price':>9} {'count':>6}  added")
        for i in rows:
            print(f"{i.sku:<6} {i.name:<{width}} {i.price:>9,.2f} {i.count:>+6d}  {i.added:%d %b %Y (%a)}")
        print(f"{'':{width + 6}} {sum((i.total for i in rows), Decimal()):>10,}")


def command_take(args, store):
    try:
        item = store.items[args.sku.upper()]
    except KeyError as error:
        raise SystemExit(f"no such item: {error}") from None
    if item.count < args.n:
        raise RuntimeError(f"only {item.count} of {item.sku} left, not {args.n}")
    store.items[item.sku] = item._replace(count=item.count - args.n)
    print(store.items[item.sku])


def command_report(args, store):
    by_month = collections.defaultdict(list)
    for item in store:
        by_month[item.added.replace(day=1)].append(item)
    template = string.Template(textwrap.dedent("""\
        $month: $n item${s}, worth $$${worth}
          $names
    """))
    for month, items in sorted(by_month.items()):
        names = textwrap.shorten(", ".join(i.name for i in items), 40, placeholder=" …")
        print(template.substitute(month=month.strftime("%B %Y"), n=len(items), s="s"[: len(items) != 1],
                                  worth=sum(i.total for i in items), names=names), end="")
    oldest = min(store, key=lambda i: i.added, default=None)
    if oldest:
        age = datetime.date(2025, 3, 1) - oldest.added
        print(f"oldest: {oldest.name}, {age.days} days ({age // datetime.timedelta(weeks=1)} weeks)", divmod(age, datetime.timedelta(days=30)))


def build_parser():
    parser = argparse.ArgumentParser(prog="inventory", description="Keeps track of things.", epilog="See the manual.",
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter, color=False)
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more")
    parser.add_argument("--store", type=pathlib.Path, default="store.json", metavar="FILE", help="where it is kept")
    commands = parser.add_subparsers(dest="command", required=True, title="commands")
    p = commands.add_parser("import", help="read a csv file", color=False)
    p.add_argument("file", type=pathlib.Path)
    p.add_argument("--traceback", action=argparse.BooleanOptionalAction, default=False)
    p = commands.add_parser("list", help="show items", aliases=["ls"], color=False)
    p.add_argument("--sort", choices=Item._fields, default="sku", help="column")
    p.add_argument("-r", "--reverse", action="store_true")
    group = p.add_mutually_exclusive_group()
    group.add_argument("--json", dest="format", action="store_const", const="json")
    group.add_argument("--csv", dest="format", action="store_const", const="csv")
    p.add_argument("name", nargs="?", default=argparse.SUPPRESS if False else "")
    p = commands.add_parser("take", help="take some away", color=False)
    p.add_argument("sku")
    p.add_argument("n", type=positive, nargs="?", default=1)
    commands.add_parser("report", color=False)
    return parser


def main(argv):
    parser = build_parser()
    args = parser.parse_args(argv)
    log.setLevel([logging.WARNING, logging.INFO, logging.DEBUG][min(args.verbose, 2)])
    with Store(args.store) as store:
        name = {"ls": "list"}.get(args.command, args.command)
        globals()[f"command_{name}"](args, store)


CSV = '''\
sku;name;price;count;added
a1;Screw, long;0.055;1000;2024-01-15
b2;"Hammer ""big""";19.99;12;2024-01-31
 c3 ;Säge;24.5;3;2024-02-29
d4;Nail;cheap;5;2024-03-01
e5;Glue;3;many;2024-03-01
f6;Tape;1e1;7;2023-02-29
g7;Anvil;1249.995;1;2023-12-24
A1;Screw, short;0.045;500;2024-02-01
'''


class Shortened(logging.Formatter):
    def formatException(self, info):
        return f"  ({info[0].__name__}: {info[1]}; because of {type(info[1].__cause__).__name__})"


folder = pathlib.Path(tempfile.mkdtemp(prefix="inventory-"))
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(Shortened("%(levelname)-7s %(name)s.%(funcName)s: %(message)s"))
log.addHandler(handler)
log.propagate = False
try:
    (folder / "in.csv").write_text(CSV, encoding="utf-8")
    store = ["--store", str(folder / "store.json")]
    for line in ("-vv import {}", "list", "ls --sort price -r --json s", "list --csv", "take a1 100", "take b2 99", "take zz", "take a1 0",
                 "report", "-v import {} --traceback", "list screw", "", "nosuch", "list --sort weight", "list --json --csv", "-h", "list -h", "import"):
        words = line.replace("{}", str(folder / "in.csv")).split()
        print("$ inventory", line)
        err = io.StringIO()
        try:
            with contextlib.redirect_stderr(err):
                main(store + words)
        except SystemExit as error:
            print("exit:", error.code)
        except RuntimeError as error:
            print("failed:", error)
        if err.getvalue():
            print(textwrap.indent(err.getvalue(), "! "), end="")
    print(sorted(p.name for p in folder.iterdir()), (folder / "store.json").suffix, (folder / "x/../y.tar.gz").stem, pathlib.PurePosixPath("/a/b/../c").parts)
finally:
    shutil.rmtree(folder)
print(folder.exists())
