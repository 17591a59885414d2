"""pyparsing: grammars for arithmetic, records and nested lists; errors and diagnostics."""
import pyparsing as pp

integer = pp.Word(pp.nums).set_parse_action(lambda t: int(t[0]))
expr = pp.infix_notation(
    integer,
    [
        (pp.one_of("+ -"), 1, pp.OpAssoc.RIGHT),
        (pp.one_of("* /"), 2, pp.OpAssoc.LEFT),
        (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT),
    ],
)
print(expr.parse_string("1 + 2 * (3 - -4) / 5", parse_all=True).as_list())
pair = pp.Group(pp.Word(pp.alphas)("key") + pp.Suppress("=") + (integer | pp.quoted_string.copy().add_parse_action(pp.remove_quotes))("value"))
record = pp.DelimitedList(pair)("pairs")
result = record.parse_string("a=1, b='two', c=3")
print(result.dump())
print([(p.key, p.value) for p in result.pairs])
nested = pp.nested_expr("[", "]")
print(nested.parse_string("[a [b c] [[d]]]").as_list())
print([(t.as_list(), s, e) for t, s, e in integer.scan_string("a1b22c333")])
print(pp.Combine(pp.Word(pp.alphas) + "." + pp.Word(pp.nums)).transform_string("x.1"), (pp.Regex(r"\d+")("n") + pp.Optional("!")).search_string("1! 2").as_list())
forward = pp.Forward()
forward <<= pp.Group("(" + pp.ZeroOrMore(forward) + ")")
print(forward.parse_string("(()(()))").as_list())
for text in ("1 +", "", "1 + * 2"):
    try:
        expr.parse_string(text, parse_all=True)
    except pp.ParseException as e:
        print(e.lineno, e.col, e)
