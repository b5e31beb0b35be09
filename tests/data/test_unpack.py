"""Archives that are as they should be, and those that are not: all of it appears, or nothing."""

import gzip
import io
import os
import shutil
import stat
import tarfile
import zipfile

import pytest

from companion.data import unpack as unpack_module
from companion.data.entries import Unpacking
from companion.data.unpack import ArchiveError, move_into, unpack

ANY = Unpacking(10_000)
TREE = {"set/train/a.txt": b"a" * 100, "set/train/b.txt": b"b" * 200, "set/read me": b""}


def zipped(path, members, *, external_attr=0, mode=0):
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = external_attr
            archive.writestr(info, content)
    return path


def tarred(path, members, *, mode=0o644):
    """Write a tar file, compressed if its name says so."""
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(content), mode
            archive.addfile(info, io.BytesIO(content))
    return path


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def archive(request, tmp_path):
    """Return a function that writes an archive of this kind."""
    return lambda members, **facts: (zipped if "zip" in request.param else tarred)(
        tmp_path / request.param, members, **facts
    )


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "unpacked"


def refused(archive, folder, words, unpacking=ANY):
    """Check that an archive is refused and leaves nothing, neither in its folder nor beside it."""
    before = sorted(os.listdir(archive.parent))
    with pytest.raises(ArchiveError, match=words):
        unpack(archive, unpacking, folder)
    assert sorted(os.listdir(archive.parent)) == before


def test_everything(archive, folder):
    unpack(archive(TREE), ANY, folder)
    assert tree(folder) == TREE


def test_strip_and_only(archive, folder):
    unpack(archive(TREE | {"set2/x": b"", "./set/train/c": b"c"}), Unpacking(1000, "set", ("train/",)), folder)
    assert tree(folder) == {"train/a.txt": TREE["set/train/a.txt"], "train/b.txt": b"b" * 200, "train/c": b"c"}


def test_nothing_expected_in_it(archive, folder):
    refused(archive(TREE), folder, "holds none of the expected files", Unpacking(1000, "other"))


def test_an_empty_archive(archive, folder):
    refused(archive({}), folder, "holds none of the expected files")


@pytest.mark.parametrize(
    "name",
    ["../outside", "set/../../outside", "/outside", "..", "C:/outside", "C:outside", "..\\outside", "a\\b", "a:b"],
)
def test_a_path_outside(archive, folder, name):
    refused(archive(TREE | {name: b"evil"}), folder, "leads outside its folder")


def test_a_path_outside_in_a_member_that_is_not_wanted(archive, folder):
    refused(archive(TREE | {"../outside": b"evil"}), folder, "leads outside", Unpacking(1000, "set"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
@pytest.mark.parametrize("target", ["/etc/passwd", "../..", "set/train/a.txt"])
def test_links_and_devices_in_a_tar(tmp_path, folder, kind, target):
    path = tmp_path / "a.tar"
    tarred(path, TREE)
    with tarfile.open(path, "a") as opened:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = kind, target
        opened.addfile(link)
        opened.addfile(tarfile.TarInfo("link/through"))
    refused(path, folder, "link is a link or a device")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_in_a_zip(tmp_path, folder, kind):
    path = zipped(tmp_path / "a.zip", {"link": b"/etc/passwd"}, external_attr=(kind | 0o777) << 16)
    refused(path, folder, "link is a link or a device")


def test_modes_are_not_taken_over(archive, folder):
    archive = archive({"a": b""}, mode=0o6777)
    if archive.suffix == ".zip":
        zipped(archive, {"a": b""}, external_attr=(stat.S_IFREG | 0o6777) << 16)
    unpack(archive, ANY, folder)
    assert stat.S_IMODE((folder / "a").stat().st_mode) & ~0o666 == 0


@pytest.mark.parametrize(("limit", "fits"), [(300, True), (299, False)])
def test_the_limit(archive, folder, limit, fits):
    path = archive(TREE)
    if fits:
        unpack(path, Unpacking(limit), folder)
    else:
        refused(path, folder, "would unpack to more than 299 bytes", Unpacking(limit))


def test_a_bomb_is_refused_before_anything_is_written(archive, folder, monkeypatch):
    path = archive({"small": b"x", "zeros": bytes(20_000_000)})
    assert path.stat().st_size < 25_000 or path.suffix == ".tar"
    monkeypatch.setattr(unpack_module, "_extract", lambda *_: pytest.fail("something was written"))
    refused(path, folder, "would unpack to more than 10000 bytes")


def test_too_many_members(archive, folder, monkeypatch):
    monkeypatch.setattr(unpack_module, "_MOST_MEMBERS", 2)
    refused(archive(TREE), folder, "holds more than 2 files")


def test_overlapping_members_of_a_zip_count_each(tmp_path, folder):
    path = zipped(tmp_path / "a.zip", {"a": b"x" * 3000})
    with zipfile.ZipFile(path, "a") as opened:
        for number in range(9):
            info = zipfile.ZipInfo(f"copy{number}")
            first = opened.filelist[0]
            for fact in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(info, fact, getattr(first, fact))
            opened.filelist.append(info)
        opened._didModify = True
    refused(path, folder, "would unpack to more than 10000 bytes")


@pytest.mark.parametrize(("said", "words"), [(10, "damaged|more than it says"), (5000, "damaged")])
def test_a_zip_that_lies_about_a_size(tmp_path, folder, said, words):
    path = zipped(tmp_path / "a.zip", {"zeros": bytes(1000)})
    content = path.read_bytes()
    path.write_bytes(content.replace((1000).to_bytes(4, "little"), said.to_bytes(4, "little")))
    refused(path, folder, words)


@pytest.mark.parametrize(("given", "words"), [(b"12345", "holds more than it says"), (b"123", "a is cut short")])
def test_every_byte_is_counted(tmp_path, folder, monkeypatch, given, words):
    path = tarred(tmp_path / "a.tar", {"a": b"1234"})
    monkeypatch.setattr(unpack_module, "_tar_content", lambda *_: io.BytesIO(given))
    refused(path, folder, words)


@pytest.mark.parametrize("kept", [0.1, 0.4, 0.7])
def test_truncated(archive, folder, kept):
    content = {name: os.urandom(2000) for name in TREE}
    path = archive(content)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept) | 1])
    refused(path, folder, "is damaged")


@pytest.mark.parametrize(("write", "name"), [(zipped, "a.zip"), (tarred, "a.tar.gz")])
def test_a_changed_byte(tmp_path, folder, write, name):
    path = write(tmp_path / name, {"a": os.urandom(5000)})
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    refused(path, folder, "is damaged")


def test_a_bomb_after_the_last_member(tmp_path, folder):
    path = tarred(tmp_path / "a.tar", TREE)
    with gzip.open(tmp_path / "b.tar.gz", "wb") as bomb:
        bomb.write(path.read_bytes() + bytes(20_000_000))
    refused(tmp_path / "b.tar.gz", folder, "much follows its last member")


def test_encrypted(tmp_path, folder):
    path = zipped(tmp_path / "a.zip", {"a": b"x"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, folder, "a is encrypted")


def test_not_an_archive(tmp_path, folder):
    for name, words in [("a.zip", "damaged"), ("a.tar.gz", "damaged"), ("a.rar", "neither zip nor tar")]:
        (tmp_path / name).write_bytes(b"<html>")
        refused(tmp_path / name, folder, words)


def test_a_file_and_a_folder_of_one_name(archive, folder):
    refused(archive({"a": b"", "a/b": b""}), folder, "a file and a folder")


def test_names_that_differ_in_case_only(archive, folder):
    unpack(archive({"a.txt": b"1", "A.txt": b"2"}), ANY, folder)
    assert set(tree(folder).values()) <= {b"1", b"2"}


def test_no_room_writes_nothing(archive, folder, monkeypatch):
    path = archive(TREE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1000, 701, 299))
    monkeypatch.setattr(unpack_module, "_extract", lambda *_: pytest.fail("something was written"))
    with pytest.raises(OSError, match=r"0\.0 MB are needed"):
        unpack(path, ANY, folder)
    assert not folder.exists()


def test_a_disk_that_fills_leaves_nothing(archive, folder, monkeypatch):
    class Full(io.BytesIO):
        def read(self, _=-1):
            raise OSError(28, "No space left on device")

    path = archive(TREE)
    monkeypatch.setattr(unpack_module, "partial", lambda *_: Full)
    with pytest.raises(OSError, match="No space left"):
        unpack(path, ANY, folder)
    assert not folder.exists()


def test_moving_merges_and_goes_on_after_an_interruption(tmp_path, monkeypatch):
    source, target = tmp_path / "source", tmp_path / "target"
    for path in ("source/a/1", "source/a/b/2", "source/c/3", "source/4", "target/a/0", "target/4"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    count = 0

    def replace(old, new):
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        os.rename(old, new)

    monkeypatch.setattr(unpack_module.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        move_into(source, target)
    assert source.exists()
    move_into(source, target)
    assert not source.exists()
    assert {name: text.decode() for name, text in tree(target).items()} == {
        "a/0": "target/a/0",
        **{name: f"source/{name}" for name in ("a/1", "a/b/2", "c/3", "4")},
    }
