# The settings of the collector, its callbacks, and what it refuses.
# imports: gc
import gc


def show(f, *args):
    try:
        result = f(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f.__name__, args, result)


print(gc.get_threshold(), gc.isenabled(), gc.garbage, gc.callbacks, gc.get_debug(), gc.get_freeze_count())
show(gc.set_threshold)
show(gc.set_threshold, 1)
show(gc.set_threshold, 1, 2, 3)
print(gc.get_threshold())
show(gc.set_threshold, "a")
show(gc.set_threshold, 1, 2, 3, 4)
show(gc.set_debug, 0)
show(gc.set_debug, "x")
show(gc.disable)
show(gc.isenabled)
show(gc.enable)
show(gc.freeze)
print(gc.get_freeze_count() > 0)
show(gc.unfreeze)
print(gc.get_freeze_count())
for generation in (5, -2, "a"):
    show(gc.get_objects, generation)
for generation in (5, -1, "a"):
    show(gc.collect, generation)
show(gc.set_threshold, 700, 10)
calls = []
gc.callbacks.append(lambda phase, info: calls.append((phase, sorted(info), info["generation"])))
gc.collect()
print(calls)
gc.callbacks.clear()
print(len(gc.get_stats()), sorted(gc.get_stats()[2]), len(gc.get_count()))
