"""Runs one module of CPython's test suite inside the interpreter under test.

Prints a line for each test, `@@STATUS<TAB>test id`, and `@@DONE` at the end, so that a crash costs only the tests that
were still to come. With CONFORMANCE_VERBOSE=1 tracebacks go to standard error.

    driver.py test.test_dict
"""
import sys

# Tests that need CPython's C API are skipped everywhere, the recorded list included.
WITHOUT = """_testcapi _testinternalcapi _testclinic _testclinic_limited _testimportmultiple _testbuffer _xxtestfuzz
_ctypes_test xxlimited xxlimited_35 xxsubtype""".split()
# Reaches for the C API through ctypes when it is imported; without ctypes it leaves those tests out by itself.
ALSO_WITHOUT_FOR = {"test.test_code": ["_ctypes"]}
# Imported at the top of whole modules for the sake of a few tests: only a test that calls into one is skipped.
EMPTY = ["_testlimitedcapi", "_testmultiphase", "_testsinglephase"]
ALSO_EMPTY_FOR = {"test.test_peepholer", "test.test_opcache", "test.test_crossinterp"}


def empty_module(name):
    import types
    import unittest

    def attribute(wanted):
        if wanted.startswith("__"):
            raise AttributeError(wanted)

        def skip(*args, **kwargs):
            raise unittest.SkipTest(f"needs {name}.{wanted}")

        return skip

    made = types.ModuleType(name)
    made.__getattr__ = attribute
    made.__file__ = __file__
    return made


def report(status, test):
    try:
        name = test.id()
    except Exception:
        name = str(test)
    sys.__stdout__.write(f"@@{status}\t{name}\n")
    sys.__stdout__.flush()


def run(name):
    import os

    # The suite's `cpython_only` tests run, too: they count as wanted (README.md).
    sys.implementation.name = "cpython"
    sys.modules.update(dict.fromkeys(WITHOUT + ALSO_WITHOUT_FOR.get(name, [])))
    import unittest

    for module in EMPTY + (["_testinternalcapi"] if name in ALSO_EMPTY_FOR else []):
        sys.modules[module] = empty_module(module)
    verbose = os.environ.get("CONFORMANCE_VERBOSE") == "1"

    class Result(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            self.subtest_failed = False

        def addSuccess(self, test):
            if not self.subtest_failed:
                report("PASS", test)

        def addExpectedFailure(self, test, err):
            report("PASS", test)

        def addUnexpectedSuccess(self, test):
            report("FAIL", test)

        def addSkip(self, test, reason):
            report("SKIP", test)

        def addFailure(self, test, err):
            super().addFailure(test, err)
            report("FAIL", test)

        def addError(self, test, err):
            super().addError(test, err)
            report("ERROR", test)

        def addSubTest(self, test, subtest, err):
            if err is None:
                return
            super().addSubTest(test, subtest, err)
            if not self.subtest_failed:
                self.subtest_failed = True
                report("FAIL", test)

    result = Result()
    unittest.defaultTestLoader.loadTestsFromName(name).run(result)
    if verbose:
        for test, text in result.errors + result.failures:
            sys.__stderr__.write(f"{'=' * 70}\n{test}\n{text}\n")
    report("DONE", name)


if __name__ == "__main__":
    module = sys.argv.pop(1)
    run(module)
