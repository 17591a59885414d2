# imports: _warnings warnings
# stderr: ignore
# Warnings: filters, registries, levels, errors, with the native machinery alone and through the module.
import _warnings, sys


class Out:
    def write(self, text):
        for line in text.splitlines():
            print('|', line.rpartition('/')[2])

    def flush(self):
        pass


def attempt(action):
    try:
        print('->', action())
    except BaseException as e:
        print(type(e).__name__, e)


sys.stderr = Out()


def f(n=1):
    _warnings.warn('level %d' % n, stacklevel=n)


f(); f(); f(2)
_warnings.warn(DeprecationWarning('instance'))
_warnings.warn('ignored', ImportWarning)
registry = {}
for i in range(2):
    _warnings.warn_explicit('explicit', UserWarning, 'nosuch.py', 3, registry=registry)
print(registry)
import warnings

attempt(lambda: warnings.warn('x', int))
attempt(lambda: warnings.warn('x', 3))
attempt(lambda: warnings.warn('x', skip_file_prefixes=(1,)))
attempt(lambda: warnings.warn('x', skip_file_prefixes='a'))
attempt(lambda: warnings.warn_explicit('x', UserWarning, 'nosuch.py', 3, registry=1))
with warnings.catch_warnings():
    warnings.simplefilter('error')
    attempt(lambda: warnings.warn('an error'))
    attempt(lambda: compile('1 is 1', 'f', 'exec'))
with warnings.catch_warnings():
    warnings.simplefilter('once')
    for i in range(2):
        warnings.warn_explicit('once', UserWarning, 'nosuch.py', i)
with warnings.catch_warnings():
    warnings.filterwarnings('module', message='m.*')
    registry = {}
    for i in range(2):
        warnings.warn_explicit('mmm', UserWarning, 'nosuch.py', i, registry=registry)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    for i in range(3):
        warnings.warn('recorded %d' % i)
    print(len(log), [str(w.message) for w in log], log[0].category, log[0].lineno)
warnings.showwarning = lambda message, category, *rest: print('shown', message, category.__name__)
warnings.warn('custom')
warnings.filters = 3
attempt(lambda: warnings.warn('y'))
