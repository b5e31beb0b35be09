import errno
import http.server
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

import companion.data.fetch as fetch_module
from companion.data import load
from companion.data.fetch import fetch
from companion.data.registry import REGISTRY


def test_from_a_folder_once(mirror, tmp_path):
    files = fetch("mnist")
    assert {path.parent for path in files.values()} == {tmp_path / "cache" / "mnist"}
    for name, path in files.items():
        assert path.read_bytes() == (mirror / name).read_bytes()
        (mirror / name).unlink()
    assert fetch("mnist") == files  # the mirror is empty now: nothing was asked of it


def test_from_an_address(mirror, monkeypatch):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=mirror.parent))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        monkeypatch.setenv("COMPANION_MIRROR", f"http://127.0.0.1:{server.server_port}/")
        for name, path in fetch("mnist").items():
            assert path.read_bytes() == (mirror / name).read_bytes()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_damaged_file_in_the_cache_is_fetched_again(mirror):
    path = fetch("mnist")["t10k-labels-idx1-ubyte.gz"]
    path.write_bytes(b"x" * path.stat().st_size)
    fetch("mnist")
    assert path.read_bytes() == (mirror / path.name).read_bytes()


def test_a_damaged_file_in_the_mirror_is_refused_and_not_kept(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(fetch_module, "_RETRIES", 0)
    (mirror / "t10k-labels-idx1-ubyte.gz").write_bytes(b"nonsense")
    with pytest.raises(OSError, match="mnist came damaged"):
        fetch("mnist")
    kept = {path.name for path in (tmp_path / "cache" / "mnist").iterdir()}
    assert "t10k-labels-idx1-ubyte.gz" not in kept
    assert not any(name.startswith("tmp") for name in kept)


def test_two_at_once_get_the_same_files(mirror):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(fetch, ["mnist", "mnist"])
    assert first == second


def test_embedded_sets_have_no_files():
    assert fetch("digits") == {}


def test_missing_in_the_mirror(mirror):
    (mirror / "train-images-idx3-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError, match="COMPANION_MIRROR does not hold mnist: .*train-images"):
        fetch("mnist")


def test_no_network(mirror, monkeypatch):
    monkeypatch.setattr(fetch_module, "_RETRIES", 0)
    monkeypatch.setenv("COMPANION_MIRROR", "http://127.0.0.1:9/")
    with pytest.raises(OSError, match=r"mnist \(0 MB\) could not be downloaded: no connection to 127.0.0.1; without"):
        fetch("mnist")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_folder_without_permission(mirror, tmp_path):
    (tmp_path / "cache").mkdir(mode=0o500)
    with pytest.raises(OSError, match="mnist cannot be stored, .* is not writable; set COMPANION_DATA"):
        fetch("mnist")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_read_only_folder(mirror, monkeypatch, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fetch_module, "hold", refuse)
    with pytest.raises(OSError, match="mnist cannot be stored, .* is not writable; set COMPANION_DATA"):
        fetch("mnist")


def test_a_file_where_the_folder_should_be(mirror, tmp_path):
    (tmp_path / "cache").write_text("not a folder")
    with pytest.raises(OSError, match="mnist cannot be stored"):
        fetch("mnist")


def test_full_folder(mirror, monkeypatch):
    monkeypatch.setattr(fetch_module.shutil, "disk_usage", lambda _: fetch_module.shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(OSError, match="mnist needs 0 MB and .* is full; set COMPANION_DATA"):
        fetch("mnist")


def test_unknown_name():
    with pytest.raises(ValueError, match="name must be one of 'digits', .*, got 'imagenet'"):
        fetch("imagenet")


@pytest.mark.parametrize("name", [name for name, entry in REGISTRY.items() if entry.tier == "full"])
def test_checksums_are_those_of_torchvision(name):
    datasets = pytest.importorskip("torchvision").datasets
    if name == "cifar10":
        expected = {datasets.CIFAR10.filename: datasets.CIFAR10.tgz_md5}
        names = None
    else:
        theirs = {"mnist": datasets.MNIST, "fashion_mnist": datasets.FashionMNIST}[name]
        expected, names = dict(theirs.resources), theirs.classes
    assert {file.name: file.md5 for file in REGISTRY[name].files} == expected
    if name == "fashion_mnist":
        assert REGISTRY[name].class_names == tuple(names)


@pytest.mark.skipif("COMPANION_REAL_DATA" not in os.environ, reason="COMPANION_REAL_DATA names no folder of real data")
def test_the_real_fashion_mnist(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPANION_MIRROR", os.path.join(os.environ["COMPANION_REAL_DATA"], "mirror"))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path))
    parts = [load("fashion_mnist", split=split) for split in ("train", "validation", "test")]
    assert tuple(map(len, parts)) == REGISTRY["fashion_mnist"].counts
    assert parts[2].labels[:5].tolist() == [9, 2, 1, 1, 6]


def test_complete_files_need_no_lock_and_no_writing(mirror, monkeypatch):
    files = fetch("mnist")

    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(fetch_module, "hold", refuse)
    assert fetch("mnist") == files
