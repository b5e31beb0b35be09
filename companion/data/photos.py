"""Photographs that scikit-image and scikit-learn carry, and who made them.

Author, source and licence are those that the two packages state. A photograph whose terms are missing or disputed may
be computed with but is not shown: ``CREDITS[name].shown`` is False.
"""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from companion.check import one_of
from companion.data.credits import CREDITS, Credit
from companion.data.image_data import SPLITS, ImageData

__all__ = ["CREDITS", "NAMES", "Credit", "path", "photo", "read"]

NAMES = tuple(CREDITS)


def photo(name: str) -> NDArray[np.uint8]:
    """Return one photograph.

    Parameters
    ----------
    name : str
        A key of `CREDITS`.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        RGB; a gray photograph has three equal channels.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> photo("chelsea").shape
    (300, 451, 3)
    """
    with Image.open(path(name)) as picture:
        return np.asarray(picture.convert("RGB")).copy()


def path(name: str) -> Path:
    """Return the file of one photograph, inside the package that carries it.

    Raises
    ------
    ValueError
        If the name is unknown.
    FileNotFoundError
        If the installed package does not carry the file.
    """
    one_of("name", name, NAMES)
    package, _, inside = CREDITS[name].file.partition("/")
    # Finding a package, unlike importing it, takes no time.
    spec: Any = importlib.util.find_spec(package)
    file = Path(spec.submodule_search_locations[0]) / inside
    if not file.is_file():
        raise FileNotFoundError(f"the installed {package} does not carry {inside}; install the version that is locked")
    return file


def read(split: str) -> ImageData:
    """Return every photograph, whole and at its own size; the three splits are the same, as nothing is learned here.

    Returns
    -------
    ImageData
        Images are a tuple of arrays (H, W, 3); label i is photograph i, and the class names are the photographs' names.
    """
    one_of("split", split, SPLITS)
    return ImageData("photos", split, tuple(map(photo, NAMES)), np.arange(len(NAMES)), NAMES)
