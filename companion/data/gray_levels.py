"""The numbers that a gray file stores, where Pillow stretches those of few bits so that the largest becomes white."""

import re
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_PHOTOMETRIC, _BITS = 262, 258  # tags of TIFF
_STEPS = {2: 85, 4: 17}  # 255 / 3 and 255 / 15


def stored_levels(values: NDArray[Any], picture: Image.Image, file: BinaryIO) -> NDArray[Any]:
    """Return the gray values of a file as it stores them.

    Parameters
    ----------
    values : ndarray of shape (H, W), int
        As Pillow decoded them.
    picture : PIL.Image.Image
        The picture in gray that they are of, as it was opened.
    file : binary file
        What the picture was read from.

    Returns
    -------
    ndarray of shape (H, W), int
        Of a PNG or TIFF of 2 or 4 bits the numbers 0 to 3 or 0 to 15, of a PGM those from 0 to its maximum.

    Raises
    ------
    ValueError
        If it is a TIFF that counts from white, whose numbers Pillow turned over.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b"P2 4 1 3  0 1 2 3")
    >>> picture = Image.open(file)
    >>> decoded = np.array(picture)
    >>> decoded, stored_levels(decoded, picture, file)
    (array([[  0,  85, 170, 255]], dtype=uint8), array([[0, 1, 2, 3]], dtype=uint8))
    """
    if picture.format == "PNG":
        return values // _STEPS.get(_depth_of_png(file), 1)
    if picture.format == "TIFF":
        tags: Any = getattr(picture, "tag_v2", {})
        if tags.get(_PHOTOMETRIC) == 0:
            raise ValueError("its gray values count from white (WhiteIsZero); save them counted from black, as PNG")
        return values // _STEPS.get(tags.get(_BITS, (8,))[0], 1)
    if picture.format == "PPM":
        white = 65535 if picture.mode.startswith("I") else 255
        return np.rint(values * (_maximum_of_pgm(file) / white)).astype(values.dtype)
    return values


def _depth_of_png(file: BinaryIO) -> int:
    file.seek(24)
    return file.read(1)[0]


def _maximum_of_pgm(file: BinaryIO) -> int:
    """Return the fourth word of the head: it begins with kind, width, height and maximum, and may hold comments."""
    file.seek(0)
    head = re.sub(rb"#[^\r\n]*", b" ", file.read(65536))
    return int(head.split(None, 4)[3])
