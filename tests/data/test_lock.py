import subprocess
import sys
import time

import pytest

from companion.data.lock import hold

HOLDER = """
import pathlib, sys, time
from companion.data.lock import hold
with hold(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_held_by_another_process_and_free_when_it_dies(tmp_path):
    path = tmp_path / ".lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        with (
            pytest.raises(TimeoutError, match="another process has been .* for 0.1 s; wait for it or end it"),
            hold(path, patience=0.1),
        ):
            pass
        assert time.monotonic() - began < 3
        holder.kill()
    with hold(path, patience=5):
        pass


def test_free_again_after_an_error(tmp_path):
    with pytest.raises(KeyError), hold(tmp_path / ".lock"):
        raise KeyError
    start = time.monotonic()
    with hold(tmp_path / ".lock"):
        assert time.monotonic() - start < 1


def test_no_folder(tmp_path):
    with pytest.raises(FileNotFoundError), hold(tmp_path / "none" / ".lock"):
        pass
