"""MNIST and Fashion-MNIST from their four files in IDX form."""

import gzip
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


def read(name: str, split: str) -> ImageData:
    """Return one split of "mnist" or "fashion_mnist".

    Parameters
    ----------
    name : str
        "mnist" or "fashion_mnist".
    split : str
        "train" and "validation" are eleven and one twelfth of the official training part; "test" is the official one.

    Returns
    -------
    ImageData
        Images (N, 28, 28, 1).

    Raises
    ------
    ValueError
        If a file is not in IDX form.
    OSError
        If the files cannot be had.
    """
    one_of("split", split, SPLITS)
    folder = fetch(name)
    part = "t10k" if split == "test" else "train"
    images = read_idx(folder / f"{part}-images-idx3-ubyte.gz")[..., None]
    labels = read_idx(folder / f"{part}-labels-idx1-ubyte.gz").astype(np.int64)
    data = ImageData(name, split, images, labels, entry(name).class_names)
    if split == "test":
        return data
    return data.take(stratified_split(labels, validation=1 / 12, test=0, seed=_SPLIT_SEED)[split])


def read_idx(path: Path) -> NDArray[Any]:
    """Return the array of one gzip file in IDX form.

    Parameters
    ----------
    path : Path
        File whose header is two zero bytes, the type (8: unsigned byte), the number of axes, and each length as a
        big-endian 32-bit number.

    Returns
    -------
    ndarray of uint8

    Raises
    ------
    ValueError
        If the header is another one or the length does not fit it.
    """
    with gzip.open(path) as file:
        content = file.read()
    if content[:3] != b"\x00\x00\x08" or len(content) < 4:
        raise ValueError(f"path must name an IDX file of unsigned bytes, got {path.name}")
    axes = content[3]
    shape = np.frombuffer(content, dtype=">u4", count=axes, offset=4).astype(int)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes)
    if values.size != shape.prod():
        raise ValueError(f"path must hold {shape.prod()} values as its header says, got {values.size} in {path.name}")
    return values.reshape(shape).copy()
