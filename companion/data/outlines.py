"""Outlines of objects, polygons and run-length codes, and the index masks that they are painted into."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.data.polygons import polygon_mask
from companion.data.run_lengths import run_length_mask


@dataclass(frozen=True, eq=False)
class Polygons:
    """An object's outline: the union of polygons.

    Parameters
    ----------
    corners : tuple of ndarrays of shape (n, 2), float, pixels
        x and y of each corner; (0, 0) is the upper left corner of the picture, and the middle of its first pixel is
        (0.5, 0.5). The last corner is joined to the first.
    """

    corners: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, eq=False)
class RunLengths:
    """An object's pixels, counted column by column.

    Parameters
    ----------
    counts : ndarray of int64
        Lengths of the runs, outside and inside by turns, beginning with outside; down the first column, then the next.
    """

    counts: NDArray[np.int64]


Outline = Polygons | RunLengths


@dataclass(frozen=True, eq=False)
class Painting:
    """What is painted into one index mask.

    Parameters
    ----------
    size : tuple of int
        Height and width.
    outlines : tuple of Polygons or RunLengths
        One an object.
    values : tuple of int
        What each object's pixels become.
    below : tuple of bool
        Whether an object is painted before the others, whatever its size: a crowd, behind those who stand alone.
    """

    size: tuple[int, int]
    outlines: tuple[Outline, ...]
    values: tuple[int, ...]
    below: tuple[bool, ...]


def paint(painting: Painting) -> NDArray[np.uint8]:
    """Return an index mask.

    Parameters
    ----------
    painting : Painting
        Objects and their values.

    Returns
    -------
    ndarray of shape (H, W), uint8
        0 where no object is. Where objects overlap, the one with fewer pixels owns the pixel (of equal ones the later
        in the list), because a file of outlines does not say who stands in front, and a small object painted first
        would be lost.

    Examples
    --------
    >>> square, dot = Polygons((np.array([[0, 0], [3, 0], [3, 2], [0, 2.0]]),)), RunLengths(np.array([2, 1, 3]))
    >>> paint(Painting((2, 3), (dot, square), (7, 1), (False, False)))
    array([[1, 7, 1],
           [1, 1, 1]], dtype=uint8)
    """
    height, width = painting.size
    pixels = [outline_mask(outline, height, width) for outline in painting.outlines]
    order = sorted(range(len(pixels)), key=lambda i: (not painting.below[i], -int(pixels[i].sum())))
    result = np.zeros((height, width), dtype=np.uint8)
    for i in order:
        result[pixels[i]] = painting.values[i]
    return result


def outline_mask(outline: Outline, height: int, width: int) -> NDArray[np.bool_]:
    """Return the mask (H, W) of an outline of either kind."""
    if isinstance(outline, RunLengths):
        return run_length_mask(outline.counts, height, width)
    mask = np.zeros((height, width), dtype=bool)
    for corners in outline.corners:
        mask |= polygon_mask(corners, height, width)
    return mask
