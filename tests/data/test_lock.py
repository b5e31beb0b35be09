import errno
import importlib.util
import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from companion.data import lock
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


def test_waiting_is_told_once_and_not_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_SILENCE", 0.3)
    told = []
    began = time.monotonic()
    with (
        hold(tmp_path / ".lock"),
        pytest.raises(TimeoutError),
        hold(tmp_path / ".lock", patience=0.9, tell=lambda: told.append(time.monotonic() - began)),
    ):
        pass
    assert len(told) == 1
    assert told[0] >= 0.3


def test_who_need_not_wait_is_told_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_SILENCE", -1)
    with hold(tmp_path / ".lock", tell=lambda: pytest.fail("was told")):
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


@pytest.fixture
def on_windows(monkeypatch):
    """Return a function that gives the module as Windows sees it, where locking ends in an error of a number."""

    def load(number):
        def refuse(*_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=refuse))
        spec = importlib.util.spec_from_file_location("lock_on_windows", lock.__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.hold

    return load


@pytest.mark.parametrize("number", [errno.EACCES, errno.EDEADLK])
def test_held_on_windows(tmp_path, on_windows, number):
    with pytest.raises(TimeoutError, match="another process"), on_windows(number)(tmp_path / ".lock", patience=0):
        pass


def test_no_lock_to_be_had_on_windows(tmp_path, on_windows):
    words = r"it cannot be locked, as on some network drives: Input/output error: '.*\.lock'"
    with pytest.raises(OSError, match=words), on_windows(errno.EIO)(tmp_path / ".lock", patience=0):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has other locks")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_a_drive_that_gives_no_locks(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    with pytest.raises(OSError, match="cannot be locked, as on some network drives: ") as caught, hold(tmp_path / "a"):
        pass
    assert caught.value.errno == number
    assert os.strerror(number) in caught.value.strerror
    assert caught.value.filename == str(tmp_path / "a")


def test_what_goes_wrong_in_the_block_is_left_alone(tmp_path):
    with pytest.raises(OSError, match=r"^\[Errno 28\] full$"), hold(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "full")
