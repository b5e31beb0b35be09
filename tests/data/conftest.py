"""Small public data sets: their numbers of pictures, and one in a mirror, to test fetching without a network."""

import gzip
import hashlib
from dataclasses import replace

import numpy as np
import pytest

from companion.data import download, registry
from companion.data.registry import REGISTRY
from tests.data import faulty_server as faulty
from tests.data.faulty_server import remote, serving
from tests.data.fetching import TOYS


def idx(array):
    """Return the bytes of a gzip file in IDX form."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, dtype=">u4").tobytes()
    return gzip.compress(header + array.astype(np.uint8).tobytes())


@pytest.fixture
def counted(monkeypatch):
    """Return a function that lets the registry say how many pictures a small data set has in its three splits."""

    def count(name, *counts):
        monkeypatch.setitem(registry.REGISTRY, name, replace(registry.REGISTRY[name], counts=counts))

    return count


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """Return a mirror folder that holds an MNIST of 24 + 6 pictures, which the registry then describes."""
    pictures = np.random.default_rng(0).integers(0, 256, (30, 28, 28))
    labels = np.arange(30) % 2
    content = {
        "train-images-idx3-ubyte.gz": idx(pictures[:24]),
        "train-labels-idx1-ubyte.gz": idx(labels[:24]),
        "t10k-images-idx3-ubyte.gz": idx(pictures[24:]),
        "t10k-labels-idx1-ubyte.gz": idx(labels[24:]),
    }
    folder = tmp_path / "mirror" / "mnist"
    folder.mkdir(parents=True)
    files = []
    for file in registry.REGISTRY["mnist"].files:
        data = content[file.name]
        (folder / file.name).write_bytes(data)
        files.append(replace(file, size=len(data), checksum=f"md5:{hashlib.md5(data).hexdigest()}"))
    entry = replace(registry.REGISTRY["mnist"], files=tuple(files), counts=(22, 2, 6))
    monkeypatch.setitem(registry.REGISTRY, "mnist", entry)
    monkeypatch.setenv("COMPANION_MIRROR", str(folder.parent))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def toys(tmp_path, monkeypatch):
    """Put three data sets of one file each into the registry, alone with the digits; give their server."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.delenv("COMPANION_MIRROR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(download, "PATIENCE", download.Patience(attempts=1, silence=1))
    before = dict(REGISTRY)  # put back as a whole: its order is the order of the names
    for name in [name for name, entry in before.items() if entry.files]:
        del REGISTRY[name]
    with serving(faulty.good) as server:
        for name, chapters in TOYS.items():
            file = remote(url=f"{server.address}/a.bin")
            facts = {"tier": "full", "licence": f"licence of {name}", "chapters": chapters, "files": (file,)}
            REGISTRY[name] = replace(REGISTRY["digits"], **facts)
        try:
            yield server
        finally:
            REGISTRY.clear()
            REGISTRY.update(before)
