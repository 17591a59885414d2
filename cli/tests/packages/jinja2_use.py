"""jinja2: templates, inheritance, macros, filters, autoescape, errors."""
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

templates = {
    "base.html": "<h1>{% block title %}none{% endblock %}</h1>{% block body %}{% endblock %}",
    "page.html": (
        "{% extends 'base.html' %}{% import 'macros.html' as m %}"
        "{% block title %}{{ super() }}:{{ title|upper }}{% endblock %}"
        "{% block body %}{% for item in items if item %}{{ loop.index }}/{{ loop.length }} {{ m.show(item) }}"
        "{% else %}nothing{% endfor %}{% endblock %}"
    ),
    "macros.html": "{% macro show(x, cls='c') -%}<i class={{ cls }}>{{ x }}</i>{%- endmacro %}",
}
env = Environment(loader=DictLoader(templates), autoescape=True, trim_blocks=True)
env.filters["twice"] = lambda s: s * 2
print(env.get_template("page.html").render(title="t<", items=["a", "<b>", "", 3]))
print(env.get_template("page.html").render(title="t", items=[]))
print(env.from_string("{{ 'ab'|twice }} {{ [3,1,2]|sort|join(',') }} {{ {'a':1}|tojson }} {{ '%05.1f'|format(3.14159) }}").render())
print(env.from_string("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}").render())
print(env.from_string("{{ x is defined }} {{ 7 is odd }} {{ a.b['c'] }} {{ 1 if y else 2 }} {{ 5 // 2 ** 1 }} {{ 'x' ~ 1 }}").render(a={"b": {"c": 3}}))
print(env.from_string("{{ groups|groupby('k')|list|length }} {{ [1,2,3,4,5]|batch(2)|list }} {{ 'a b'|title }} {{ 'long text here'|truncate(8) }}").render(groups=[{"k": 1}, {"k": 2}, {"k": 1}]))
for text in ("{% if %}", "{{ a b }}", "{% for x in y %}"):
    try:
        env.from_string(text)
    except TemplateSyntaxError as e:
        print(e.lineno, e.message)
try:
    Environment(undefined=StrictUndefined).from_string("\n{{ nope }}").render()
except UndefinedError as e:
    print(e)
try:
    SandboxedEnvironment().from_string("{{ ().__class__.__mro__ }}").render()
except Exception as e:
    print(type(e).__name__, e)
print(list(env.from_string("a{{ x }}b").generate(x=1)))
