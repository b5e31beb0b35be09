"""The pixels inside a polygon."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array, integer

_FARTHEST = 1e9  # far beyond any picture; much larger numbers would overflow where edges are crossed


def polygon_mask(corners: NDArray[Any], height: int, width: int) -> NDArray[np.bool_]:
    """Return the pixels whose middle lies inside a polygon.

    Parameters
    ----------
    corners : ndarray of shape (n, 2), float, pixels
        x and y; the last corner is joined to the first. May lie outside the picture.
    height, width : int
        Size of the picture, pixels.

    Returns
    -------
    ndarray of shape (H, W), bool
        A middle on a left or upper edge is inside, on a right or lower edge outside: so polygons that share an edge
        share no pixel and leave none out. Where the outline crosses itself, parts enclosed twice are outside
        (even-odd). Fewer than three corners enclose nothing.

    Raises
    ------
    TypeError
        If the corners are no numbers, or a size is no whole number.
    ValueError
        If a corner is not finite or lies a billion pixels away, or a size is below 0.

    Notes
    -----
    COCO's own tool follows the outline on a grid five times finer and includes some of the pixels it crosses, so
    that its masks differ from these by pixels on the border.

    Examples
    --------
    >>> polygon_mask(np.array([[0.6, 0], [3, 0], [3, 1], [0.6, 1]]), 2, 4).astype(int)
    array([[0, 1, 1, 0],
           [0, 0, 0, 0]])
    """
    corners = array("corners", corners, shape=("N", 2)).astype(np.float64)
    integer("height", height, minimum=0)
    integer("width", width, minimum=0)
    lost = ~(np.abs(corners) <= _FARTHEST).all(axis=1)  # so that what is no number is lost too
    if lost.any():
        told = ", ".join(f"{value:g}" for value in corners[lost][0])
        raise ValueError(f"corners must be finite numbers of at most {_FARTHEST:g}, got ({told})")
    following = np.roll(corners, -1, axis=0)
    downwards = (corners[:, 1] <= following[:, 1])[:, None]
    # From its upper end, whichever way it runs: a neighbour's same edge is then crossed at the very same number.
    upper, lower = np.where(downwards, corners, following), np.where(downwards, following, corners)
    first_row, end_row = (np.ceil(np.clip(y, 0, height) - 0.5).astype(int) for y in (upper[:, 1], lower[:, 1]))
    rows_crossed = end_row - first_row
    edge = np.repeat(np.arange(len(corners)), rows_crossed)
    rows = np.arange(len(edge)) + np.repeat(first_row - (np.cumsum(rows_crossed) - rows_crossed), rows_crossed)
    # Where the middle line of a row crosses the edge, inside and outside change places.
    slope = (lower - upper)[edge, 0] / (lower - upper)[edge, 1]
    crossing = upper[edge, 0] + (rows + 0.5 - upper[edge, 1]) * slope
    columns = np.ceil(np.clip(crossing, 0, width) - 0.5).astype(int)
    mask = np.zeros((height, width), dtype=bool)
    if len(rows):
        top, left, bottom, right = rows.min(), columns.min(), rows.max() + 1, columns.max()
        changes = np.zeros((bottom - top, right - left + 1), dtype=np.uint8)  # an even number may wrap around
        np.add.at(changes, (rows - top, columns - left), 1)
        mask[top:bottom, left:right] = np.cumsum(changes, axis=1, dtype=np.uint8)[:, :-1] % 2
    return mask
