"""Which boxes overlap by more than a threshold, found among the few that lie near enough and not among all pairs.

Notes
-----
If two boxes have an IoU above t, so have their projections on the x-axis and on the y-axis: cutting both boxes down to
their shared rows can only raise the IoU, and what is left is the IoU of the projections. Take two intervals of lengths
a and b, whose centres are d apart. They share at most (a + b) / 2 - d, so it exceeds t times their union only if

    d < (a + b) (1 - t) / (2 (1 + t)),

and since the longer can be at most 1 / t times the shorter, b < a / t. Together they say how far from the centre of a
box the centres of its partners can lie: its reach. The plane is cut into horizontal strips with about equally many
boxes, and within a strip the boxes stand from left to right, so that those within reach are a few slices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Pairs = Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]

_MOST_PAIRS = 2**17  # looked at together: what they need stays in the processor's cache
_FREE_SIZE = 0.1  # up to this threshold the size of a box hardly limits that of its partners
_ROUNDING = 2e-6  # twice what an IoU computed in float32 can be off, relatively: 16 roundings of 2^-24 each


@dataclass(frozen=True)
class LabelledBoxes:
    """Boxes of one label or several, with coordinates, areas and labels of all of them.

    Parameters
    ----------
    corners : ndarray of shape (5, N)
        Rows x1, y1, x2, y2 and area, in the precision in which IoU is to be computed.
    labels : ndarray of shape (N,)
        Boxes of different labels never meet. From 0 upwards.
    iou_threshold : float
        Pairs with a larger IoU are looked for; at least 0.
    """

    corners: Array
    labels: NDArray[np.int64]
    iou_threshold: float

    def overlapping(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return, for each pair of rows, whether its IoU exceeds the threshold: the arithmetic of `box_iou`."""
        x1, y1, x2, y2, area = self.corners
        shared = np.maximum(np.minimum(x2[first], x2[second]) - np.maximum(x1[first], x1[second]), 0)
        shared *= np.maximum(np.minimum(y2[first], y2[second]) - np.maximum(y1[first], y1[second]), 0)
        union = area[first] + area[second] - shared
        above: NDArray[np.bool_] = shared / np.maximum(union, np.finfo(union.dtype).tiny) > self.iou_threshold
        return above

    def by_size(self, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Return the rows in one group, or in groups of similar size if the threshold lets a box meet any larger one.

        Otherwise a single large box would put everything within reach of everything.
        """
        if self.iou_threshold > _FREE_SIZE:
            return [rows]
        x1, y1, x2, y2 = self.corners[:4, rows]
        level = np.floor(np.log2(np.maximum(x2 - x1, y2 - y1)) / 3)  # the longer side, in steps of a factor of 8
        return [rows[level == one] for one in np.unique(level)]


class Strips:
    """Some rows of `LabelledBoxes`, sorted so that those within reach of a place are found at once.

    Parameters
    ----------
    boxes : LabelledBoxes
        All boxes.
    rows : ndarray of shape (R,), int
        Those that can be found.
    """

    def __init__(self, boxes: LabelledBoxes, rows: NDArray[np.int64]) -> None:
        self._boxes = boxes
        self._size = len(rows)
        x, y, width, height = self._places(rows)
        self._largest = float(width.max(initial=0)), float(height.max(initial=0))
        # About as many boxes in a strip as there are strips, times four: looking into a strip costs what four boxes do.
        per_strip = 2 * int(np.sqrt(len(rows))) + 1
        self._borders = np.sort(y)[per_strip::per_strip]
        cells = self._cells(rows, np.searchsorted(self._borders, y, side="right"))
        left_to_right = np.argsort(x)
        cells = cells[left_to_right]
        # NumPy sorts whole numbers of up to 16 bits by radix, many times faster than longer ones.
        by_cell = np.argsort(cells.astype(np.min_scalar_type(cells.max(initial=0))), kind="stable")
        self._x = x[left_to_right]
        self._keys = cells[by_cell] * self._size + by_cell  # cell by cell, then by the rank from left to right
        self._rows = rows[left_to_right][by_cell]

    def near(self, rows: NDArray[np.int64]) -> Pairs:
        """Yield pairs (one of `rows`, one of the rows within its reach), a limited number at a time.

        Every pair whose IoU exceeds the threshold is among them, a row with itself too. Those of one row come one
        after another, in the order of `rows`.
        """
        x, y, width, height = self._places(rows)
        reach_x, reach_y = self._reach(x, width, self._largest[0]), self._reach(y, height, self._largest[1])
        first = np.searchsorted(self._borders, y - reach_y, side="right")
        last = np.searchsorted(self._borders, y + reach_y, side="right")
        who, strips = _ranges(first, last + 1)  # one entry for each strip that a row reaches into
        cells = self._cells(rows[who], strips) * self._size
        start = np.searchsorted(self._keys, cells + np.searchsorted(self._x, x - reach_x)[who])
        stop = np.searchsorted(self._keys, cells + np.searchsorted(self._x, x + reach_x, side="right")[who])
        for part in _parts(stop - start):
            which, found = _ranges(start[part], stop[part])
            yield rows[who[part][which]], self._rows[found]

    def _cells(self, rows: NDArray[np.int64], strips: NDArray[np.int64]) -> NDArray[np.int64]:
        cells: NDArray[np.int64] = self._boxes.labels[rows] * (len(self._borders) + 1) + strips
        return cells

    def _places(self, rows: NDArray[np.int64]) -> tuple[Array, Array, Array, Array]:
        """Return centres and sides in float64."""
        x1, y1, x2, y2 = self._boxes.corners[:4, rows].astype(np.float64)
        return (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1

    def _reach(self, centre: Array, side: Array, largest: float) -> Array:
        """Return how far away the centre of a partner may be, along one axis; a little too much, never too little."""
        threshold = self._boxes.iou_threshold * (1 - _ROUNDING)
        other = np.minimum(side, largest * threshold) / threshold if threshold else largest
        both = side + other
        rounding = 8 * np.finfo(np.float64).eps * (np.abs(centre) + both)
        reach: Array = both * ((1 - threshold) / (2 * (1 + threshold))) + rounding
        return reach


def _ranges(start: NDArray[np.int64], stop: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all numbers of the ranges, one range after another, and before them the range each comes from.

    >>> _ranges(np.array([4, 7, 0]), np.array([6, 7, 1]))
    (array([0, 0, 2]), array([4, 5, 0]))
    """
    counts = stop - start
    which = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return which, np.arange(len(which)) + (start - begin)[which]


def _parts(counts: NDArray[np.int64]) -> Iterator[slice]:
    """Yield slices of `counts`, one after another, each with at most `_MOST_PAIRS` in sum, or a single entry."""
    total = np.cumsum(counts)
    start = 0
    while start < len(counts):
        limit = (total[start - 1] if start else 0) + _MOST_PAIRS
        stop = max(start + 1, int(np.searchsorted(total, limit, side="right")))
        yield slice(start, stop)
        start = stop
