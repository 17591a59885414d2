class Signal:
    def __init__(self):
        self.handlers = []

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__.setdefault(self.name, Signal())

    def __set_name__(self, owner, name):
        self.name = name

    def connect(self, f=None, *, priority=0):
        if f is None:
            return lambda f: self.connect(f, priority=priority)
        self.handlers.append((priority, f))
        self.handlers.sort(key=lambda p: -p[0])
        return f

    def __call__(self, *args, **kwargs):
        return [f(*args, **kwargs) for _, f in self.handlers]

    __iadd__ = lambda self, f: self.connect(f) and self

    def __len__(self):
        return len(self.handlers)


class Observable(type):
    def __new__(mcs, name, bases, ns, **kw):
        for key in ns.get("watch", ()):
            ns[f"on_{key}"] = signal = Signal()
            private = "_" + key

            def get(self, private=private):
                return getattr(self, private, None)

            def set(self, value, private=private, key=key):
                old = getattr(self, private, None)
                if old != value:
                    setattr(self, private, value)
                    getattr(self, f"on_{key}")(self, old, value)

            ns[key] = property(get, set)
        return super().__new__(mcs, name, bases, ns, **kw)


class Thermostat(metaclass=Observable):
    watch = ("temperature", "mode")

    def __init__(self, name):
        self.name = name


t, u = Thermostat("t"), Thermostat("u")
log = []


@t.on_temperature.connect
def changed(who, old, new):
    log.append(f"{who.name}: {old} -> {new}")


@t.on_temperature.connect(priority=5)
def alarm(who, old, new):
    if new > 100:
        log.append("alarm!")
        who.mode = "off"


t.on_mode.connect(lambda who, old, new: log.append(f"mode {old} -> {new}"))
u.on_temperature.connect(lambda *a: log.append("u changed"))
for v in (20, 20, 21, 150):
    t.temperature = v
u.temperature = 1
u.mode = "x"
print(log, t.mode, u.mode, len(t.on_temperature), len(u.on_mode), len(Thermostat.on_mode))


class Bus:
    def __init__(self):
        self.routes = {}

    def on(self, pattern):
        def register(f):
            self.routes.setdefault(pattern, []).append(f)
            return f
        return register

    def emit(self, topic, payload=None):
        hits = 0
        for pattern, fs in self.routes.items():
            p, q = pattern.split("."), topic.split(".")
            if len(p) == len(q) and all(x in ("*", y) for x, y in zip(p, q)):
                for f in fs:
                    f(topic, payload)
                    hits += 1
        return hits


bus = Bus()
seen = []
@bus.on("user.*")
@bus.on("*.created")
def any_user(topic, payload): seen.append((topic, payload))
@bus.on("user.deleted")
def deleted(topic, payload): seen.append("deleted")
print([bus.emit(t, i) for i, t in enumerate(("user.created", "user.deleted", "order.created", "order.paid", "x"))], seen)
