"""Public data sets with a folder per class: ants and bees, cats and dogs, flowers."""

import numpy as np

from companion.check import one_of
from companion.data.completeness import check_complete
from companion.data.fetch import fetch
from companion.data.image_data import SPLITS, ImageData
from companion.data.own import read_folder_per_class
from companion.data.registry import entry
from companion.data.splits import stratified_split

_SPLIT_SEED = 0
_OFFICIAL = {"hymenoptera_data": ("train", "val"), "cats_and_dogs_filtered": ("train", "validation")}
_NAMES = (*_OFFICIAL, "tf_flowers")


def read(name: str, split: str) -> ImageData:
    """Return one split of "hymenoptera_data", "cats_and_dogs_filtered" or "tf_flowers".

    Parameters
    ----------
    name : str
    split : str
        Ants and bees, cats and dogs: "train" and "validation" are four and one fifth of each class of the official
        training part, "test" is the official validation part. Flowers, which have no official parts: eight, one and
        one tenth of each class.

    Returns
    -------
    ImageData

    Raises
    ------
    ValueError
        If the name or the split is unknown, or the tree is damaged.
    OSError
        If the files cannot be had, or there are more or fewer than were published.
    """
    one_of("name", name, _NAMES)
    one_of("split", split, SPLITS)
    root, class_names = fetch(name), entry(name).class_names
    if name == "tf_flowers":
        return _shared_out(read_folder_per_class(root, class_names=class_names, name=name, split=split), 0.1, 0.1)
    train, test = _OFFICIAL[name]
    if split == "test":
        return read_folder_per_class(root / test, class_names=class_names, name=name, split=split)
    return _shared_out(read_folder_per_class(root / train, class_names=class_names, name=name, split=split), 0.2, 0)


def _shared_out(data: ImageData, validation: float, test: float) -> ImageData:
    check_complete(data.name, len(data), splits=SPLITS if test else ("train", "validation"))
    parts = stratified_split(np.asarray(data.labels), validation=validation, test=test, seed=_SPLIT_SEED)
    return data.take(parts[data.split])
