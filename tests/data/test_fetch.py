"""Fetching from a server that misbehaves: then the right bytes are there or nothing is, and it says what to do."""

import errno
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from companion.data import download, fetch, load, store
from companion.data import unpack as unpack_module
from companion.data.download import Patience
from companion.data.entries import Entry, Unpacking
from companion.data.registry import REGISTRY
from tests.data import faulty_server as faulty
from tests.data.faulty_server import CONTENT, files_under, remote, serving, wait_for

TREE = {"train/ants/1.jpg": b"a" * 3000, "train/bees/2.jpg": b"b" * 500, "val/ants/3.jpg": b"c"}
SHORT = Patience(attempts=3, first_pause=0.01, longest_pause=0.05, connect=1, silence=0.2, window=0.2, redirects=4)
ADVICE = re.compile(r"set COMPANION_(MIRROR|DATA)|try again|your network")


def an_entry(*files, **facts):
    return Entry("Toy", "full", (1, 1, 1), "8 x 8 x 1", "CC0", "nobody", "drawn", (), files=files, **facts)


def zipped(members=TREE):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return content.getvalue()


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", SHORT)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Return the folder of the store "toy", in a data folder that does not exist yet."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.delenv("COMPANION_MIRROR", raising=False)
    return tmp_path / "cache" / "toy"


@pytest.fixture
def toy(monkeypatch, cache):
    """Return a function that puts a data set "toy" of some files into the registry."""

    def put(*files, name="toy", **facts):
        monkeypatch.setitem(REGISTRY, name, an_entry(*files, **facts))
        return cache

    return put


def at(server, name="a.bin", content=CONTENT, **changes):
    return remote(name, content, url=f"{server.address}/{name}", **changes)


def archive_at(server, content, *, name="toy.zip", limit=10_000, strip="", only=(), **changes):
    return at(server, name, content, unpacking=Unpacking(limit, strip, only), **changes)


def fails(words, *, error=OSError, name="toy"):
    """Return a context in which fetching must fail, with these words and with advice."""
    return pytest.raises(error, match=f"(?s)(?=.*{words})(?=.*(?:{ADVICE.pattern}))")


def no_parts(folder):
    return not (folder / store.INCOMING).exists()


# What comes over the network: behaviours, the words where it fails ("" where the right bytes come), how many requests.
FAULTS = {
    "nothing wrong": ([faulty.good], "", 1),
    "cut and resumed": ([faulty.cut(30_000), faulty.good], "", 2),
    "cut without a length": ([faulty.cut(30_000, length=False), faulty.good], "", 2),
    "always cut": ([faulty.cut(10_000)], "toy could not be downloaded: the connection .*; try again later", 3),
    "always cut, no length": ([faulty.cut(10_000, length=False)], "connection ended after [13]0000 of 102400 bytes", 3),
    "wrong bytes": ([faulty.wrong_bytes], "toy came damaged: got 102400 bytes with another checksum", 1),
    "part of another version": ([faulty.cut(100), faulty.wrong_bytes, faulty.good], "toy came damaged", 2),
    "a page": ([faulty.page], "toy came damaged: a web page came in its place, perhaps the login page", 1),
    "not found": ([faulty.answering(404)], r"could not be downloaded: 127\.0\.0\.1 answers 404 Not Found", 1),
    "forbidden": ([faulty.answering(403)], "answers 403 Forbidden", 1),
    "500 then fine": ([faulty.answering(500), faulty.good], "", 2),
    "429 then fine": ([faulty.answering(429, Retry_After="3600"), faulty.good], "", 2),
    "always 503": ([faulty.answering(503)], "answers 503 Service Unavailable; try again later", 3),
    "stalled": ([faulty.stalled(20_000)], r"nothing came for 0\.2 s; try again later", 3),
    "stalled once": ([faulty.stalled(20_000), faulty.good], "", 2),
    "a slow trickle": ([faulty.trickling(0.02)], r"only \d+ bytes came in 0 s; try again later", 3),
    "ranges ignored": ([faulty.cut(30_000), faulty.no_ranges], "", 2),
    "lying range": ([faulty.cut(30_000), faulty.lying_range], "", 3),
    "range of another version": ([faulty.cut(30_000), faulty.another_version], "", 3),
    "a redirect circle": ([faulty.circle], "redirects in a circle", 5),
    "endless": ([faulty.endless], "came damaged: got more than 102400 bytes", 1),
    "gzip declared": ([faulty.declared_gzip], "", 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_right_bytes_or_nothing(toy, fault):
    script, words, requests = FAULTS[fault]
    with serving(*script) as server:
        folder = toy(at(server))
        with fails(words) if words else nullcontext():
            assert fetch.fetch("toy") == folder
        assert files_under(folder) == ({} if words else {"a.bin": CONTENT})
        assert len(server.requests) == requests
        assert fetch.status("toy") == ("missing" if words else "there")
        server.script[:] = [faulty.good]
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}
    assert no_parts(folder)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_without_a_checksum(toy, fault):
    script, words, _ = FAULTS[fault]
    if script[-1] is faulty.wrong_bytes or fault in ("part of another version", "wrong bytes"):
        words = None  # nobody can know
    with serving(*script) as server:
        folder = toy(at(server, checksum=""))
        with fails(words) if words else nullcontext():
            fetch.fetch("toy")
        kept = files_under(folder)
    assert kept == {"a.bin": CONTENT} if words == "" else list(kept) == (["a.bin"] if words is None else [])


def test_a_part_of_another_version_is_replaced(toy):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        (folder / store.INCOMING).mkdir(parents=True)
        (folder / store.INCOMING / "a.bin.part").write_bytes(b"x" * 50_000)
        fetch.fetch("toy")
        assert [headers.get("Range") for _, headers in server.requests] == ["bytes=50000-", None]
    assert files_under(folder) == {"a.bin": CONTENT}


def test_what_is_there_needs_no_lock_no_reading_and_no_writing(toy, monkeypatch):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        fetch.fetch("toy")

    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(store, "hold", refuse)
    monkeypatch.setattr("companion.data.ledger.digest", refuse)
    monkeypatch.setattr("companion.data.ledger.write", refuse)
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
    assert fetch.fetch("toy") == folder
    assert {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))} == before


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize("digits", [8, None])
def test_checksums(toy, algorithm, digits):
    with serving(faulty.wrong_bytes, faulty.good) as server:
        file = at(server, algorithm=algorithm)
        short = file.checksum[: len(algorithm) + 1 + digits] if digits else file.checksum
        folder = toy(replace(file, checksum=short))
        with fails(f"another checksum than {short}"):
            fetch.fetch("toy")
        assert files_under(folder) == {}
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


@pytest.mark.parametrize("damage", [b"x" * len(CONTENT), CONTENT[:-1], b""])
def test_a_damaged_file_is_fetched_again(toy, damage):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        (fetch.fetch("toy") / "a.bin").write_bytes(damage)
        assert fetch.status("toy") == "missing"
        fetch.fetch("toy")
        assert files_under(folder) == {"a.bin": CONTENT}


@pytest.mark.parametrize("content", [b"x" * len(CONTENT), b"another file"])
@pytest.mark.parametrize("obstacle", [faulty.answering(404), faulty.wrong_bytes, faulty.page])
def test_what_the_reader_put_there_stays_until_there_is_better(toy, content, obstacle):
    with serving(obstacle, faulty.good) as server:
        folder = toy(at(server))
        folder.mkdir(parents=True)
        (folder / "a.bin").write_bytes(content)
        with fails("toy"):
            fetch.fetch("toy")
        assert files_under(folder) == {"a.bin": content}
        assert fetch.status("toy") == "missing"  # it is not taken for the data set
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


def test_a_file_that_the_reader_put_there_is_verified_and_taken(toy):
    folder = toy(remote())
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(CONTENT)
    assert fetch.status("toy") == "there"
    assert fetch.fetch("toy") == folder
    assert "a.bin" in json.loads((folder / ".companion.json").read_text())["stamps"]


@pytest.mark.parametrize("ledger", ["", "null", "[]", '{"stamps": 3}', '{"stamps": {"a.bin": [1]}, "pins": {}}', "\0"])
def test_a_damaged_ledger_is_ignored(toy, ledger):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        fetch.fetch("toy")
        (folder / ".companion.json").write_text(ledger)
        assert fetch.fetch("toy") == folder
        assert len(server.requests) == 1


def test_a_pin_holds_and_can_be_given_up(toy):
    with serving(faulty.good, faulty.wrong_bytes) as server:
        folder = toy(at(server, checksum=""))
        fetch.fetch("toy")
        (folder / "a.bin").unlink()
        words = f"a.bin is not the file that was first downloaded here .*; if you trust the new one, remove {folder}"
        with pytest.raises(OSError, match=words):
            fetch.fetch("toy")
        assert files_under(folder) == {}
        (folder / ".companion.json").unlink()
        fetch.fetch("toy")
        assert files_under(folder) == {"a.bin": bytes(len(CONTENT))}


@pytest.mark.parametrize(
    ("fault", "words"), [(faulty.page, "a web page came"), (faulty.cut(9), "connection"), (faulty.endless, "got more")]
)
def test_only_another_checksum_speaks_against_a_pin(toy, fault, words):
    with serving(faulty.good, fault) as server:
        folder = toy(at(server, checksum=""))
        fetch.fetch("toy")
        (folder / "a.bin").unlink()
        with fails(words) as caught:
            fetch.fetch("toy")
        assert "first downloaded here" not in str(caught.value)


def test_a_file_of_which_nobody_knows_anything_is_not_pinned(toy):
    with serving(faulty.cut(30_000, length=False)) as server:
        folder = toy(at(server, checksum="", exact_size=False))
        with fails(r"toy could not be downloaded: 127\.0\.0\.1 does not say how long a.bin is"):
            fetch.fetch("toy")
    assert files_under(folder) == {}
    assert not (folder / ".companion.json").exists()


def test_a_pin_vouches_where_nobody_says_how_long_the_file_is(toy):
    with serving(faulty.good, faulty.cut(10**6, length=False)) as server:
        folder = toy(at(server, checksum="", exact_size=False))
        fetch.fetch("toy")
        (folder / "a.bin").unlink()
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


def test_a_pinned_file_that_changed_here_is_fetched_again(toy):
    with serving(faulty.good) as server:
        folder = toy(at(server, checksum=""))
        (fetch.fetch("toy") / "a.bin").write_bytes(b"x" * len(CONTENT))
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


def test_verifying_finds_what_the_stamps_do_not_show(toy):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        path = fetch.fetch("toy") / "a.bin"
        assert fetch.verify("toy") == ()
        times = path.stat()
        path.write_bytes(b"x" * len(CONTENT))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert fetch.status("toy") == "there"
        assert fetch.verify("toy") == ("a.bin",)
        assert files_under(folder) == {}
        assert fetch.verify("toy") == ()


def test_a_single_file(cache):
    with serving(faulty.good) as server:
        path = fetch.fetch_file("toy", at(server))
        assert path == cache / "a.bin"
        assert fetch.fetch_file("toy", at(server)) == path
        assert len(server.requests) == 1
    with fails("b.bin could not be downloaded"):
        fetch.fetch_file("toy", remote("b.bin"))
    assert files_under(cache) == {"a.bin": CONTENT}


def test_one_file_fails_and_the_others_stay(toy):
    with serving(faulty.good, faulty.answering(404), faulty.good, contents={"a.bin": CONTENT, "b.bin": b"b"}) as server:
        folder = toy(at(server), at(server, "b.bin", b"b"))
        with fails("answers 404"):
            fetch.fetch("toy")
        assert files_under(folder) == {"a.bin": CONTENT}
        fetch.fetch("toy")
        assert [path for path, _ in server.requests] == ["/a.bin", "/b.bin", "/b.bin"]


# Mirrors


def test_a_mirror_address_is_the_only_source(toy, monkeypatch):
    with serving(faulty.good) as server:
        monkeypatch.setenv("COMPANION_MIRROR", f"{server.address}/base/")
        folder = toy(remote())
        fetch.fetch("toy")
        assert [path for path, _ in server.requests] == ["/base/toy/a.bin"]
    assert files_under(folder) == {"a.bin": CONTENT}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CONTENT, ""),
        (bytes(len(CONTENT)), "toy came damaged: got 102400 bytes with another checksum"),
        (CONTENT[:100], "toy came damaged: got 100 bytes, expected 102400"),
        (CONTENT + b"x", "toy came damaged: got more than 102400 bytes"),
        (None, "COMPANION_MIRROR does not hold toy: .*a.bin is missing; put it there, or unset"),
    ],
    ids=["right", "wrong", "short", "long", "missing"],
)
def test_a_mirror_folder(toy, tmp_path, monkeypatch, content, words):
    (tmp_path / "mirror" / "toy").mkdir(parents=True)
    if content is not None:
        (tmp_path / "mirror" / "toy" / "a.bin").write_bytes(content)
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    folder = toy(remote())
    with pytest.raises(OSError, match=words) if words else nullcontext():
        fetch.fetch("toy")
    assert files_under(folder) == ({} if words else {"a.bin": CONTENT})
    assert no_parts(folder)


def test_a_mirror_that_lacks_it_takes_nothing_away(toy, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
    folder = toy(remote("toy.zip", zipped(), unpacking=Unpacking(10_000)), tree=("train",))
    folder.mkdir(parents=True)
    (folder / "toy.zip").write_bytes(b"an older version")
    with pytest.raises(FileNotFoundError, match="COMPANION_MIRROR does not hold toy: .*toy.zip is missing"):
        fetch.fetch("toy")
    assert files_under(folder) == {"toy.zip": b"an older version"}


@pytest.mark.parametrize("way", ["cache", "other/../cache", "link"])
def test_the_data_folder_is_not_its_own_mirror(toy, tmp_path, monkeypatch, way):
    folder = toy(remote())
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"damaged")
    if way == "link":
        (tmp_path / "link").symlink_to(tmp_path / "cache", target_is_directory=True)
    monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / way))
    with fails("toy could not be downloaded: COMPANION_MIRROR names the data folder itself"):
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": b"damaged"}
    (folder / "a.bin").write_bytes(CONTENT)
    assert fetch.fetch("toy") == folder  # nothing to ask a mirror for


def test_a_mirror_address_in_capitals(toy, monkeypatch):
    with serving(faulty.good) as server:
        monkeypatch.setenv("COMPANION_MIRROR", server.address.replace("http", "HTTP"))
        folder = toy(remote())
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


@pytest.mark.parametrize("scheme", ["ftp", "file", "FILE", "s3"])
def test_a_mirror_that_is_neither_a_folder_nor_an_http_address(toy, monkeypatch, scheme):
    monkeypatch.setenv("COMPANION_MIRROR", f"{scheme}://somebody:secret@mirror/data")
    toy(remote())
    words = f"toy could not be downloaded: COMPANION_MIRROR begins with {scheme}:// and is neither a folder nor an http"
    with fails(words) as caught:
        fetch.fetch("toy")
    assert "secret" not in str(caught.value)


def test_one_data_folder_is_the_mirror_of_another(toy, tmp_path, monkeypatch):
    with serving(faulty.good, contents={"toy.zip": zipped()}) as server:
        first = toy(archive_at(server, zipped()), tree=("train/ants", "val"))
        fetch.fetch("toy")
    monkeypatch.setenv("COMPANION_MIRROR", str(first.parent))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "other"))
    assert files_under(fetch.fetch("toy")) == files_under(first) == TREE | {"toy.zip": zipped()}


def test_no_server(toy):
    folder = toy(remote())
    with fails(r"toy could not be downloaded: no connection to 127\.0\.0\.1; try again later, or set COMPANION_MIRROR"):
        fetch.fetch("toy")
    assert files_under(folder) == {}


# Disks


def test_no_room_before(toy, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 10**6, 102_399))
    with serving(faulty.good) as server:
        folder = toy(at(server))
        with fails(
            "toy cannot be stored, .*toy is full .0.1 MB are needed and 0.1 MB are free.; make room, or set"
        ) as e:
            fetch.fetch("toy")
        assert e.value.errno == errno.ENOSPC
        assert server.requests == []
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 10**6, 102_400))
        fetch.fetch("toy")
    assert files_under(folder) == {"a.bin": CONTENT}


def test_room_for_what_is_unpacked_and_without_what_came_already(toy, monkeypatch):
    file = remote("toy.zip", zipped(), unpacking=Unpacking(1000))
    folder = toy(file, tree=("train",))
    (folder / store.INCOMING).mkdir(parents=True)
    (folder / store.INCOMING / "toy.zip.part").write_bytes(b"x" * 50)
    needed = []
    monkeypatch.setattr(store, "check_room", lambda _, count: needed.append(count))
    with fails("no connection"):
        fetch.fetch("toy")
    assert needed == [file.size - 50 + 1000]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_a_disk_that_fills_while_downloading(toy):
    with serving(faulty.good) as server:
        folder = toy(at(server))
        (folder / store.INCOMING).mkdir(parents=True)
        (folder / store.INCOMING / "a.bin.part").symlink_to("/dev/full")
        with fails("toy cannot be stored, .*toy is full .No space left on device.; make room"):
            fetch.fetch("toy")
        assert files_under(folder) == {}
        assert len(server.requests) == 1
        assert no_parts(folder)
        fetch.fetch("toy")


def test_a_disk_that_fills_while_unpacking(toy, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with serving(faulty.good, contents={"toy.zip": zipped()}) as server:
        folder = toy(archive_at(server, zipped()), tree=("train", "val"))
        with monkeypatch.context() as patched, fails("toy cannot be stored, .* is full"):
            patched.setattr(unpack_module, "_extract", full)
            fetch.fetch("toy")
        assert files_under(folder) == {"toy.zip": zipped()}  # verified: it need not be downloaded again
        assert no_parts(folder)
        fetch.fetch("toy")
        assert len(server.requests) == 1


def test_a_file_where_the_folder_should_be(toy, tmp_path):
    (tmp_path / "cache").write_text("not a folder")
    toy(remote())
    with fails("toy cannot be stored, .*cache.* is not writable"):
        fetch.fetch("toy")
    assert (tmp_path / "cache").read_text() == "not a folder"


def test_a_folder_where_the_file_should_be(toy):
    folder = toy(remote())
    (folder / "a.bin").mkdir(parents=True)
    with fails("toy cannot be stored, .*a.bin is not writable"):
        fetch.fetch("toy")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_disk_that_refuses(toy, monkeypatch, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(store, "hold", refuse)
    folder = toy(remote())
    with fails(f"toy cannot be stored, {folder} (is not writable|is full|makes trouble)") as caught:
        fetch.fetch("toy")
    assert caught.value.errno == number


# Archives


def test_an_archive_is_unpacked_and_noticed(toy):
    with serving(faulty.good, contents={"toy.zip": zipped()}) as server:
        folder = toy(archive_at(server, zipped()), tree=("train/ants", "val"))
        assert fetch.status("toy") == "missing"
        fetch.fetch("toy")
        assert files_under(folder) == TREE | {"toy.zip": zipped()}
        (folder / "toy.zip").unlink()  # whoever needs the room
        assert fetch.status("toy") == "there"
        fetch.fetch("toy")
        assert len(server.requests) == 1
        shutil.rmtree(folder / "val")
        assert fetch.status("toy") == "missing"
        fetch.fetch("toy")
        assert files_under(folder) == TREE | {"toy.zip": zipped()}


def test_a_tree_of_the_reader_is_accepted_as_it_is(toy):
    folder = toy(remote("toy.zip", zipped(), unpacking=Unpacking(10_000)), tree=("train/ants", "val/ants"))
    (folder / "train" / "ants").mkdir(parents=True)
    assert fetch.status("toy") == "missing"
    (folder / "val" / "ants").mkdir(parents=True)
    assert fetch.status("toy") == "there"
    assert fetch.missing("toy") == {}
    assert fetch.fetch("toy") == folder
    assert sorted(os.listdir(folder)) == ["train", "val"]


def test_two_archives_fill_the_same_folders(toy):
    parts = {"a.zip": zipped({"kit/jpg/1": b"1", "kit/xml/1": b""}), "b.zip": zipped({"kit/jpg/2": b"2"})}
    with serving(faulty.good, contents=parts) as server:
        folder = toy(
            *(archive_at(server, parts[name], name=name, strip="kit") for name in parts), tree=("jpg/1", "jpg/2")
        )
        fetch.fetch("toy")
    assert files_under(folder) == {"jpg/1": b"1", "jpg/2": b"2", "xml/1": b"", **parts}


@pytest.mark.parametrize("trees", [("train", "val"), None])
def test_two_data_sets_share_a_store(toy, trees):
    first, second = ((trees[0],), (trees[1],)) if trees else ((), ())
    with serving(faulty.good, contents={"toy.zip": zipped()}) as server:
        folder = toy(archive_at(server, zipped(), only=("train",)), tree=first)
        toy(archive_at(server, zipped(), only=("val",)), tree=second, name="toy_val", store="toy")
        fetch.fetch("toy")
        assert "val/ants/3.jpg" not in files_under(folder)
        assert fetch.status("toy_val") == "missing"
        assert fetch.fetch("toy_val") == folder
        assert files_under(folder) == TREE | {"toy.zip": zipped()}
        assert len(server.requests) == 1


@pytest.mark.parametrize("checksum", ["", None])
@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../../outside": b"evil"}, "leads outside its folder"),
        ({"train/a": bytes(20_000)}, "would unpack to more than 10000 bytes"),
        ({".companion.json": b"{}", "train/a": b""}, r"it holds \.companion\.json"),
        ({"train/a": b""}, "toy.zip should hold val and does not"),
    ],
)
def test_archives_that_are_refused(toy, members, words, checksum):
    content = zipped(members)
    facts = {} if checksum is None else {"checksum": checksum}
    with serving(faulty.good, contents={"toy.zip": content}) as server:
        folder = toy(archive_at(server, content, **facts), tree=("train", "val"))
        with pytest.raises(OSError, match=f"toy cannot be unpacked: .*{words}") as caught:
            fetch.fetch("toy")
    assert not (folder.parent / "outside").exists()
    kept = set(files_under(folder))
    if "should hold" in words:
        assert kept == {"toy.zip", "train/a"}
    else:
        assert kept == ({"toy.zip"} if checksum is None else set())  # what nobody vouches for does not stay
        assert not (folder / ".companion.json").exists() or (folder / ".companion.json").read_text() != "{}"
    advice = (
        f"; remove toy.zip from {folder} and fetch it again, or" if kept else "; nothing of it was kept; try again, or"
    )
    assert advice in str(caught.value)
    assert fetch.status("toy") == "missing"
    assert no_parts(folder)


# Processes

CHILD = """
import sys, time
from companion.data import download, fetch, store, unpack
from companion.data.entries import Entry, RemoteFile, Unpacking
from companion.data.registry import REGISTRY

_, url, size, checksum, names = sys.argv
unpacking = Unpacking(10_000) if "zip" in names else None
files = [RemoteFile(n, f"{url}/{n}", int(size), checksum, unpacking=unpacking) for n in names.split(",")]
tree = ("train", "val") if unpacking else ()
REGISTRY["toy"] = Entry("", "full", (1, 1, 1), "", "", "", "", (), files=tuple(files), tree=tree)
download.PATIENCE = download.Patience(attempts=3, first_pause=0.01, silence=5)
"""


class Child:
    """Run code after `CHILD` in another process; leaving the block kills it."""

    def __init__(self, code, file, names="a.bin", *arguments):
        command = [
            sys.executable,
            "-c",
            CHILD + code,
            file.url.rpartition("/")[0],
            str(file.size),
            file.checksum,
            names,
        ]
        self.process = subprocess.Popen(
            [*command, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def test_killed_in_the_middle_and_started_again(toy):
    with serving(faulty.stalled(40_000), faulty.good) as server:
        folder = toy(at(server))
        part = folder / store.INCOMING / "a.bin.part"
        with Child("fetch.fetch('toy')", at(server)) as process:
            wait_for(lambda: part.exists() and part.stat().st_size == 40_000)
            process.kill()
            process.wait()
        assert files_under(folder) == {}
        assert fetch.status("toy") == "missing"
        assert len(list(part.parent.iterdir())) == 2  # the part, and the temporary file of pooch
        fetch.fetch("toy")
        assert server.requests[1][1]["Range"] == "bytes=40000-"
    assert files_under(folder) == {"a.bin": CONTENT}
    assert no_parts(folder)


@pytest.mark.parametrize("where", ["unpack._extract", "store.move_into", "unpack.os.replace"])
def test_killed_while_unpacking_and_started_again(toy, where):
    code = f"""
real = {where}
def stop(*arguments):
    if "os.replace" in "{where}" and not str(arguments[0]).endswith("train"):
        return real(*arguments)
    if "os.replace" in "{where}":
        real(*arguments)
    print("now", flush=True)
    time.sleep(60)
{where} = stop
fetch.fetch("toy")
"""
    with serving(faulty.good, contents={"toy.zip": zipped()}) as server:
        file = archive_at(server, zipped())
        folder = toy(file, tree=("train",))  # it stands before all is moved
        with Child(code, file, "toy.zip") as process:
            assert process.stdout.readline() == b"now\n"
            process.kill()
            process.wait()
        assert fetch.status("toy") == "missing"
        assert ("train/ants/1.jpg" in files_under(folder)) == ("replace" in where)
        fetch.fetch("toy")
        assert files_under(folder) == TREE | {"toy.zip": zipped()}
        assert no_parts(folder)
        assert len(server.requests) == 1


def test_two_processes_at_once_ask_once(toy):
    names = ("a.bin", "b.bin", "c.bin")
    with serving(faulty.delayed(0.3), contents=dict.fromkeys(names, CONTENT)) as server:
        folder = toy(*(at(server, name) for name in names))
        code = "print(fetch.fetch('toy'))"
        with Child(code, at(server), ",".join(names)) as first, Child(code, at(server), ",".join(names)) as second:
            outputs = [process.communicate(timeout=5) for process in (first, second)]
        assert [output[0].decode().strip() for output in outputs] == [str(folder)] * 2
        assert sorted(path for path, _ in server.requests) == ["/a.bin", "/b.bin", "/c.bin"]
    assert files_under(folder) == dict.fromkeys(names, CONTENT)


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit on the size of files")
def test_a_limit_on_the_size_of_files(toy):
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); fetch.fetch('toy')"
    with serving(faulty.good) as server:
        folder = toy(at(server))
        with Child(code, at(server)) as process:
            _, error = process.communicate(timeout=5)
    assert re.search(rb"toy cannot be stored, .* is full \(File too large\); make room, or set COMPANION_DATA", error)
    assert files_under(folder) == {}
    assert no_parts(folder)


@pytest.fixture
def foreign(tmp_path_factory, cache, monkeypatch):
    """Return the store in a data folder that another user may read and not write, as far as rights go."""
    folder = tmp_path_factory.mktemp("foreign")
    monkeypatch.setenv("COMPANION_DATA", str(folder / "cache"))
    (folder / "cache" / "toy").mkdir(parents=True)
    yield folder / "cache" / "toy"
    for path in (folder / "cache" / "toy", folder / "cache"):
        path.chmod(0o755)


# As the superuser, who may write anywhere: load all that is needed, then become somebody else for good. The folders of
# pytest are closed to others, so the way to the data folder is opened by changing into it before.
AS_SOMEBODY = """
import os, pooch, requests, tqdm, urllib3, encodings.idna
os.environ["COMPANION_DATA"], data = "spare", os.environ["COMPANION_DATA"]
os.chdir(data)
try:
    fetch.fetch("toy")
except OSError:
    pass
os.environ["COMPANION_DATA"] = "."
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(fetch.fetch("toy"))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_may_not_be_written(foreign, there):
    with serving(faulty.good) as server:
        if there:
            (foreign / "a.bin").write_bytes(CONTENT)
        foreign.chmod(0o555)
        foreign.parent.chmod(0o755)
        with Child(AS_SOMEBODY, at(server)) as process:
            output, error = process.communicate(timeout=5)
    if there:  # verified by reading it, without a ledger and without a lock
        assert output == b"toy\n"
        assert sorted(os.listdir(foreign)) == ["a.bin"]
    else:
        assert re.search(
            rb"toy cannot be stored, .*toy.* is not writable \(Permission denied\); set COMPANION_DATA", error
        )
        assert os.listdir(foreign) == []


# Names


def test_embedded_sets_have_no_files():
    assert fetch.status("digits") == "embedded"
    with pytest.raises(ValueError, match="name must be one of .*'fashion_mnist'.*, got 'digits'"):
        fetch.fetch("digits")


@pytest.mark.parametrize("function", [fetch.fetch, fetch.status, fetch.missing, fetch.verify, fetch.folder_of])
def test_unknown_name(function):
    with pytest.raises(ValueError, match="name must be one of .*, got 'imagenet'"):
        function("imagenet")


# Real files, where they are

real = pytest.mark.skipif(
    "COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data"
)


@real
@pytest.mark.parametrize("over", ["folder", "address"])
def test_the_real_fashion_mnist(cache, monkeypatch, over):
    mirror = Path(os.environ["COMPANION_REAL_DATA"], "mirror")
    contents = {path.name: path.read_bytes() for path in (mirror / "fashion_mnist").glob("*.gz")}
    with serving(faulty.good, contents=contents) as server:
        monkeypatch.setenv("COMPANION_MIRROR", str(mirror) if over == "folder" else server.address)
        parts = [load("fashion_mnist", split=split) for split in ("train", "validation", "test")]
        assert len(server.requests) == (0 if over == "folder" else 4)
    assert tuple(map(len, parts)) == REGISTRY["fashion_mnist"].counts
    assert parts[2].labels[:5].tolist() == [9, 2, 1, 1, 6]
    files = {file.name: file.checksum for file in REGISTRY["fashion_mnist"].files}
    assert {
        n: f"md5:{hashlib.md5(c).hexdigest()}" for n, c in files_under(fetch.fetch("fashion_mnist")).items()
    } == files


@real
def test_the_real_ants_and_bees_are_accepted_where_they_lie(cache, monkeypatch):
    cache.parent.mkdir()
    tree = Path(os.environ["COMPANION_REAL_DATA"], "trees", "hymenoptera_data").absolute()
    (cache.parent / "hymenoptera_data").symlink_to(tree)
    before = sorted(os.listdir(tree))
    assert fetch.fetch("hymenoptera_data") == cache.parent / "hymenoptera_data"
    assert fetch.status("hymenoptera_data") == "there"
    assert sorted(os.listdir(tree)) == before
