"""A suite that uses what pytest's users use: rewritten asserts, fixtures, parameters, marks, capture, monkeypatch, temporary paths."""
import sys
import warnings

import pytest


@pytest.fixture(scope="module")
def numbers():
    yield [1, 2, 3]


@pytest.fixture(params=["a", "b"], ids=str.upper)
def letter(request):
    return request.param


@pytest.mark.parametrize(("left", "right", "result"), [(1, 2, 3), pytest.param(2, 2, 5, marks=pytest.mark.xfail), (0, 0, 0)])
def test_add(left, right, result):
    assert left + right == result


def test_fixture(numbers, letter):
    assert sum(numbers) == 6 and letter in "ab"


def test_raises():
    with pytest.raises(ZeroDivisionError, match="division by zero") as caught:
        1 / 0
    assert caught.type is ZeroDivisionError


def test_capture(capsys):
    print("out")
    print("err", file=sys.stderr)
    assert capsys.readouterr() == ("out\n", "err\n")


def test_patch(monkeypatch, tmp_path):
    monkeypatch.setenv("SAMPLE", "1")
    file = tmp_path / "file.txt"
    file.write_text("text")
    assert file.read_text() == "text"


def test_warns():
    with pytest.warns(UserWarning):
        warnings.warn("careful", UserWarning)


@pytest.mark.skip(reason="not now")
def test_skipped():
    raise AssertionError


def test_approx():
    assert 0.1 + 0.2 == pytest.approx(0.3)


class TestClass:
    def setup_method(self):
        self.value = {"a": [1, 2, {"b": 3}]}

    def test_fails(self):
        expected = {"a": [1, 2, {"b": 4}]}
        assert self.value == expected, "deep comparison"

    def test_error_in_call(self):
        def inner(x):
            return x.missing

        inner(1)
