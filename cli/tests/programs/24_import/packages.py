# imports: os importlib pp pp.mod pp.raises nn nn.one nn.two
# Packages in files: relative and circular imports, namespace packages, reloading, names that hide libraries, archives.
import sys, os, importlib

root = os.path.join('/tmp', 'rpython-import-%d' % os.getpid())


def put(name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as f:
        f.write(text)


def shown(o):
    return str(o).replace(root, '<root>').replace(os.getcwd(), '<cwd>')


def attempt(action):
    try:
        result = action()
    except Exception as e:
        print(type(e).__name__, shown(e), getattr(e, 'name', None), shown(getattr(e, 'path', None)))
    else:
        print('fine', shown(result) if isinstance(result, (str, int)) else type(result).__name__)


put('pp/__init__.py', 'x = 1\n')
put('pp/mod.py', 'from . import x\nfrom .sub import y\nv = x + y\n')
put('pp/sub/__init__.py', 'y = 2\n')
put('pp/circle1.py', 'from . import circle2\nfrom .circle2 import q\n')
put('pp/circle2.py', 'from . import circle1\nfrom .circle1 import z\nq = 1\n')
put('pp/broken.py', 'def f(:\n')
put('pp/raises.py', '1 / 0\n')
put('pp/above.py', 'from ... import nothing\n')
put('pp/all.py', '__all__ = ["one", "missing"]\none = 1\ntwo = 2\n')
put('ns/a/nn/one.py', 'A = 1\n')
put('ns/b/nn/two.py', 'B = 2\n')
sys.path.insert(0, root)
import pp.mod as m
print(m.v, sorted(k for k in sys.modules if k.startswith('pp')), m.__package__, m.__spec__.parent)
for name in ['pp.circle1', 'pp.nosuch', 'pp.mod.x', 'nosuch', 'pp.raises', 'pp.above', 'json.nosuch']:
    attempt(lambda: importlib.import_module(name))
attempt(lambda: exec('from pp import nope'))
attempt(lambda: exec('from pp.all import *'))
attempt(lambda: exec('from . import x', {'__name__': '__main__'}))
attempt(lambda: exec('from . import x', {'__name__': 'pp.y', '__package__': 'pp'}))
attempt(lambda: exec('from .. import x', {'__name__': 'pp.y', '__package__': 'pp'}))
attempt(lambda: exec('from . import x', {'__package__': 3}))
attempt(lambda: __import__(''))
attempt(lambda: __import__('pp.sub').__name__)
attempt(lambda: __import__('pp.sub', fromlist=['y']).__name__)
attempt(lambda: __import__('x', level=-1))
attempt(lambda: __import__(3))
attempt(lambda: importlib.import_module('pp.broken'))
sys.modules['halted'] = None
attempt(lambda: importlib.import_module('halted'))
try:
    import pp.raises
except ZeroDivisionError as e:
    frames = []
    t = e.__traceback__
    while t:
        frames.append(t.tb_frame.f_code.co_filename.rpartition('/')[2])
        t = t.tb_next
    print(frames)
sys.path[:0] = [root + '/ns/a', root + '/ns/b']
import nn.one, nn.two
print(nn.one.A, nn.two.B, shown(list(nn.__path__)), nn.__file__ if hasattr(nn, '__file__') else None)
print(type(nn.__spec__.loader).__name__, nn.__spec__.origin)
put('pp/mod.py', 'v = "longer than before"\n')
importlib.invalidate_caches()
print(importlib.reload(m).v, importlib.reload(m) is m)
print(sys.modules['pp'].mod is m, sys.modules['pp.mod'] is m)
print(sys.meta_path[0].find_spec('sys').origin, sys.meta_path[1].find_spec('os').origin)
del sys.modules['pp']
attempt(lambda: importlib.reload(m))
import pp
print(pp.x, hasattr(pp, 'mod'))
for folder, folders, files in os.walk(root, topdown=False):
    for name in files:
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)
