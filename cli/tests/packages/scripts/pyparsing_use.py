"""Grammars, infix notation, actions and errors of pyparsing."""
import operator

import pyparsing as pp

number = pp.common.number()
table = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow}


def fold(tokens):
    items = tokens[0]
    value = items[0]
    for sign, right in zip(items[1::2], items[2::2]):
        value = table[sign](value, right)
    return value


expression = pp.infix_notation(number, [
    (pp.one_of("^"), 2, pp.OpAssoc.RIGHT, fold), (pp.one_of("* /"), 2, pp.OpAssoc.LEFT, fold), (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT, fold),
])
for text in ("1 + 2 * 3", "(1 + 2) * 3 - 4 / 2", "2 ^ 3 ^ 1"):
    print(text, "=", expression.parse_string(text, parse_all=True)[0])
key = pp.Word(pp.alphas, pp.alphanums + "_")
value = pp.QuotedString('"') | number | pp.Keyword("true").set_parse_action(lambda: True)
pair = pp.Group(key("name") + pp.Suppress("=") + value("value"))
section = pp.Group(pp.Suppress("[") + key("section") + pp.Suppress("]") + pp.ZeroOrMore(pair)("pairs"))
config = pp.OneOrMore(section).ignore(pp.python_style_comment)
result = config.parse_string('[one] # first\na = 1 b_2="two"\n[two]\nc=true d = 3.5')
for part in result:
    print(part.section, [(p.name, p.value) for p in part.pairs])
print(result.as_list(), result[0].dump())
for bad, grammar in (("1 + ", expression), ("[x", config)):
    try:
        grammar.parse_string(bad, parse_all=True)
    except pp.ParseException as error:
        print(error, error.lineno, error.column, error.explain(depth=0))
print(list(pp.Word(pp.nums).scan_string("a1b22")), pp.nested_expr().parse_string("(a (b c) d)").as_list(), pp.DelimitedList(key).parse_string("a, b,c"))
