"""What the command says and when: size, licence and place before a download, and after it that nothing is to do."""

import errno
import io
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from companion.data import fetch, fetch_command
from companion.data.entries import Unpacking
from companion.data.registry import REGISTRY
from tests.data import faulty_server as faulty
from tests.data.faulty_server import CONTENT, remote
from tests.data.fetching import TOYS, run


def test_size_licence_and_place_come_first(toys, capsys, monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr(fetch, "fetch", lambda name, **_: said.append(capsys.readouterr().out) or tmp_path)
    assert run("toy_ants") == 0
    assert said == [f"toy_ants: 0.1 MB into {tmp_path / 'cache' / 'toy_ants'}; licence: licence of toy_ants\n"]
    assert capsys.readouterr().out == f"toy_ants: there ({tmp_path})\n"


def test_what_is_there_needs_no_work(toys, capsys, tmp_path):
    assert run("toy_ants") == 0
    capsys.readouterr()
    assert run("toy_ants") == 0
    there = f"toy_ants: already there, nothing to do ({tmp_path / 'cache' / 'toy_ants'})\n"
    assert capsys.readouterr() == (there, "")
    assert len(toys.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--chapter", "detection"], ["toy_ants", "toy_bees"]),
        (["--chapter", "basics", "--chapter", "segmentation"], ["toy_ants", "toy_cats"]),
        (["toy_cats", "toy_cats", "--chapter", "basics"], ["toy_cats", "toy_ants"]),
        (["--all"], list(TOYS)),
    ],
)
def test_choosing(toys, capsys, arguments, names):
    assert run(*arguments) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in out if ": there" in line] == names
    assert f"together 0.{len(names)} MB to download, " in "\n".join(out)
    assert all(fetch.status(name) == "there" for name in names)
    assert len(toys.requests) == len(names)


def test_weights_are_fetched_by_name_alone(toys, capsys, tmp_path):
    file = remote(url=f"{toys.address}/a.bin")
    weights = {"weights/toy": replace(REGISTRY["toy_ants"], licence="terms", files=(file,), store="toy_weights")}
    assert run("--all", weights=weights) == 0
    assert len(toys.requests) == len(TOYS)
    assert run("weights/toy", weights=weights) == 0
    folder = tmp_path / "cache" / "toy_weights"
    assert f"weights/toy: 0.1 MB into {folder}; licence: terms" in capsys.readouterr().out
    assert (folder / "a.bin").read_bytes() == CONTENT
    assert run("weights/toy", "--verify", weights=weights) == 0
    assert capsys.readouterr().out.endswith(f"weights/toy: already there, nothing to do ({folder})\n")
    with pytest.raises(SystemExit):
        run("weights/nothing", weights=weights)
    assert "there is no weights/nothing\n" in capsys.readouterr().err


def test_a_failure_does_not_stop_the_others(toys, capsys):
    toys.script[:] = [faulty.answering(404), faulty.good]
    assert run("toy_ants", "digits", "toy_bees") == 1
    out, err = capsys.readouterr()
    assert err.startswith("toy_ants could not be downloaded: 127.0.0.1 answers 404 Not Found; set COMPANION_MIRROR")
    assert err.count("\n") == 1
    assert "digits: comes with the software, nothing to do" in out
    assert "toy_bees: there" in out


def test_the_mini_tier_is_no_advice_for_who_fetches(toys, capsys):
    for code in (404, 500):
        toys.script[:] = [faulty.answering(code)]
        assert run("toy_ants") == 1
        err = capsys.readouterr().err
        assert err.endswith("set COMPANION_MIRROR to a folder or address that holds it\n")
        assert "COMPANION_TIER" not in err


def test_what_was_unpacked_by_hand_and_does_not_fit_is_told_first(toys, unpacked, capsys):
    (unpacked / "one.txt").unlink()
    (unpacked / "a.zip").unlink()
    capsys.readouterr()
    assert run("toy_ants") == 0
    found, size, _ = capsys.readouterr().out.splitlines()
    assert found == f"toy_ants: found two in {unpacked}, but without one.txt; else it is downloaded"
    assert size.startswith("toy_ants: 0.00 MB into ")


def test_errors_of_the_system_without_their_number(toys, capsys, monkeypatch):
    def refuse(name, **_):
        raise OSError(errno.ENOSPC, f"{name} cannot be stored")

    monkeypatch.setattr(fetch, "fetch", refuse)
    assert run("toy_ants") == 1
    assert capsys.readouterr().err == "toy_ants cannot be stored\n"
    monkeypatch.setattr(fetch, "fetch", lambda *_, **__: __import__("no_such_package"))
    assert run("toy_ants") == 1
    assert capsys.readouterr().err == "toy_ants: No module named 'no_such_package'\n"


def test_a_mirror_is_mentioned(toys, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path))
    assert run("toy_ants") == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"from the mirror {tmp_path}, which COMPANION_MIRROR names\n")
    assert err.startswith("COMPANION_MIRROR does not hold toy_ants: ")


def test_verifying(toys, capsys, tmp_path):
    run("toy_ants")
    path = tmp_path / "cache" / "toy_ants" / "a.bin"
    state = path.stat()
    path.write_bytes(bytes(len(CONTENT)))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    capsys.readouterr()
    assert run("toy_ants", "--verify") == 0
    assert "toy_ants: a.bin was damaged and is removed" in capsys.readouterr().out
    assert path.read_bytes() == CONTENT
    assert run("toy_ants", "--verify") == 0
    assert "toy_ants: no file is damaged\ntoy_ants: already there" in capsys.readouterr().out


@pytest.fixture
def unpacked(toys, tmp_path):
    """Let a data set come as an archive, fetch it, and return its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", b"1")
        archive.writestr("two/three.txt", b"3")
    content = toys.contents["a.zip"] = packed.getvalue()
    file = remote(url=f"{toys.address}/a.zip", name="a.zip", content=content, unpacking=Unpacking(1000))
    REGISTRY["toy_ants"] = replace(REGISTRY["toy_ants"], files=(file,), tree=("one.txt", "two"))
    assert run("toy_ants") == 0
    return tmp_path / "cache" / "toy_ants"


def test_verifying_beside_an_unpacked_tree_brings_a_damaged_archive_again(toys, unpacked, capsys):
    good = (unpacked / "a.zip").read_bytes()
    capsys.readouterr()
    beside = "only a.zip was read, what is unpacked cannot be verified"
    assert run("toy_ants", "--verify") == 0
    assert capsys.readouterr().out.startswith(f"toy_ants: no file is damaged; {beside}\ntoy_ants: already there")
    assert len(toys.requests) == 1
    (unpacked / "a.zip").write_bytes(bytes(len(good)))
    assert run("toy_ants", "--verify") == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == f"toy_ants: a.zip was damaged and is removed; {beside}"
    assert second == f"toy_ants: 0.00 MB into {unpacked}; licence: licence of toy_ants"
    assert third == f"toy_ants: there ({unpacked})"
    assert (unpacked / "a.zip").read_bytes() == good
    assert len(toys.requests) == 2


def test_verifying_says_so_when_it_cannot_bring_the_archive_again(toys, unpacked, capsys):
    (unpacked / "a.zip").write_bytes(b"x")
    toys.script[:] = [faulty.answering(404)]
    capsys.readouterr()
    assert run("toy_ants", "--verify") == 1
    assert "could not be downloaded: 127.0.0.1 answers 404" in capsys.readouterr().err
    assert (unpacked / "one.txt").read_bytes() == b"1"


def test_verifying_what_cannot_be_verified(toys, unpacked, capsys):
    (unpacked / "a.zip").unlink()
    capsys.readouterr()
    assert run("toy_ants", "--verify") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "toy_ants: only unpacked files are here, which cannot be verified"
    assert second.startswith("toy_ants: already there, nothing to do")
    assert len(toys.requests) == 1
    assert run("toy_bees", "--verify") == 0
    assert capsys.readouterr().out.startswith("toy_bees: there is nothing to verify\ntoy_bees: 0.1 MB into ")


@pytest.mark.parametrize("arguments", [[], ["--verify"], ["--list"]])
def test_a_data_folder_that_cannot_be_read(toys, capsys, monkeypatch, tmp_path, arguments):
    def refuse(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr("companion.data.store.Path.is_file", refuse)  # even the superuser sees it then
    assert run("toy_ants", "digits", "toy_bees", *arguments) == 1
    out, err = capsys.readouterr()
    path = tmp_path / "cache" / "toy_ants" / "a.bin"
    assert err.splitlines()[0].startswith(f"toy_ants cannot be stored, {path} is not writable (Permission denied); set")
    assert [line.split()[0] for line in err.splitlines()] == ["toy_ants", "toy_bees"]
    if arguments == ["--list"]:
        assert [line.split()[:2] for line in out.splitlines()[1:]] == [
            ["toy_ants", "unknown"],
            ["digits", "embedded"],
            ["toy_bees", "unknown"],
        ]
    else:
        assert out == "digits: comes with the software, nothing to do\n"
    assert toys.requests == []


def test_a_file_that_cannot_be_read_again_is_told_once(toys, capsys, monkeypatch, tmp_path):
    run("toy_ants")
    capsys.readouterr()
    path = tmp_path / "cache" / "toy_ants" / "a.bin"

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("companion.data.ledger.is_right", refuse)
    assert run("toy_ants", "--verify") == 1
    err = capsys.readouterr().err
    assert err.startswith("toy_ants")
    assert [err.count(words) for words in ("toy_ants cannot be", "Permission denied", "\n")] == [1, 1, 1]
    assert path.read_bytes() == CONTENT


def test_free_room_where_a_folder_above_cannot_be_read(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "none" / "cache"))
    monkeypatch.setattr("pathlib.Path.exists", refuse)
    assert fetch_command._free().split()[1] in ("MB", "GB")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to a single process")
def test_interrupted_and_started_again(toys, tmp_path):
    code = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with it ignored
from companion import __main__
from companion.data.entries import Entry, RemoteFile
from companion.data.registry import REGISTRY
_, url, size, checksum = sys.argv
file = RemoteFile("a.bin", url, int(size), checksum)
REGISTRY["toy_ants"] = Entry("", "full", (1, 1, 1), "", "", "", "", (), files=(file,))
sys.exit(__main__.main(["fetch", "toy_ants"]))
"""
    toys.script[:] = [faulty.stalled(40_000), faulty.good]
    (file,) = REGISTRY["toy_ants"].files
    command = [sys.executable, "-c", code, file.url, str(file.size), file.checksum]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        part = tmp_path / "cache" / "toy_ants" / ".incoming" / "a.bin.part"
        faulty.wait_for(lambda: part.exists() and part.stat().st_size == 40_000)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=5)
    assert process.returncode == 130
    assert err.strip().splitlines()[-1] == "interrupted; run the same command again and it goes on from here"
    assert "Traceback" not in err
    assert [path.name for path in part.parent.iterdir()] == ["a.bin.part"]
    assert run("toy_ants") == 0
    assert toys.requests[1][1]["Range"] == "bytes=40000-"
    assert (part.parent.parent / "a.bin").read_bytes() == CONTENT


def test_an_archive_that_is_there_is_only_unpacked(toys, unpacked, capsys):
    (unpacked / "one.txt").unlink()
    capsys.readouterr()
    assert run("toy_ants") == 0
    assert f"toy_ants: nothing to download, unpacked into {unpacked}" in capsys.readouterr().out
    assert (unpacked / "one.txt").read_bytes() == b"1"
    assert len(toys.requests) == 1
