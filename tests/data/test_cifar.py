import collections
import hashlib
import io
import os
import pickle
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from companion.data import cifar, load, registry
from companion.data.cifar import read_batches


def write_archive(path, batches, folder="cifar-10-batches-py"):
    with tarfile.open(path, "w:gz") as archive:
        for name, batch in batches.items():
            content = batch if isinstance(batch, bytes) else pickle.dumps(batch, protocol=2)
            info = tarfile.TarInfo(f"{folder}/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def rows(count, seed):
    return np.random.default_rng(seed).integers(0, 256, (count, 3072), dtype=np.uint8)


def batch(count, seed):
    return {b"data": rows(count, seed), b"labels": [i % 10 for i in range(count)]}


def fine_batch(count, seed):
    """Return a batch as CIFAR-100 has it: labels of two kinds, and names."""
    fine = [i % 100 for i in range(count)]
    names = [b"picture.png"] * count
    return {b"data": rows(count, seed), b"fine_labels": fine, b"coarse_labels": [7] * count, b"filenames": names}


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Return a function that puts a made-up archive where the registry's is looked for."""

    def serve(name, batches, folder, *, counts=(1, 1, 1)):
        (file,) = registry.REGISTRY[name].files
        path = tmp_path / "mirror" / name / file.name
        path.parent.mkdir(parents=True)
        write_archive(path, batches, folder)
        content = path.read_bytes()
        file = replace(file, size=len(content), checksum=f"md5:{hashlib.md5(content).hexdigest()}")
        monkeypatch.setitem(registry.REGISTRY, name, replace(registry.REGISTRY[name], files=(file,), counts=counts))
        monkeypatch.setenv("COMPANION_MIRROR", str(tmp_path / "mirror"))
        monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))

    return serve


def test_channels_and_rows_in_their_places(tmp_path):
    row = np.zeros((1, 3072), np.uint8)
    row[0, 1024 + 32 * 5 + 7] = 200  # green, row 5, column 7
    write_archive(tmp_path / "a.tar.gz", {"test_batch": {b"data": row, b"labels": [3]}})
    images, labels = read_batches(tmp_path / "a.tar.gz", ("cifar-10-batches-py/test_batch",))
    assert np.argwhere(images).tolist() == [[0, 5, 7, 1]]
    assert labels.tolist() == [3]


def test_cifar10_through_load(served):
    batches = {**{f"data_batch_{i}": batch(20, i) for i in range(1, 6)}, "test_batch": batch(10, 9)}
    served("cifar10", batches, "cifar-10-batches-py", counts=(90, 10, 10))
    assert [len(load("cifar10", split=split)) for split in ("train", "validation", "test")] == [90, 10, 10]
    assert np.bincount(load("cifar10", split="validation").labels).tolist() == [1] * 10


def test_batches_are_joined_in_the_order_asked_for(tmp_path):
    write_archive(tmp_path / "a.tar.gz", {"b": batch(2, 0), "a": batch(3, 1)}, "x")
    images, labels = read_batches(tmp_path / "a.tar.gz", ("x/a", "x/b"))
    assert labels.tolist() == [0, 1, 2, 0, 1]
    assert np.array_equal(images[:3].transpose(0, 3, 1, 2).reshape(3, -1), rows(3, 1))


def test_cifar100_through_load_has_its_fine_labels(served):
    batches = {"meta": {}, "test": fine_batch(100, 0), "train": fine_batch(1000, 1)}
    served("cifar100", batches, "cifar-100-python", counts=(900, 100, 100))
    parts = {split: load("cifar100", split=split) for split in ("train", "validation", "test")}
    assert [len(part) for part in parts.values()] == [900, 100, 100]
    assert np.bincount(parts["validation"].labels).tolist() == [1] * 100
    assert parts["test"].labels.tolist() == list(range(100))
    assert parts["test"].class_names[1] == "aquarium_fish"
    assert parts["train"].images.shape == (900, 32, 32, 3)
    seen = {image.tobytes() for image in parts["train"].images}
    assert not seen & {image.tobytes() for image in parts["validation"].images}


def test_coarse_labels_can_be_had(tmp_path):
    write_archive(tmp_path / "a.tar.gz", {"test": fine_batch(4, 0)}, "x")
    assert read_batches(tmp_path / "a.tar.gz", ("x/test",), labels="coarse_labels")[1].tolist() == [7] * 4


def test_no_picture_at_all(tmp_path):
    write_archive(tmp_path / "a.tar.gz", {"test": pickle.dumps(batch(0, 0), protocol=3)}, "x")
    images, labels = read_batches(tmp_path / "a.tar.gz", ("x/test",))
    assert images.shape == (0, 32, 32, 3)
    assert labels.shape == (0,)


def test_a_batch_that_is_missing_is_named(tmp_path):
    write_archive(tmp_path / "a.tar.gz", {"train": batch(1, 0)}, "x")
    with pytest.raises(ValueError, match=r"path must name an archive that holds x/test, got a\.tar\.gz"):
        read_batches(tmp_path / "a.tar.gz", ("x/train", "x/test"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (7, "x/test in a.tar.gz must hold data and labels"),
        ([1, 2], "x/test in a.tar.gz must hold data and labels"),
        ({b"data": rows(1, 0)}, "x/test in a.tar.gz must hold data and labels"),
        ({b"labels": [1]}, "x/test in a.tar.gz must hold data and labels"),
        ({b"data": rows(2, 0), b"labels": [1]}, r"must hold 1 rows of 3072 bytes, got uint8 \(2, 3072\)"),
        ({b"data": rows(1, 0)[:, :3071], b"labels": [1]}, r"must hold 1 rows of 3072 bytes, got uint8 \(1, 3071\)"),
        ({b"data": rows(1, 0).astype(float), b"labels": [1]}, "must hold 1 rows of 3072 bytes, got float64"),
    ],
)
def test_a_batch_of_another_form_is_refused(tmp_path, content, message):
    write_archive(tmp_path / "a.tar.gz", {"test": content}, "x")
    with pytest.raises(ValueError, match=message):
        read_batches(tmp_path / "a.tar.gz", ("x/test",))


def test_other_names_are_refused():
    with pytest.raises(ValueError, match="name must be one of 'cifar10', 'cifar100', got 'mnist'"):
        cifar.read("mnist", "train")
    with pytest.raises(ValueError, match="split must be one of .*, got 'dev'"):
        cifar.read("cifar100", "dev")


def command(path):
    """Return a pickle that, were it believed, would make a folder."""
    return b"cos\nmkdir\n(V" + str(path).encode() + b"\ntR."


class Call:
    """What pickles as a call of `function`."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    "function", [eval, getattr, os.system, np.load, collections.OrderedDict], ids=lambda function: function.__name__
)
def test_a_pickle_that_calls_something_is_refused(tmp_path, function):
    arguments = () if function is collections.OrderedDict else ("0",)
    write_archive(tmp_path / "a.tar.gz", {"test": {b"data": Call(function, *arguments)}}, "x")
    with pytest.raises(pickle.UnpicklingError, match="a batch must hold arrays only, got "):
        read_batches(tmp_path / "a.tar.gz", ("x/test",))


@pytest.mark.parametrize("name", ["cifar10", "cifar100"])
def test_nothing_of_a_malicious_archive_is_run_on_the_way_through_load(served, tmp_path, name):
    mark = tmp_path / "made by the pickle"
    folder = cifar._TEST[name][0].split("/")
    served(name, {folder[1]: command(mark)}, folder[0])
    with pytest.raises(pickle.UnpicklingError, match=r"a batch must hold arrays only, got os\.mkdir"):
        load(name, split="test")
    assert not mark.exists()
    pickle.loads(command(mark))  # it is a real one
    assert mark.is_dir()


def test_an_array_of_objects_cannot_bring_a_call_either(tmp_path):
    objects = np.empty(1, dtype=object)
    objects[0] = Call(eval, "0")
    write_archive(tmp_path / "a.tar.gz", {"test": {b"data": objects, b"labels": [0]}}, "x")
    with pytest.raises(pickle.UnpicklingError, match="a batch must hold arrays only, got "):
        read_batches(tmp_path / "a.tar.gz", ("x/test",))
