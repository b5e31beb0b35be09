"""CIFAR-10 from its archive of pickled batches, without running what a pickle may ask for."""

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
_TRAIN = tuple(f"cifar-10-batches-py/data_batch_{i}" for i in range(1, 6))
_TEST = ("cifar-10-batches-py/test_batch",)


def read(name: str, split: str) -> ImageData:
    """Return one split of "cifar10".

    Parameters
    ----------
    name : str
        "cifar10".
    split : str
        "train" and "validation" are nine and one tenth of the official training part; "test" is the official one.

    Returns
    -------
    ImageData
        Images (N, 32, 32, 3).

    Raises
    ------
    OSError
        If the archive cannot be had.
    """
    one_of("split", split, SPLITS)
    (path,) = fetch(name).values()
    images, labels = read_batches(path, _TEST if split == "test" else _TRAIN)
    data = ImageData(name, split, images, labels, entry(name).class_names)
    if split == "test":
        return data
    return data.take(stratified_split(labels, validation=0.1, test=0, seed=_SPLIT_SEED)[split])


def read_batches(path: Path, members: tuple[str, ...]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the pictures and labels of some batches of the archive.

    Parameters
    ----------
    path : Path
        The gzip archive.
    members : tuple of str
        Batches in it.

    Returns
    -------
    images : ndarray of shape (N, 32, 32, 3), uint8
    labels : ndarray of shape (N,), int64

    Raises
    ------
    pickle.UnpicklingError
        If a batch holds anything but numbers, text, lists, dictionaries and arrays.
    """
    found = {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:  # one pass: going back in a gzip file means reading it again
            if member.name in members and (file := archive.extractfile(member)):
                found[member.name] = _Reader(io.BytesIO(file.read()), encoding="bytes").load()
    batches = [found[name] for name in members]
    rows = np.concatenate([batch[b"data"] for batch in batches])
    labels = np.concatenate([np.asarray(batch[b"labels"], dtype=np.int64) for batch in batches])
    return np.ascontiguousarray(rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)), labels


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
