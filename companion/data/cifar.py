"""CIFAR-10 and CIFAR-100 from their archives of pickled batches, without running what a pickle may ask for."""

import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import one_of
from companion.data.fetch import fetch
from companion.data.image_data import SPLITS, ImageData
from companion.data.registry import entry
from companion.data.splits import stratified_split

_SPLIT_SEED = 0
_TRAIN = {
    "cifar10": tuple(f"cifar-10-batches-py/data_batch_{i}" for i in range(1, 6)),
    "cifar100": ("cifar-100-python/train",),
}
_TEST = {"cifar10": ("cifar-10-batches-py/test_batch",), "cifar100": ("cifar-100-python/test",)}
_LABELS = {"cifar10": "labels", "cifar100": "fine_labels"}


def read(name: str, split: str) -> ImageData:
    """Return one split of "cifar10" or "cifar100".

    Parameters
    ----------
    name : str
        "cifar10" or "cifar100" (with its fine labels, one of 100).
    split : str
        "train" and "validation" are nine tenths and a tenth of each class of the official training part; "test" is the
        official one.

    Returns
    -------
    ImageData
        Images (N, 32, 32, 3).

    Raises
    ------
    ValueError
        If the name or the split is unknown, or a batch is not as it must be.
    OSError
        If the archive cannot be had.
    """
    one_of("name", name, tuple(_LABELS))
    one_of("split", split, SPLITS)
    path = fetch(name) / entry(name).files[0].name
    members = _TEST[name] if split == "test" else _TRAIN[name]
    images, labels = read_batches(path, members, labels=_LABELS[name])
    data = ImageData(name, split, images, labels, entry(name).class_names)
    if split == "test":
        return data
    return data.take(stratified_split(labels, validation=0.1, test=0, seed=_SPLIT_SEED)[split])


def read_batches(
    path: Path, members: tuple[str, ...], *, labels: str = "labels"
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the pictures and labels of some batches of an archive.

    Parameters
    ----------
    path : Path
        The gzip archive.
    members : tuple of str
        Batches in it.
    labels : str
        Name of the labels in a batch: "labels" in CIFAR-10, "fine_labels" or "coarse_labels" in CIFAR-100.

    Returns
    -------
    images : ndarray of shape (N, 32, 32, 3), uint8
    labels : ndarray of shape (N,), int64

    Raises
    ------
    ValueError
        If a batch is missing, or does not hold rows of 3,072 bytes with a label each.
    pickle.UnpicklingError
        If a batch holds anything but numbers, text, lists, dictionaries and arrays.
    """
    found = {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:  # one pass: going back in a gzip file means reading it again
            if member.name in members and (file := archive.extractfile(member)):
                batch = _Reader(io.BytesIO(file.read()), encoding="bytes").load()
                found[member.name] = _arrays(batch, labels.encode(), f"{member.name} in {path.name}")
    if missing := [name for name in members if name not in found]:
        raise ValueError(f"path must name an archive that holds {', '.join(missing)}, got {path.name}")
    rows = np.concatenate([found[name][0] for name in members])
    classes = np.concatenate([found[name][1] for name in members])
    return np.ascontiguousarray(rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)), classes


def _arrays(batch: Any, key: bytes, what: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the rows and the labels of a batch."""
    if not isinstance(batch, dict) or b"data" not in batch or key not in batch:
        raise ValueError(f"{what} must hold data and {key.decode()}")
    rows, labels = np.asarray(batch[b"data"]), np.asarray(batch[key], dtype=np.int64)
    if rows.dtype != np.uint8 or rows.shape != (len(labels), 3072):
        raise ValueError(f"{what} must hold {len(labels)} rows of 3072 bytes, got {rows.dtype} {rows.shape}")
    return rows, labels


class _Reader(pickle.Unpickler):
    """An unpickler that builds arrays and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in (("numpy", "ndarray"), ("numpy", "dtype")):
            return getattr(np, name)
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return np.empty(0).__reduce__()[0]
        if (module, name) == ("_codecs", "encode"):
            return lambda text, encoding: text.encode(encoding)
        raise pickle.UnpicklingError(f"a batch must hold arrays only, got {module}.{name}")
