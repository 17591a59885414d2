# Documents: HTML, URLs, mail, archives, compressed files, calendars and time zones, shelves, csv of dataclasses, secrets-free hashing.
# imports: html.parser urllib.parse email email.message email.policy zipfile tarfile gzip bz2 io pathlib tempfile calendar zoneinfo datetime shelve dataclasses csv copy mimetypes uuid sched fnmatch glob filecmp struct os json collections zlib textwrap stat
import calendar
import collections
import copy
import csv
import dataclasses
import datetime
import email
import email.message
import email.policy
import filecmp
import fnmatch
import glob
import gzip
import html.parser
import io
import json
import os
import pathlib
import sched
import shelve
import stat
import struct
import tarfile
import tempfile
import urllib.parse
import uuid
import zipfile
import zlib
class Outline(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.path, self.out = [], []

    def handle_starttag(self, tag, attrs):
        self.out.append(("start", tag, dict(attrs), self.getpos()))
        self.path.append(tag)

    def handle_endtag(self, tag):
        self.out.append(("end", tag, len(self.path)))
        while self.path and self.path.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.out.append((".".join(self.path), data))

    def handle_comment(self, data):
        self.out.append(("comment", data))

    def handle_decl(self, decl):
        self.out.append(("decl", decl))


outline = Outline()
outline.feed("<!DOCTYPE html><p class=a id='b&quot;c' checked>Hi &amp; &eacute; &#x41;<br/>there<!-- no --><ul><li>one<li>two</ul>")
outline.feed("<script>if (a < b) {}</script><b")
outline.close()
print(*outline.out, sep="\n")

url = urllib.parse.urlsplit("https://user:pa%20ss@example.com:8080/a%2Fb/ü?q=1&q=2&e=#frag")
print(url, url.port, url.username, url.hostname, urllib.parse.parse_qs(url.query, keep_blank_values=True))
print(urllib.parse.urljoin("http://a/b/c/d;p?q", "../../g?x#y"), urllib.parse.quote("a b/ü&=", safe=""), urllib.parse.unquote_plus("a+b%C3%BC%FF"), urllib.parse.urlencode({"k": ["v 1", "é"], "n": 5}, doseq=True))
print(urllib.parse.urlunsplit(url._replace(query="", fragment="")), url.geturl() == "x", urllib.parse.urlparse("mailto:a@b").path)

message = email.message.EmailMessage()
message["Subject"], message["From"], message["To"] = "Grüße aus Köln", "Jörg <joerg@example.com>", "a@b.c, D <d@e.f>"
message["Date"] = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc)
message.set_content("Text with ümlauts\n.and dots\n")
message.add_alternative("<p>html</p>", subtype="html")
message.add_attachment(b"\x00\x01binary", maintype="application", subtype="octet-stream", filename="dätei.bin")
message.set_boundary("OUTER")
message.get_payload(0).set_boundary("INNER")
text = message.as_string()
print(text)
parsed = email.message_from_string(text, policy=email.policy.default)
print(parsed["subject"], parsed["to"].addresses[1].display_name, parsed["date"].datetime, [p.get_content_type() for p in parsed.walk()], parsed.get_body(("plain",)).get_content(), [a.get_filename() for a in parsed.iter_attachments()])

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "sub").mkdir()
    for n in ("a.txt", "b.txt", "sub/c.dat"):
        (folder / n).write_bytes(n.encode() * 100)
    with zipfile.ZipFile(folder / "z.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for p in sorted(folder.rglob("*.*")):
            if p.suffix != ".zip":
                z.write(p, p.relative_to(folder))
        z.writestr(zipfile.ZipInfo("made.txt", (2020, 1, 2, 3, 4, 6)), "made up")
        z.comment = b"hello"
    with zipfile.ZipFile(folder / "z.zip") as z:
        print(z.namelist(), z.testzip(), z.read("sub/c.dat")[:10], z.getinfo("made.txt").date_time, z.comment, [i.compress_size < i.file_size for i in z.infolist()])
        print(sorted(str(p).rpartition("z.zip/")[2] for p in zipfile.Path(z).iterdir()))
        try:
            z.read("nosuch")
        except KeyError as error:
            print(error)
    with tarfile.open(folder / "t.tar.gz", "w:gz") as t:
        t.add(folder / "sub", "renamed", filter=lambda i: i.replace(uid=0, gid=0, uname="root", gname="root", mtime=0, deep=False))
        info = tarfile.TarInfo("link")
        info.type, info.linkname = tarfile.SYMTYPE, "renamed/c.dat"
        t.addfile(info)
    with tarfile.open(folder / "t.tar.gz") as t:
        print([(m.name, m.size, m.isdir(), m.issym(), stat.filemode(m.mode)[0]) for m in t], t.extractfile("renamed/c.dat").read(9))
        t.extractall(folder / "out", filter="data")
    print(sorted(p.relative_to(folder).as_posix() for p in (folder / "out").rglob("*")), (folder / "out/link").readlink(), (folder / "out/link").read_bytes() == (folder / "sub/c.dat").read_bytes())
    with gzip.open(folder / "g.gz", "wt", encoding="utf-8") as g:
        g.writelines(f"line {i} é\n" for i in range(3))
    with gzip.open(folder / "g.gz", "rt", encoding="utf-8") as g:
        print(list(g), zlib.crc32((folder / "a.txt").read_bytes()))
    print(sorted(os.path.basename(p) for p in glob.glob(str(folder / "[ab]*"))), fnmatch.filter(["a.py", "b.pyc", ".py"], "*.py"), filecmp.cmp(folder / "a.txt", folder / "b.txt"), sorted(filecmp.dircmp(folder / "sub", folder / "out/renamed").same_files))
    with shelve.open(str(folder / "shelf"), writeback=True) as shelf:
        shelf["list"] = [1, {"a": (2,)}]
        shelf["list"].append("more")
    with shelve.open(str(folder / "shelf")) as shelf:
        print(dict(shelf), "list" in shelf)
    for root_, dirs, files in sorted(os.walk(folder / "sub")):
        print(os.path.relpath(root_, folder), dirs, files)
    try:
        (folder / "a.txt").rename(folder / "nosuch" / "a")
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror)


@dataclasses.dataclass
class Row:
    id: int
    name: str
    tags: list = dataclasses.field(default_factory=list)


rows = [Row(1, 'quote "x"', ["a", "b"]), Row(2, "new\nline"), Row(3, "semi;comma,")]
out = io.StringIO()
writer = csv.DictWriter(out, ["id", "name", "tags"], delimiter=";", quoting=csv.QUOTE_MINIMAL)
writer.writeheader()
writer.writerows(dataclasses.asdict(r) for r in rows)
print(repr(out.getvalue()), list(csv.DictReader(io.StringIO(out.getvalue()), delimiter=";"))[1])
print(calendar.month(2024, 2), calendar.monthrange(2023, 2), calendar.TextCalendar(6).formatweekheader(2), calendar.isleap(1900))
start = datetime.datetime(2024, 3, 30, 22, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1), "X"))
print([(start + datetime.timedelta(hours=h)).isoformat(timespec="minutes") for h in (0, 6)], start.strftime("%A %j %U %G-W%V-%u %I%p %Z%z"), datetime.datetime.strptime("29 Feb 2024 07:08 PM", "%d %b %Y %I:%M %p"), start.timetuple()[:6], start.utctimetuple().tm_yday)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.UUID(int=5).hex[-4:], struct.pack("<hI4s?", -2, 7, b"ab", True).hex(), copy.deepcopy(rows) == rows)
clock = [0]
scheduler = sched.scheduler(lambda: clock[0], lambda n: clock.__setitem__(0, clock[0] + n))
for delay, priority, word in ((5, 1, "late"), (1, 2, "second"), (1, 1, "first")):
    scheduler.enter(delay, priority, print, (word,))
scheduler.run()
chain = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain, chain["b"], chain.new_child({"b": 9})["b"], dict(chain.parents), collections.OrderedDict(b=1, a=2), json.dumps(chain.maps))
