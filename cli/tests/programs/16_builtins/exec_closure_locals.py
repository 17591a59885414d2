"""Code with slots of its own: its locals() are those, whatever mapping exec was given."""
CellType = type((lambda x: lambda: x)(0).__closure__[0])
src='''def outer():
  x = None
  g = None
  W = None
  def scope():
    nonlocal x
    nonlocal g
    nonlocal W
    try:
      def f():
        return x
    finally:
      W['write_back'] = locals()
  return scope.__code__
'''
ns={}
exec(src,{},ns)
code=ns['outer']()
print(code.co_freevars, code.co_cellvars, code.co_varnames, hex(code.co_flags))
w={}
d={'x':3,'g':1,'W':w}
cells=tuple(CellType(d.get(v)) for v in code.co_freevars)
exec(code, globals(), d, closure=cells)
print(sorted(k for k in w["write_back"]), w["write_back"]["f"]())
w.clear()
exec(code, globals(), closure=cells)
print(sorted(k for k in w["write_back"]), w["write_back"]["f"]())
