"""Templates with inheritance, macros, filters, loops, tests and errors."""
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, select_autoescape

environment = Environment(
    loader=DictLoader({
        "base.html": "<title>{% block title %}none{% endblock %}</title>{% block body %}{% endblock %}",
        "page.html": """{% extends "base.html" %}{% import "macros.html" as m %}
{%- block title %}{{ title|e }} {{ super() }}{% endblock %}
{%- block body %}
{% for item in items if item.price > 1 -%}
  {{ loop.index }}/{{ loop.length }} {{ m.cell(item.name, price=item.price|round(2)) }}
{% else %}nothing{% endfor %}
{{ items|map(attribute="name")|join(", ")|upper }} {{ items|sum(attribute="price") }}
{{ items|groupby("kind")|list|length }} {{ "%05.1f"|format(3.14159) }} {{ names|default("no one") }}
{% set total = namespace(n=0) %}{% for i in range(5) %}{% set total.n = total.n + i %}{% endfor %}{{ total.n }}
{{ html }} {{ html|safe }} {{ [1,2,3,4,5]|batch(2)|list }} {{ {"a": 1}|tojson }} {{ "a b c".split()|reverse|list }}
{% endblock %}""",
        "macros.html": "{% macro cell(name, price=0) %}<td>{{ name }}: {{ price }}</td>{% endmacro %}",
        "bad.html": "{% for x in %}",
    }),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
)
items = [{"name": n, "price": p, "kind": k} for n, p, k in [("tea", 2.345, "a"), ("milk", 0.5, "b"), ("rum", 11, "a")]]
print(environment.get_template("page.html").render(title="A & B", items=items, html="<b>x</b>"))
try:
    environment.get_template("bad.html")
except TemplateSyntaxError as error:
    print(error.message, error.lineno)
try:
    environment.from_string("{{ missing.attribute }}").render()
except UndefinedError as error:
    print(error)
print(environment.from_string("{{ x is divisibleby 3 }} {{ x ** 2 }} {{ 'yes' if x > 5 else 'no' }}").render(x=9))
print(environment.compile_expression("a + b * 2")(a=1, b=4))
