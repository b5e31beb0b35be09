import hashlib
import io
import os
import pickle
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from companion.data import load, registry
from companion.data.cifar import read_batches


def write_archive(path, batches):
    with tarfile.open(path, "w:gz") as archive:
        for name, batch in batches.items():
            content = pickle.dumps(batch, protocol=2)
            info = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def batch(count, seed):
    rows = np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)
    return {b"data": rows, b"labels": [i % 10 for i in range(count)]}


def test_channels_and_rows_in_their_places(tmp_path):
    row = np.zeros((1, 3072), np.uint8)
    row[0, 1024 + 32 * 5 + 7] = 200  # green, row 5, column 7
    write_archive(tmp_path / "a.tar.gz", {"test_batch": {b"data": row, b"labels": [3]}})
    images, labels = read_batches(tmp_path / "a.tar.gz", ("cifar-10-batches-py/test_batch",))
    assert np.argwhere(images).tolist() == [[0, 5, 7, 1]]
    assert labels.tolist() == [3]


def test_a_small_archive_through_load(tmp_path, monkeypatch):
    folder = tmp_path / "mirror" / "cifar10"
    folder.mkdir(parents=True)
    path = folder / "cifar-10-python.tar.gz"
    write_archive(path, {**{f"data_batch_{i}": batch(20, i) for i in range(1, 6)}, "test_batch": batch(10, 9)})
    content = path.read_bytes()
    file = replace(registry.REGISTRY["cifar10"].files[0], size=len(content), checksum=f"md5:{hashlib.md5(content).hexdigest()}")
    monkeypatch.setitem(registry.REGISTRY, "cifar10", replace(registry.REGISTRY["cifar10"], files=(file,)))
    monkeypatch.setenv("COMPANION_MIRROR", str(folder.parent))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    assert [len(load("cifar10", split=split)) for split in ("train", "validation", "test")] == [90, 10, 10]
    assert np.bincount(load("cifar10", split="validation").labels).tolist() == [1] * 10


def test_a_pickle_that_calls_something_is_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return os.system, ("true",)

    write_archive(tmp_path / "a.tar.gz", {"test_batch": Trap()})
    with pytest.raises(pickle.UnpicklingError, match=r"a batch must hold arrays only, got posix.system|nt.system"):
        read_batches(tmp_path / "a.tar.gz", ("cifar-10-batches-py/test_batch",))
