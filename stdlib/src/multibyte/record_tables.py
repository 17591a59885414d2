#!/usr/bin/env python3.14
"""Records the mappings of CPython's multibyte codecs into tables.bin, beside this script.

A map is what one character set or one stateless codec defines. It is stored as what it adds to the map it is based on:
an overlay of cells, and the characters whose code is not the first cell that decodes to them. maps.rs reads the file; the
layout is described there.
"""

import os
import struct
import sys

LEAD, ILLEGAL, UNDEFINED = 0xFFFE, 0xFFFF, 0xFFFF
WIDE = 0xD800
SAME, EUC, SHIFT_JIS = 0, 1, 2
GRID = range(0x21, 0x7F)


def decoded(data, codec):
    """The characters of one sequence, `None` for an illegal one."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return text


def encoded(text, codec):
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def shift_jis_cell(lead, trail):
    """Plane, row and cell of a code of Shift_JIS, as in JIS X 0213 annex 1."""
    if not (0x81 <= lead <= 0x9F or 0xE0 <= lead <= 0xFC) or not (0x40 <= trail <= 0xFC and trail != 0x7F):
        return None
    row = 2 * (lead - (0x81 if lead < 0xE0 else 0xC1))
    cell = trail - (0x40 if trail < 0x80 else 0x41)
    if cell >= 94:
        row, cell = row + 1, cell - 94
    if row < 94:
        return 0, row + 0x21, cell + 0x21
    if row >= 0x67:
        row += 0x07
    elif row >= 0x63 or row == 0x5F:
        row -= 0x37
    else:
        row -= 0x3D
    return 1, row, cell + 0x21


def cell_of(form, lead, trail):
    """Row and cell of a code in the character set below, in its first plane."""
    if form == SHIFT_JIS:
        plane, *cell = shift_jis_cell(lead, trail) or (1,)
        return (0, 0) if plane else cell
    return lead - 0x80, trail - 0x80


class Map:
    """`planes` are the cells that CPython decodes, by (lead, trail); `encoder` is what it encodes, by text."""

    all = []

    def __init__(self, name, planes, encoder, base=None, form=SAME, second=(), singles=None):
        self.name, self.planes, self.base, self.form, self.second = name, planes, base, form, second
        self.singles, self.encoder = singles, encoder
        self.index = len(Map.all)
        Map.all.append(self)
        self.overlays = [self.overlay(plane) for plane in (0, 1)]
        self.exceptions = self.differences(encoder)

    def below(self, plane, lead, trail):
        """What the maps below have in a cell."""
        if self.form == SHIFT_JIS:
            cell = shift_jis_cell(lead, trail)
            if plane or cell is None:
                return None
            plane, lead, trail = cell
        elif self.form == EUC:
            if lead < 0xA1 or trail < 0xA1 or lead > 0xFE or trail > 0xFE:
                return None
            lead, trail = lead - 0x80, trail - 0x80
        if plane == 0:
            return self.base.get(0, lead, trail) if self.base else None
        if self.form == SAME and self.base:
            return self.base.get(1, lead, trail)
        for other in self.second:
            found = other.get(0, lead, trail)
            if found is not None:
                return found
        return None

    def get(self, plane, lead, trail):
        return self.planes[plane].get((lead, trail))

    def overlay(self, plane):
        cells = {}
        for lead in range(0x21, 0xFF):
            for trail in range(0x21, 0xFF):
                mine, theirs = self.planes[plane].get((lead, trail)), self.below(plane, lead, trail)
                if mine != theirs:
                    cells[lead, trail] = mine
        return cells

    def differences(self, encoder):
        """The characters whose code is not the first that decodes to them."""
        inverse = {}
        if self.singles:
            for code, c in enumerate(self.singles):
                if c < LEAD:
                    inverse.setdefault(chr(c), code)
        for plane in (0, 1):
            for (lead, trail), text in sorted(self.planes[plane].items()):
                inverse.setdefault(text, (0x8F0000 if plane else 0) | lead << 8 | trail)
        return {
            text: encoder.get(text, 0)
            for text in sorted(inverse.keys() | encoder.keys())
            if inverse.get(text, 0) != encoder.get(text, 0)
        }

    def bytes(self):
        name = self.name.encode()
        out = bytes([len(name)]) + name
        out += bytes([self.form, self.base.index + 1 if self.base else 0, len(self.second)])
        out += bytes(other.index for other in self.second)
        out += bytes([self.singles is not None])
        if self.singles:
            out += struct.pack("<256H", *self.singles)
        out += b"".join(map(table, self.overlays))
        out += struct.pack("<H", len(self.exceptions))
        for text, code in self.exceptions.items():
            first, second = (*map(ord, text), 0)[:2]
            out += struct.pack("<III", first, second, code)
        return out


def table(cells):
    rows, wide = {}, []
    for (lead, trail), text in cells.items():
        if text is None:
            unit = UNDEFINED
        elif len(text) == 1 and ord(text) < 0x10000:
            unit = ord(text)
            assert not 0xD800 <= unit < 0xE000 and 0 < unit < LEAD
        else:
            unit = WIDE + len(wide)
            wide.append((*map(ord, text), 0)[:2])
        rows.setdefault(lead, {})[trail] = unit
    out = bytes([len(rows)])
    for lead, row in sorted(rows.items()):
        first, last = min(row), max(row)
        out += struct.pack("<BBB", lead, first, last - first + 1)
        out += b"".join(struct.pack("<H", row.get(trail, 0)) for trail in range(first, last + 1))
    assert len(wide) <= 0x800
    out += struct.pack("<H", len(wide))
    return out + b"".join(struct.pack("<II", *pair) for pair in wide)


def designated(codec, escape):
    """The grid that an ISO 2022 codec decodes behind an escape sequence."""
    grid = {}
    for lead in GRID:
        for trail in GRID:
            text = decoded(escape + bytes([lead, trail]), codec)
            if text is not None:
                grid[lead, trail] = text
    return grid


ALONE = [chr(c) for c in range(0x80, 0x110000) if not 0xD800 <= c < 0xE000]


def designating(codec, escape, pairs=()):
    """What an ISO 2022 codec encodes behind an escape sequence."""
    codes = {}
    for text in [*ALONE, *pairs]:
        data = encoded(text, codec)
        if data and data.startswith(escape):
            codes[text] = int.from_bytes(data[len(escape) : len(escape) + 2])
    return codes


def charset(name, codec, escape, encoder=None, base=None, tried_first=None):
    """A set of an ISO 2022 codec. What the set has that the codec tries first is never seen behind this escape sequence."""
    grid = designated(codec, escape)
    if encoder is None:
        pairs = [text for text in grid.values() if len(text) > 1]
        encoder = (tried_first.encoder if tried_first else {}) | designating(codec, escape, pairs)
    return Map(name, [grid, {}], encoder, base=base)


def stateless(name, **rest):
    """The map of a stateless codec."""
    singles, planes = [], [{}, {}]
    for byte in range(256):
        try:
            singles.append(ord(bytes([byte]).decode(name)))
        except UnicodeDecodeError as e:
            assert e.end - e.start == 1
            singles.append(LEAD if e.reason.startswith("incomplete") else ILLEGAL)
    prefixes = [(0, b"")]
    if name.startswith("euc_j"):
        prefixes.append((1, b"\x8f"))
    for plane, prefix in prefixes:
        for lead in range(0x80, 0x100):
            if plane == 0 and (singles[lead] != LEAD or lead == 0x8F and len(prefixes) == 2):
                continue
            for trail in range(0x21, 0x100):
                data = prefix + bytes([lead, trail])
                try:
                    text = data.decode(name)
                except UnicodeDecodeError as e:
                    # The cells that JIS X 0213:2004 added are refused whole by the codecs of 2000, others by their first byte.
                    added = plane == 0 and "x0213" in name and rest["base"].base.get(0, *cell_of(rest["form"], lead, trail)) is not None
                    assert e.start == 0 and (e.end == 1 + added or e.reason.startswith("incomplete")), (name, data, e)
                    continue
                # A lead byte that is passed over would leave the trail byte as a character of its own.
                planes[plane][lead, trail] = text
    pairs = [text for plane in planes for text in plane.values() if len(text) > 1]
    encoder = {}
    for text in [*map(chr, range(0x80)), *ALONE, *pairs]:
        data = encoded(text, name)
        if data is None or len(data) > 3 or len(data) == 3 and data[0] != 0x8F:
            continue
        if len(text) == 2 and data == b"".join(map(lambda c: encoded(c, name) or b"", text)):
            continue
        encoder[text] = int.from_bytes(data)
    return Map(name, planes, encoder, singles=singles, **rest)


def four_byte_ranges():
    """The characters that GB 18030 writes in four bytes, as runs: first character, last, number of the first's code."""
    runs = []
    for number in range(39420):
        rest, d = divmod(number, 10)
        rest, c = divmod(rest, 126)
        a, b = divmod(rest, 10)
        text = decoded(bytes([a + 0x81, b + 0x30, c + 0x81, d + 0x30]), "gb18030")
        if text is None:
            continue
        c = ord(text)
        if runs and runs[-1][1] + 1 == c and runs[-1][2] + c - runs[-1][0] == number:
            runs[-1][1] = c
        else:
            runs.append([c, c, number])
    for first, last, number in runs:
        for c in (first, last):
            data = encoded(chr(c), "gb18030")
            assert data is None or 0xD800 <= c < 0xE000 or decoded(data, "gb18030") == chr(c)
    return struct.pack("<H", len(runs)) + b"".join(struct.pack("<HHH", *run) for run in runs)


def main():
    if sys.implementation.name != "cpython":
        sys.exit("record_tables.py records what CPython does: run it with CPython")
    jis0208 = charset("jisx0208", "iso2022_jp", b"\x1b$B")
    jis0212 = charset("jisx0212", "iso2022_jp_1", b"\x1b$(D")
    jis0213 = charset("jisx0213_1", "iso2022_jp_2004", b"\x1b$(Q", base=jis0208, tried_first=jis0208)
    jis0213_2 = charset("jisx0213_2", "iso2022_jp_2004", b"\x1b$(P")
    old0213 = charset("jisx0213_2000_1", "iso2022_jp_3", b"\x1b$(O", base=jis0213, tried_first=jis0208)
    old0213_2 = charset("jisx0213_2000_2", "iso2022_jp_3", b"\x1b$(P", base=jis0213_2)
    ksx1001 = charset("ksx1001", "iso2022_kr", b"\x1b$)C\x0e")
    gb2312_codes = {}
    for text in ALONE:
        data = encoded(text, "gb2312")
        if data:
            gb2312_codes[text] = int.from_bytes(data) & 0x7F7F
    gb2312 = charset("gb2312_1980", "iso2022_jp_2", b"\x1b$A", encoder=gb2312_codes)

    stateless("gb2312", base=gb2312, form=EUC)
    gbk = stateless("gbk", base=gb2312, form=EUC)
    stateless("gb18030", base=gbk)
    big5 = stateless("big5")
    stateless("cp950", base=big5)
    stateless("big5hkscs", base=big5)
    stateless("euc_jp", base=jis0208, form=EUC, second=(jis0212,))
    shift_jis = stateless("shift_jis", base=jis0208, form=SHIFT_JIS)
    stateless("cp932", base=shift_jis)
    stateless("euc_jis_2004", base=jis0213, form=EUC, second=(jis0213_2, jis0212))
    stateless("euc_jisx0213", base=old0213, form=EUC, second=(old0213_2, jis0212))
    stateless("shift_jis_2004", base=jis0213, form=SHIFT_JIS, second=(jis0213_2,))
    stateless("shift_jisx0213", base=old0213, form=SHIFT_JIS, second=(old0213_2,))
    stateless("euc_kr", base=ksx1001, form=EUC)
    stateless("cp949", base=ksx1001, form=EUC)
    stateless("johab")

    data = bytes([len(Map.all)]) + b"".join(map(Map.bytes, Map.all)) + four_byte_ranges()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables.bin"), "wb") as out:
        out.write(data)
    for m in Map.all:
        print(m.name, *map(len, m.overlays), len(m.exceptions), len(m.bytes()))
    print(len(data), "bytes")


if __name__ == "__main__":
    main()
