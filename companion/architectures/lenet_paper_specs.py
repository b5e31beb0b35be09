"""What LeNet-5 of 1998 has beside its table: the squashing function, the subsampling, ten pictures as targets."""

import numpy as np
from numpy.typing import NDArray

from companion.check import integer

VARIANTS = ("modern", "paper")
"""LeNet-5 as it is built today, and as LeCun et al. 1998 describe it; `lenet5` says where they differ."""

SQUASH = (1.7159, 2 / 3)
"""A and S of the squashing function A tanh(S a): close to the identity at -1 and 1 (appendix A of the paper)."""

INITIAL = 2.4
"""Initial weights are drawn between -2.4 and 2.4, divided by the number of inputs of their unit (same place)."""

WINDOW = 4
"""Values that a unit of S2 or S4 adds up before it multiplies the sum by its coefficient: 2x2."""

TARGET_SHAPE = (12, 7)
"""Rows and columns of a target picture: 84 pixels, one for each unit of F6."""

_DRAWINGS = """
.#####. ...##.. .#####. .#####. ....##. ####### ..####. ####### .#####. .#####.
##...## ..###.. ##...## ##...## ...###. ##..... .##.... #.....# ##...## ##...##
##...## .####.. #....## .....## ..####. ##..... ##..... .....## ##...## ##...##
##...## ...##.. .....## .....## .##.##. ##..... ##..... ....##. ##...## ##...##
##...## ...##.. ....##. .....## ##..##. ######. ##..... ....##. .##.##. ##...##
##...## ...##.. ...##.. ..####. ##..##. .....## ######. ...##.. .#####. .######
##...## ...##.. ..##... .....## ##..##. .....## ##...## ...##.. .##.##. .....##
##...## ...##.. .##.... .....## ####### .....## ##...## ...##.. ##...## .....##
##...## ...##.. ##..... .....## ....##. .....## ##...## ..##... ##...## .....##
##...## ...##.. ##..... .....## ....##. #....## ##...## ..##... ##...## ....##.
##...## ...##.. ##....# ##...## ....##. ##...## ##...## ..##... ##...## ...##..
.#####. .###### ####### .#####. ....##. .#####. .#####. ..##... .#####. .###...
"""


def targets(num_classes: int = 10) -> NDArray[np.float32]:
    """Return the pictures of the digits that F6 should paint: 1 where there is ink, -1 elsewhere.

    Parameters
    ----------
    num_classes : int
        How many digits, from 0 on.

    Returns
    -------
    ndarray of shape (num_classes, 84), float
        Row by row.

    Raises
    ------
    TypeError, ValueError
        If `num_classes` is not a whole number from 1 to 10.

    Notes
    -----
    Drawn for this course in the manner of figure 3 of the paper, whose 96 characters are not at hand as numbers.

    Examples
    --------
    >>> for row in targets()[7].reshape(TARGET_SHAPE)[:3]:
    ...     print("".join("#" if pixel > 0 else "." for pixel in row))
    #######
    #.....#
    .....##
    """
    integer("num_classes", num_classes, minimum=1, maximum=10)
    rows = [line.split() for line in _DRAWINGS.split("\n") if line]
    drawn = ["".join(row[digit] for row in rows) for digit in range(num_classes)]
    return np.array([[1 if pixel == "#" else -1 for pixel in digit] for digit in drawn], dtype=np.float32)
