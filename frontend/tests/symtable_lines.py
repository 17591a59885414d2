"""The text of a symbol table as `front symtable` prints it."""


def lines_of(table, depth, lines):
    raw = table._table
    indent = "  " * depth
    lines.append("%s%s %s %d%s (%s)" % (
        indent, table.get_type(), raw.name, raw.lineno, " nested" if raw.nested else "", " ".join(raw.varnames)))
    symbols = [("%s- %s %d" % (indent, name, flags), flags) for name, flags in raw.symbols.items()]
    lines.extend(line for line, flags in symbols if flags & 0xFFF)
    # Names handed through come out of a set: they have no order.
    lines.extend(sorted(line for line, flags in symbols if not flags & 0xFFF))
    for child in table.get_children():
        lines_of(child, depth + 1, lines)
