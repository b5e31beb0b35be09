"""How well two boxes fit: intersection over union, and its generalisation to boxes that do not touch, for all pairs.

The table of all pairs is filled tile by tile. A tile holds so few pairs that what is computed on the way stays in the
processor's cache: the memory at the peak is that of the answer, and no pass waits for it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes import _checks

Array = NDArray[Any]
_TILE = (32, 2048)  # pairs in a tile: 256 KiB in float32, for each of the few arrays that are alive at once


def box_iou(first: ArrayLike, second: ArrayLike) -> Array:
    """Return the intersection over union of every box of one list with every box of another.

    Parameters
    ----------
    first : array_like of shape (N, 4), float, pixels, xyxy
    second : array_like of shape (M, 4), float, pixels, xyxy

    Returns
    -------
    ndarray of shape (N, M), float, from 0 to 1
        Shared area over covered area, also called the Jaccard index. 0 where two boxes together cover no area.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, or a box is not four finite numbers, or has x2 < x1 or y2 < y1.

    Notes
    -----
    Laws: symmetric; unchanged if both lists are moved or scaled together; 1 for a box with area and itself. They end
    where an area is beyond what the type of the boxes can hold: sides above 1e19 or below 1e-18 in float32. PASCAL VOC
    counts both end pixels as inside, width = x2 - x1 + 1; for that, add ``[0, 0, 1, 1]`` to the boxes.

    References
    ----------
    Everingham et al. 2010, section 4.2.

    Examples
    --------
    The boxes share 2 x 3 squares and cover 16 + 16 - 6 together:

    >>> box_iou([[0, 0, 4, 4]], [[2, 1, 6, 5], [1, 1, 3, 3], [9, 9, 10, 10]]).round(4)
    array([[0.2308, 0.25  , 0.    ]])
    """
    return _all_pairs(first, second, _iou)


def box_giou(first: ArrayLike, second: ArrayLike) -> Array:
    """Return the generalised IoU of every box of one list with every box of another.

    Parameters
    ----------
    first : array_like of shape (N, 4), float, pixels, xyxy
    second : array_like of shape (M, 4), float, pixels, xyxy

    Returns
    -------
    ndarray of shape (N, M), float, from -1 to 1
        IoU minus the part of the smallest box around both that neither covers.

    Raises
    ------
    TypeError, ValueError
        As :func:`box_iou`.

    Notes
    -----
    Laws: ``box_giou(a, b) <= box_iou(a, b)``; symmetric; unchanged if both lists are moved or scaled together. The
    paper leaves open what two boxes without area have: here IoU is 0 then, and nothing is subtracted where the box
    around both has no area either.

    References
    ----------
    Rezatofighi et al. 2019, algorithm 1.

    Examples
    --------
    The box around both covers 30 squares, 10 of them empty:

    >>> box_giou([[0, 0, 2, 5]], [[4, 0, 6, 5]]).round(4)
    array([[-0.3333]])
    """
    return _all_pairs(first, second, _giou)


def _all_pairs(first: ArrayLike, second: ArrayLike, measure: Callable[[Array, Array, Array], None]) -> Array:
    """Fill a table of shape (N, M) with a symmetric measure of two boxes."""
    first, second = _checks.box_list("first", first), _checks.box_list("second", second)
    table = np.empty((len(first), len(second)), np.result_type(first, second))
    # NumPy is fast along the last axis only if it is long: the longer list goes there.
    rows, columns, target = (first, second, table) if len(second) >= len(first) else (second, first, table.T)
    rows, columns = (_coordinates(boxes, table.dtype) for boxes in (rows, columns))
    for down, along in _tiles(target.shape):
        measure(rows[:, down, None], columns[:, None, along], target[down, along])
    return table


def _coordinates(boxes: Array, dtype: Any) -> Array:
    """Return x1, y1, x2, y2 and the area as five rows without gaps: shape (5, N)."""
    result = np.empty((5, len(boxes)), dtype)
    result[:4] = boxes.T
    x1, y1, x2, y2, area = result
    np.multiply(x2 - x1, y2 - y1, out=area)
    return result


def _tiles(shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    for row in range(0, shape[0], _TILE[0]):
        for column in range(0, shape[1], _TILE[1]):
            yield slice(row, row + _TILE[0]), slice(column, column + _TILE[1])


def _iou(first: Array, second: Array, out: Array) -> None:
    """Write the IoU of coordinates of shape (5, n, 1) and (5, 1, m)."""
    shared, union = _shared_and_union(first, second)
    np.divide(shared, _not_zero(union), out=out)


def _giou(first: Array, second: Array, out: Array) -> None:
    """Write the generalised IoU of coordinates of shape (5, n, 1) and (5, 1, m)."""
    shared, union = _shared_and_union(first, second)
    around = np.maximum(first[2], second[2]) - np.minimum(first[0], second[0])
    around *= np.maximum(first[3], second[3]) - np.minimum(first[1], second[1])
    empty = around - union
    np.maximum(empty, 0, out=empty)  # rounding alone makes it negative
    empty /= _not_zero(around)
    shared /= _not_zero(union)
    np.subtract(shared, empty, out=out)


def _shared_and_union(first: Array, second: Array) -> tuple[Array, Array]:
    shared = np.minimum(first[2], second[2])
    shared -= np.maximum(first[0], second[0])
    np.maximum(shared, 0, out=shared)  # boxes that do not touch share nothing
    height = np.minimum(first[3], second[3])
    height -= np.maximum(first[1], second[1])
    np.maximum(height, 0, out=height)
    shared *= height
    union = first[4] + second[4]
    union -= shared
    return shared, union


def _not_zero(area: Array) -> Array:
    """Raise, in place, an area of 0 to the smallest number: nothing divided by it is 0, without a warning."""
    np.maximum(area, np.finfo(area.dtype).tiny, out=area)
    return area
