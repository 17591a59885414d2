# A unittest suite that passes, fails, skips, mocks and cleans up, with its report; doctest and warnings beside it.
# imports: unittest unittest.mock doctest io sys warnings re contextlib logging os traceback time
import contextlib
import doctest
import io
import logging
import re
import sys
import unittest
import warnings
from unittest import mock


class Stack:
    """A stack.

    >>> s = Stack([1, 2])
    >>> s.push(3)
    >>> s
    Stack([1, 2, 3])
    >>> s.pop()
    3
    >>> Stack().pop()
    Traceback (most recent call last):
        ...
    IndexError: pop from an empty stack
    >>> s.peek()
    99
    """

    def __init__(self, items=()):
        self.items = list(items)

    def __repr__(self):
        return f"Stack({self.items})"

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("pop from an empty stack")
        return self.items.pop()

    def peek(self):
        return self.items[-1]


class Client:
    def __init__(self, transport):
        self.transport = transport

    def fetch(self, url, retries=2):
        for attempt in range(retries + 1):
            try:
                return self.transport.get(url, timeout=attempt)
            except ConnectionError:
                logging.getLogger("client").warning("attempt %d of %s failed", attempt, url)
        raise TimeoutError(url)


class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = ["class"]

    def setUp(self):
        self.stack = Stack("ab")
        self.addCleanup(self.shared.append, self.id().rpartition(".")[2])

    def test_push(self):
        self.stack.push("c")
        self.assertEqual(self.stack.items, ["a", "b", "c"])
        self.assertIn("c", self.stack.items)

    def test_pop_fails(self):
        """The description of a failing test."""
        self.assertEqual(self.stack.pop(), "x", "popped the wrong thing")

    def test_lists_differ(self):
        self.assertEqual([1, 2, 3], [1, 4, 3, 5])

    def test_dicts_differ(self):
        self.assertDictEqual({"a": 1, "b": 2}, {"a": 1, "b": 3})

    def test_text_differs(self):
        self.assertMultiLineEqual("one\ntwo\nthree\n", "one\n2\nthree\n")

    def test_error(self):
        Stack().pop()

    def test_raises(self):
        with self.assertRaises(IndexError) as caught:
            Stack().pop()
        self.assertEqual(str(caught.exception), "pop from an empty stack")
        with self.assertRaisesRegex(ValueError, "invalid literal.*'x'"):
            int("x")
        self.assertRaises(TypeError, len, 5)

    @unittest.skip("not now")
    def test_skipped(self):
        self.fail("unreached")

    @unittest.skipIf(sys.maxsize > 2**32, "64 bits")
    def test_skipped_if(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.4)

    @unittest.expectedFailure
    def test_unexpected(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)

    def test_subtests(self):
        for n in range(4):
            with self.subTest("odd", n=n):
                self.assertEqual(n % 2, 0)

    def test_skip_inside(self):
        self.skipTest("changed its mind")

    def test_warns_and_logs(self):
        with self.assertWarns(DeprecationWarning) as w:
            warnings.warn("old", DeprecationWarning)
        self.assertEqual(str(w.warning), "old")
        with self.assertLogs("client", "INFO") as logs:
            logging.getLogger("client").info("hello %s", "there")
        self.assertEqual(logs.output, ["INFO:client:hello there"])
        with self.assertNoLogs("client"):
            pass

    def test_other_assertions(self):
        self.assertCountEqual("abca", "caba")
        self.assertIsInstance(True, int)
        self.assertSequenceEqual((1, 2), [1, 2])
        self.assertSetEqual({1, 2}, {2, 3})

    @classmethod
    def tearDownClass(cls):
        print(len(cls.shared), cls.shared[:2])


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.transport = mock.Mock(spec=["get"])
        self.client = Client(self.transport)

    def test_retries(self):
        self.transport.get.side_effect = [ConnectionError, ConnectionResetError("x"), "body"]
        with self.assertLogs("client") as logs:
            self.assertEqual(self.client.fetch("u"), "body")
        self.assertEqual(self.transport.get.mock_calls, [mock.call("u", timeout=n) for n in range(3)])
        self.assertEqual(len(logs.records), 2)

    def test_gives_up(self):
        self.transport.get.side_effect = ConnectionError
        with self.assertLogs("client"), self.assertRaises(TimeoutError):
            self.client.fetch("u", retries=0)
        self.transport.get.assert_called_once_with("u", timeout=1)

    @mock.patch("os.getcwd", return_value="/patched")
    def test_patch(self, getcwd):
        import os
        self.assertEqual(os.getcwd(), "/patched")
        getcwd.assert_called_once()
        with mock.patch.dict(os.environ, {"X_TEST": "1"}), mock.patch.object(Stack, "peek", autospec=True) as peek:
            peek.return_value = 7
            s = Stack()
            self.assertEqual((s.peek(), os.environ["X_TEST"]), (7, "1"))
            peek.assert_called_with(s)
        self.assertNotIn("X_TEST", os.environ)

    def test_magic(self):
        m = mock.MagicMock(name="magic")
        m.__len__.return_value = 3
        m.__enter__.return_value.read.return_value = "data"
        with m as f:
            self.assertEqual((len(m), f.read(), m[0] is m[1]), (3, "data", True))
        m.a.b(1, k=2).c()
        self.assertEqual(m.mock_calls[-2:], [mock.call.a.b(1, k=2), mock.call.a.b().c()])
        self.transport.put()


class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.api = mock.AsyncMock(return_value=5)

    async def test_await(self):
        self.assertEqual(await self.api(1), 5)
        self.api.assert_awaited_once_with(1)


def tidy(text):
    text = re.sub(r'File ".*?([^/"]+)", line \d+', r'File "\1", line N', text)
    return re.sub(r"in \d+\.\d+s", "in N s", re.sub(r" at 0x[0-9a-f]+|id='\d+'", "", text))


def run(*cases, **options):
    out = io.StringIO()
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(c) for c in cases)
    result = unittest.TextTestRunner(out, **options).run(suite)
    print(tidy(out.getvalue()))
    return result


result = run(StackTest, verbosity=2)
print(result, result.wasSuccessful(), [t.id() for t, _ in result.failures][:2])
result = run(ClientTest, AsyncTest, verbosity=1, failfast=False)
print(result.testsRun, len(result.errors), len(result.failures))
result = run(StackTest, failfast=True, buffer=True)
print(result.testsRun)

out = io.StringIO()
with contextlib.redirect_stdout(out):
    print(doctest.testmod(sys.modules["__main__"]))
print(tidy(out.getvalue()))
finder = doctest.DocTestFinder()
print([(t.name, len(t.examples), t.examples[3].exc_msg if len(t.examples) > 3 else None) for t in finder.find(Stack, "Stack") if t.examples])
for bad in (lambda: mock.Mock(spec=Stack).nosuch, lambda: mock.create_autospec(Stack)(1, 2, 3), lambda: mock.Mock().assert_called_once(), lambda: mock.call(1) == ((1,), {}), lambda: mock.sentinel.x):
    try:
        print(repr(bad()))
    except (AttributeError, TypeError, AssertionError) as error:
        print(type(error).__name__, tidy(str(error)))
