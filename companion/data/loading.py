"""Find a data set by its name, and choose one by the tier in force."""

import importlib

from companion import config
from companion.check import one_of
from companion.data.image_data import SPLITS, ImageData

_READERS = {  # data set: module of this room whose `read(split)` gives it; imported when first asked for
    "digits": "digits",
    "faces": "faces",
    "photos": "photos",
    "textures": "textures",
    "scenes": "scenes",
    "fashion_mnist": "mnist",
    "mnist": "mnist",
    "cifar10": "cifar",
}
NAMES = tuple(_READERS)
"""Every data set that `load` knows."""

_SHARED = ("mnist", "cifar")  # modules that read more than one data set take its name too


def load(name: str, *, split: str = "train") -> ImageData:
    """Return one split of a data set.

    Parameters
    ----------
    name : str
        "digits", "faces", "photos", "textures" or "scenes" (embedded, no network), or "fashion_mnist", "mnist" or
        "cifar10" (downloaded once).
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        Always the same pictures in the same order.

    Raises
    ------
    ValueError
        If the name or the split is unknown.
    OSError
        If a public data set can be neither read nor downloaded; the message says why.

    Examples
    --------
    >>> load("digits").images.shape[1:]
    (8, 8, 1)
    """
    one_of("name", name, NAMES)
    one_of("split", split, SPLITS)
    module = importlib.import_module(f"companion.data.{_READERS[name]}")
    data: ImageData = module.read(name, split) if _READERS[name] in _SHARED else module.read(split)
    return data


def choose(*, mini: str, full: str) -> str:
    """Return the name of the data set for the tier in force.

    Parameters
    ----------
    mini : str
        Data set of the mini tier.
    full : str
        Data set of the full tier.

    Returns
    -------
    str
        One of the two.

    Raises
    ------
    ValueError
        If either name is unknown, whatever the tier, or ``COMPANION_TIER`` is.

    Examples
    --------
    >>> import os
    >>> before = os.environ.pop("COMPANION_TIER", None)
    >>> choose(mini="digits", full="fashion_mnist")
    'digits'
    """
    one_of("mini", mini, NAMES)
    one_of("full", full, NAMES)
    return {"mini": mini, "full": full}[config.tier()]
