"""What a profile function is told of native calls, in each form of a call."""
import sys


class Recorder:
    def __init__(self):
        self.events = []
        self.last = None

    def __call__(self, frame, event, arg):
        self.last = frame
        if event.startswith("c_"):
            self.events.append((event, arg.__name__))
        elif frame.f_code.co_name not in ("<module>",):
            self.events.append((event, frame.f_code.co_name))


class Missing:
    def __getattr__(self, name):
        raise AttributeError(name)


def calls(code):
    recorder = Recorder()
    sys.setprofile(recorder)
    try:
        exec(code, globals())
    except Exception as e:
        sys.setprofile(None)
        print("raised", type(e).__name__, e)
    else:
        sys.setprofile(None)
    print(code, recorder.events)


def none():
    return Missing()


def loop():
    for i in range(2):
        try:
            Missing().name
        except AttributeError:
            i += 1


words = []
for code in [
    "max([0])",
    "max([0], key=int)",
    "max([0], **dict(key=int))",
    "max(*([0],))",
    "max(*[[0]])",
    "max(*([0],), key=int)",
    "max(*([0],), **dict(key=int))",
    "max(*5)",
    "max(**{'key': int})",
    "words.append(1)",
    "words.append(*[1])",
    "list.append(words, 3)",
    "list.append(*(words, 3))",
    "list.append()",
    "list.append(**{'self': 3})",
    "words.append()",
    "words.sort(key=abs, reverse=True)",
    "words.sort(**{'reverse': True})",
    "none()",
    "none(*())",
    "hasattr(Missing(), 'name')",
    "hasattr(Missing(), 'name'); loop()",
    "getattr(Missing(), 'name')",
    "str(3); int('4'); list((1, 2)); object()",
    "''.join(map(str, words))",
    "sorted(words, key=lambda x: -x)",
    "sys._getframe().f_code; globals(); locals()",
]:
    calls(code)


class Chain:
    def __init__(self):
        self.frames = None

    def __call__(self, frame, event, arg):
        self.frames = (frame, event, self.frames)


for i in range(50):
    chain = Chain()
    sys.setprofile(chain)
    hasattr(Missing(), "bar")
    loop()
    sys.setprofile(None)
    names = []
    item = chain.frames
    while item:
        names.append((item[1], item[0].f_code.co_name, sorted(item[0].f_locals)[:1]))
        item = item[2]
print(len(names), names[:6])
