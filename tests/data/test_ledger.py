import hashlib
import os

import pytest

from companion.data import ledger
from companion.data.entries import RemoteFile
from companion.data.ledger import Ledger

FILE = RemoteFile("a", "https://example.org/a", 3, f"sha1:{hashlib.sha1(b'abc').hexdigest()}")
FREE = RemoteFile("b", "https://example.org/b", 3)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").write_bytes(b"abc")
    return tmp_path


def test_reading_gives_what_was_written(folder):
    book = Ledger().with_file(folder, FILE).with_file(folder, FREE).with_recipe("z").with_recipe("a").with_recipe("z")
    ledger.write(folder, book)
    assert ledger.read(folder) == book
    assert book.unpacked == ("a", "z")
    assert book.pins == {"b": "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
    assert book.known(FILE) == FILE.checksum
    assert book.known(FREE) == book.pins["b"]
    assert sorted(os.listdir(folder)) == [".companion.json", "a", "b"]


def test_no_ledger(tmp_path):
    assert ledger.read(tmp_path) == Ledger()
    assert ledger.read(tmp_path / "none") == Ledger()


def test_an_interrupted_writing_leaves_the_old_one(folder, monkeypatch):
    old = Ledger().with_file(folder, FILE)
    ledger.write(folder, old)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ledger.write(folder, Ledger())
    assert ledger.read(folder) == old


@pytest.mark.parametrize(("refusals", "written"), [(0, True), (3, True), (20, False)])
def test_a_ledger_that_somebody_reads_is_replaced_a_moment_later(folder, monkeypatch, refusals, written):
    old, new = Ledger().with_file(folder, FILE), Ledger().with_file(folder, FREE)
    ledger.write(folder, old)
    pauses, replace, tried = [], os.replace, []

    def refuse(*paths):
        tried.append(paths)
        if len(tried) <= refusals:
            raise PermissionError(13, "The process cannot access the file")
        replace(*paths)

    monkeypatch.setattr(ledger.os, "replace", refuse)
    monkeypatch.setattr(ledger.time, "sleep", pauses.append)
    if written:
        ledger.write(folder, new)
    else:
        with pytest.raises(PermissionError, match="cannot access"):
            ledger.write(folder, new)
    assert ledger.read(folder) == (new if written else old)
    assert len(pauses) == min(refusals, 19)
    assert sum(pauses) <= 1


def test_a_stamp_holds_until_size_time_or_checksum_change(folder):
    book = Ledger().with_file(folder, FILE)
    path = folder / "a"
    assert book.is_noted(folder, FILE)
    assert not book.is_noted(folder, RemoteFile("a", FILE.url, 3, "sha1:0"))
    times = path.stat()
    path.write_bytes(b"abcd")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not book.is_noted(folder, FILE)
    path.write_bytes(b"abc")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert book.is_noted(folder, FILE)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert not book.is_noted(folder, FILE)
    assert ledger.is_right(folder, FILE, book)  # read again, and right
    path.unlink()
    assert not book.is_noted(folder, FILE)
    assert not ledger.is_right(folder, FILE, book)


def test_a_pin_outlives_its_file(folder):
    book = Ledger().with_file(folder, FREE).without_file(FREE)
    (folder / "b").write_bytes(b"xyz")
    assert not ledger.is_right(folder, FREE, book)
    assert book.with_file(folder, FREE).pins == book.pins
    assert ledger.is_right(folder, FREE, book.without_pin(FREE))


@pytest.mark.parametrize(
    ("checksum", "fits"),
    [
        ("", True),
        ("sha1:a9993e36", True),
        ("sha1:A9993E36", True),
        ("sha1:b9993e36", False),
        ("md5:900150983cd2", True),
    ],
)
def test_beginnings_of_checksums(folder, checksum, fits):
    assert ledger.has_checksum(folder / "a", checksum) is fits


@pytest.mark.parametrize(("size", "exact", "right"), [(3, True, True), (4, True, False), (4, False, True)])
def test_sizes(folder, size, exact, right):
    assert ledger.is_right(folder, RemoteFile("b", "", size, exact_size=exact), Ledger()) is right
