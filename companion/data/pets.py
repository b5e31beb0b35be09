"""Oxford-IIIT Pet: 37 breeds of cats and dogs, and trimaps of pet, border and background."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.check import one_of
from companion.data.decoding import read_image, read_mask
from companion.data.fetch import fetch
from companion.data.image_data import SPLITS, ImageData
from companion.data.lazy import Lazy
from companion.data.registry import entry
from companion.data.splits import stratified_split

_SPLIT_SEED = 0
_TRIMAP = np.array([0, 1, 0, 2], dtype=np.uint8)  # in the files 1 is the pet, 2 background, 3 "not classified"


def read(name: str, split: str) -> ImageData:
    """Return one split of "oxford_pets" (a breed per picture) or "oxford_pets_trimaps" (masks).

    Parameters
    ----------
    name : str
    split : str
        "train" and "validation" are nine tenths and a tenth of each breed of the official trainval list; "test" is the
        official test list.

    Returns
    -------
    ImageData
        Trimaps: 0 background, 1 pet, 2 the border between them; `labels` are then empty, because a mask tells no
        objects apart.

    Raises
    ------
    ValueError
        If the name or the split is unknown, or a list is damaged.
    OSError
        If the files cannot be had.

    Notes
    -----
    In the files of the trimaps 1 is the pet ("Foreground" in the legend that comes with the data), 2 the background
    ("Background") and 3 a thin border between them, which the legend calls "Not classified": nobody decided there what
    a pixel shows. This book treats the border as a class of its own, as the well-known tutorial of TensorFlow does; to
    leave it out of a metric, set the pixels of value 2 to 255.
    """
    one_of("name", name, ("oxford_pets", "oxford_pets_trimaps"))
    one_of("split", split, SPLITS)
    root = fetch(name)
    stems, breeds = read_list(root / "annotations" / ("test.txt" if split == "test" else "trainval.txt"))
    images = Lazy(read_image, tuple(root / "images" / f"{stem}.jpg" for stem in stems))
    names, class_names = tuple(f"{stem}.jpg" for stem in stems), entry(name).class_names
    if name == "oxford_pets":
        data = ImageData(name, split, images, breeds, class_names, names=names)
    else:
        masks = Lazy(read_trimap, tuple(root / "annotations" / "trimaps" / f"{stem}.png" for stem in stems))
        nothing = tuple(np.empty(0, dtype=np.int64) for _ in stems)
        data = ImageData(name, split, images, nothing, class_names, masks=masks, names=names)
    if split == "test":
        return data
    return data.take(stratified_split(breeds, validation=0.1, test=0, seed=_SPLIT_SEED)[split])


def read_list(path: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Return names and breeds from one of the official lists.

    Parameters
    ----------
    path : Path
        Text file with lines ``name class species breed``, the class from 1; "#" begins a comment.

    Returns
    -------
    stems : list of str
        By name.
    labels : ndarray of shape (N,), int64
        Class from 0.

    Raises
    ------
    ValueError
        If a line is another one.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        words = line.split()
        if words and not words[0].startswith("#"):
            if len(words) != 4 or not words[1].isdigit() or int(words[1]) == 0:
                raise ValueError(f"{path.name} line {number} must be `name class species breed`, got {line[:60]!r}")
            found.append((words[0], int(words[1]) - 1))
    found.sort()
    return [stem for stem, _ in found], np.array([label for _, label in found], dtype=np.int64)


def read_trimap(path: Path) -> NDArray[np.uint8]:
    """Return a trimap as a mask (H, W): 0 background, 1 pet, 2 the border, which the files call "not classified".

    Raises
    ------
    ValueError
        If the file holds another value than 1, 2 and 3.
    """
    trimap = read_mask(path)
    if trimap.min() < 1 or trimap.max() > 3:
        raise ValueError(f"a trimap must hold 1, 2 and 3 alone, got {trimap.min()} to {trimap.max()} in {path}")
    return _TRIMAP[trimap]
