"""pytest: a small suite with fixtures, parameters, marks and failures, in a process of its own."""
import os
import re
import subprocess
import sys
import tempfile

SUITE = '''
import pytest, warnings

@pytest.fixture(scope="module")
def numbers():
    yield [1, 2, 3]

@pytest.fixture(params=["a", "b"])
def letter(request):
    return request.param

@pytest.mark.parametrize("n, square", [(2, 4), (3, 9), pytest.param(4, 15, marks=pytest.mark.xfail)])
def test_square(n, square):
    assert n * n == square

def test_fixtures(numbers, letter, tmp_path, monkeypatch, capsys):
    (tmp_path / "f").write_text(letter)
    monkeypatch.setenv("X", letter)
    print(letter)
    assert capsys.readouterr().out == letter + "\\n"
    assert sum(numbers) == 6

def test_rewriting():
    left = {"a": [1, 2, 3], "b": 2}
    assert left == {"a": [1, 2, 4], "b": 2}

def test_raises():
    with pytest.raises(ZeroDivisionError, match="division") as info:
        1 / 0
    assert info.type is ZeroDivisionError
    with pytest.warns(UserWarning):
        warnings.warn("w")

class TestClass:
    def setup_method(self):
        self.x = 1
    def test_one(self):
        assert self.x == pytest.approx(1.0000001)
    @pytest.mark.skip(reason="later")
    def test_two(self):
        pass

def test_error(missing_fixture):
    pass
'''
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "test_small.py"), "w") as f:
        f.write(SUITE)
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-rA", "--color=no", "test_small.py"]
    environment = dict(os.environ, COLUMNS="100", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
text = done.stdout + done.stderr
# Times, places and the header with versions differ from run to run.
text = re.sub(r"in \d+\.\d+s", "in TIME", text).replace(folder, "FOLDER")
text = re.sub(r"0x[0-9a-f]+", "0xADDRESS", text)
text = re.sub(r"/tmp/pytest-of-\w+/pytest-\d+", "TMP", text)
text = re.sub(r"(?m)^(platform|rootdir|plugins|cachedir).*\n", "", text)
print(re.sub(r"=+", "=", text), done.returncode)
