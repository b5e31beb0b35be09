"""Find a data set by its name, and choose one by the tier in force."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from companion import config
from companion.check import one_of
from companion.data.completeness import check_complete
from companion.data.explaining import mini_tier_advised
from companion.data.image_data import SPLITS, ImageData
from companion.data.misplaced import misplaced
from companion.data.naming import known
from companion.data.registry import REGISTRY

NAMES = tuple(REGISTRY)
"""Every data set that `load` knows."""


def load(name: str, *, split: str = "train") -> ImageData:
    """Return one split of a data set.

    Parameters
    ----------
    name : str
        "digits", "faces", "photos", "textures" or "scenes" (embedded, no network), or one that is downloaded once,
        such as "fashion_mnist"; the book's page on data sets names them all.
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        Always the same pictures in the same order.

    Raises
    ------
    ValueError
        If the name or the split is unknown, or the data set has no pictures for this split (COCO val2017 is for
        evaluation alone).
    OSError
        If a public data set can be neither read nor downloaded, or has another number of pictures than it was
        published with; the message says why, and what to do.

    Examples
    --------
    >>> load("digits").images.shape[1:]
    (8, 8, 1)
    """
    known("name", name, NAMES)
    one_of("split", split, SPLITS)
    entry = REGISTRY[name]
    filled = tuple(part for part, count in zip(SPLITS, entry.counts, strict=True) if count)
    if split not in filled:
        allowed = " or ".join(map(repr, filled))
        raise ValueError(f"split must be {allowed} for {name}, which has no other pictures, got {split!r}")
    module = importlib.import_module(f"companion.data.{entry.reader}")
    if not entry.files:
        return cast(ImageData, module.read(split))
    with _what_was_found(name), mini_tier_advised():
        data: ImageData = module.read(name, split)
    check_complete(name, len(data), splits=(split,))
    return data


@contextmanager
def _what_was_found(name: str) -> Iterator[None]:
    """Add to an error of the block what lies in the store, if it was put there by hand and does not fit."""
    try:
        yield
    except OSError as error:
        wanted = REGISTRY[name]
        if found := misplaced(config.data_folder() / (wanted.store or name), wanted):
            if error.errno is None:
                error.args = (f"{name}: {found}; {error}",)
            else:
                error.strerror = f"{name}: {found}; {error.strerror}"
        raise


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
    known("mini", mini, NAMES)
    known("full", full, NAMES)
    return {"mini": mini, "full": full}[config.tier()]
