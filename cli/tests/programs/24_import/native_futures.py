# imports: _asyncio asyncio contextvars
"""Futures and tasks of `_asyncio`: states, errors, callbacks, cancellation, eager starts."""
import _asyncio
import asyncio
import contextvars


def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


class Loop:
    """A loop that notes what it is asked to call."""

    def __init__(self):
        self.calls = []

    def get_debug(self):
        return False

    def call_soon(self, function, *args, context):
        self.calls.append((function, args, context))

    def call_exception_handler(self, context):
        print("reported:", context["message"], list(context))

    def run(self):
        while self.calls:
            function, args, context = self.calls.pop(0)
            context.run(function, *args)


loop = Loop()
future = _asyncio.Future(loop=loop)
print(future._state, future._callbacks, future._loop is loop, future.done(), future.cancelled())
future.add_done_callback(print)
future.add_done_callback(len)
future.add_done_callback(print)
print([f for f, _ in future._callbacks], future.remove_done_callback(print), [f for f, _ in future._callbacks])
print(future.remove_done_callback(len), future._callbacks)
print(attempt(future.result), attempt(future.exception))
future.set_result(5)
print(future.result(), future.exception(), attempt(future.set_result, 6), attempt(future.set_exception, ValueError))

blank = _asyncio.Future.__new__(_asyncio.Future)
for name in ("cancel", "result", "exception", "get_loop", "__await__", "__repr__"):
    print(name, attempt(getattr(blank, name)))
print(attempt(getattr, blank, "_state"), blank._loop, attempt(blank.add_done_callback, print))

failed = _asyncio.Future(loop=loop)
print(attempt(failed.set_exception, 3), attempt(failed.set_exception, int))
failed.set_exception(StopIteration(4))
print(failed._log_traceback, repr(failed.exception()), repr(failed.exception().__cause__), failed._log_traceback)
lost = _asyncio.Future(loop=loop)
lost.set_exception(KeyError("lost"))
del lost
print(attempt(setattr, failed, "_log_traceback", True), attempt(delattr, failed, "_cancel_message"))

pending = _asyncio.Future(loop=loop)
iterator = iter(pending)
print(next(iterator) is pending, pending._asyncio_future_blocking, attempt(next, iterator))
pending.set_result("x")
print(attempt(iterator.send, None), attempt(next, iterator), attempt(iter(pending).throw, KeyError("y")))
stopped = _asyncio.Future(loop=loop)
print(stopped.cancel("why"), stopped.cancel(), attempt(stopped.result), stopped._cancel_message)

_asyncio._set_running_loop(loop)
variable = contextvars.ContextVar("variable", default=0)


async def work(other):
    variable.set(variable.get() + 1)
    try:
        return await other, variable.get()
    finally:
        print("left with", variable.get(), _asyncio.current_task().get_name())


other = _asyncio.Future(loop=loop)
task = _asyncio.Task(work(other), loop=loop, name="first")
print(task.get_name(), task._fut_waiter, _asyncio.all_tasks() == {task}, _asyncio.current_task())
loop.run()
print(task._fut_waiter is other, other._asyncio_awaited_by == {task}, other._callbacks[0][0].__qualname__)
other.set_result("value")
loop.run()
print(task.result(), variable.get(), _asyncio.all_tasks(), other._asyncio_awaited_by)
print(attempt(task.set_result, 1), attempt(task.set_exception, 1), task.cancel())

other = _asyncio.Future(loop=loop)
task = _asyncio.Task(work(other), loop=loop, name=7)
loop.run()
print(task.cancel("enough"), task.cancelling(), task.uncancel(), task.uncancel(), other.cancelled(), task._must_cancel)
loop.run()
print(task.cancelled(), attempt(task.result), attempt(task.exception), task.get_coro() is not None)


async def bad(value):
    class Yields:
        def __await__(self):
            yield value
    await Yields()


for value in (1, (i for i in ()), _asyncio.Future(loop=loop), _asyncio.Future(loop=Loop())):
    task = _asyncio.Task(bad(value), loop=loop)
    loop.run()
    print(type(task.exception()).__name__, str(task.exception()).split(" ")[:6])

print(attempt(_asyncio.Task, 1))
lost = _asyncio.Task(bad(None), loop=loop)
loop.calls.clear()
lost._coro.close()
del lost
print(attempt(_asyncio._enter_task, 1, 2).startswith("RuntimeError: loop 1"), _asyncio._swap_current_task(loop, "a"))
print(attempt(_asyncio._enter_task, loop, "b"), attempt(_asyncio._leave_task, loop, "c"), _asyncio.current_task(loop))
print(_asyncio._swap_current_task(loop, None))
_asyncio._set_running_loop(None)
print(attempt(_asyncio.get_running_loop), _asyncio._get_running_loop(), attempt(_asyncio.current_task))


async def main():
    async def soon():
        return "at once"

    eager = asyncio.Task(soon(), loop=asyncio.get_running_loop(), eager_start=True)
    print(eager.done(), eager.result(), eager.get_coro(), asyncio.current_task().get_coro().__name__)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0, i)) for i in range(3)]
    print([t.result() for t in tasks], await asyncio.gather(*(asyncio.sleep(0, i) for i in range(3))))
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(5)
    except TimeoutError as e:
        print(type(e.__cause__).__name__)


asyncio.run(main())
