"""Non-maximum suppression: of boxes that overlap, keep the one with the highest score.

`nms_by_definition` is the algorithm as one would write it down; it meets every box with every kept one. `nms` gives the
same answer and computes only pairs that are near enough to matter (``companion.boxes.overlap_pairs``).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes._checks import box_list
from companion.boxes._ranking import best_first, label_list, score_list
from companion.boxes.iou import box_iou
from companion.boxes.overlap_pairs import LabelledBoxes, Strips
from companion.check import real

_BLOCK = (128, 1024)  # fewest and most boxes that are decided together


def nms_by_definition(boxes: ArrayLike, scores: ArrayLike, *, iou_threshold: float = 0.5) -> NDArray[np.int64]:
    """Return what :func:`nms` returns, by the algorithm as it is written down: take the best, drop what overlaps it.

    Parameters, returns and errors are those of :func:`nms`. It is here to be read and to be compared with.

    Examples
    --------
    >>> nms_by_definition([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], [0.8, 0.9, 0.7])
    array([1, 2])
    """
    rows = box_list("boxes", boxes)
    left = best_first(score_list("scores", scores, len(rows)))
    real("iou_threshold", iou_threshold, minimum=0, maximum=1)
    kept = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        overlap = box_iou(rows[best : best + 1], rows[left])[0]
        left = left[overlap <= iou_threshold]
    return np.array(kept, dtype=np.int64)


def nms(boxes: ArrayLike, scores: ArrayLike, *, iou_threshold: float = 0.5) -> NDArray[np.int64]:
    """Return the boxes that remain if, from the best score on, each one kept removes all later ones that overlap it.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
    scores : array_like of shape (N,), float
        Of equal scores the lower index comes first.
    iou_threshold : float
        From 0 to 1. A box goes if its IoU with a kept one is greater than this, not if it is equal.

    Returns
    -------
    ndarray of shape (K,), int64
        Indices of the boxes kept, best first.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a number is not finite, a box has x2 < x1 or y2 < y1, or the threshold lies outside
        [0, 1].

    Notes
    -----
    Laws: two kept boxes never overlap by more than the threshold; every other box overlaps by more with a kept one that
    comes before it; done twice, it changes nothing. A removed box removes no other.

    IoU is computed and compared in the precision of the boxes. torchvision compares a float32 IoU with a threshold in
    float64: at an IoU of exactly 3/10 and a threshold of 0.3 it removes a float32 box, because 3/10 in float32 lies
    above 0.3 in float64. Here that box stays.

    Boxes are decided in blocks, best first: within a block one after another, then those kept remove from all later
    ones at once. So a heap of boxes on one object is gone before its pairs are counted. Boxes are sorted, and then time
    grows with the number of pairs that are near each other and not decided yet, memory with the number of boxes.

    References
    ----------
    Girshick et al. 2014, section 2.2, for each class by itself; Felzenszwalb et al. 2010, by the share of a box that is
    covered.

    Examples
    --------
    The second box has the best score and shares 90 of 110 squares with the first:

    >>> nms([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], [0.8, 0.9, 0.7])
    array([1, 2])
    """
    rows = box_list("boxes", boxes)
    return _suppress(rows, scores, np.zeros(len(rows), np.int64), iou_threshold)


def batched_nms(
    boxes: ArrayLike, scores: ArrayLike, labels: ArrayLike, *, iou_threshold: float = 0.5
) -> NDArray[np.int64]:
    """Return the boxes that remain if boxes remove only those of their own class.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
    scores : array_like of shape (N,), float
    labels : array_like of shape (N,), int
        Any whole numbers: the class, or the picture, or both in one number.
    iou_threshold : float
        As in :func:`nms`.

    Returns
    -------
    ndarray of shape (K,), int64
        Indices of the boxes kept, best first whatever their class.

    Raises
    ------
    TypeError, ValueError
        As :func:`nms`, and if a label is not a whole number.

    Notes
    -----
    Law: for each label the answer is that of :func:`nms` on its boxes alone. A common trick moves the boxes of each
    class far away and calls :func:`nms` once; in float32 the moved coordinates lose the digits after the point. Here
    labels are compared, and no coordinate is touched.

    Examples
    --------
    >>> boxes = [[0, 0, 10, 10], [1, 0, 11, 10], [0, 1, 10, 11]]
    >>> batched_nms(boxes, [0.8, 0.9, 0.7], labels=[5, 3, 3])
    array([1, 0])
    """
    rows = box_list("boxes", boxes)
    groups = np.unique(label_list("labels", labels, len(rows)), return_inverse=True)[1]
    return _suppress(rows, scores, groups, iou_threshold)


def _suppress(
    boxes: NDArray[Any], scores: ArrayLike, labels: NDArray[np.int64], iou_threshold: float
) -> NDArray[np.int64]:
    """Return the boxes kept; labels count from 0."""
    order = best_first(score_list("scores", scores, len(boxes)))
    threshold = real("iou_threshold", iou_threshold, minimum=0, maximum=1)
    corners = np.empty((5, len(boxes)), boxes.dtype)
    corners[:4] = boxes[order].T
    corners[4] = (corners[2] - corners[0]) * (corners[3] - corners[1])
    # From here on boxes are rows in this order: a lower row comes first.
    kept = (corners[4] == 0) | (threshold == 1)  # no area, no overlap; and no IoU exceeds 1
    _decide(LabelledBoxes(corners, labels[order], threshold), kept)
    remaining: NDArray[np.int64] = order[kept]
    return remaining


def _decide(boxes: LabelledBoxes, kept: NDArray[np.bool_]) -> None:
    """Set `kept` for the rows that remain among those for which it is not set yet, block by block, best first.

    Each turn decides the next block by itself, then lets the rows kept of it remove from all that come later. `strips`
    hold the later rows, sorted; they are built again when more than half of what they hold is decided.
    """
    waiting = ~kept  # neither kept nor removed
    left = np.flatnonzero(waiting)
    size, in_strips, strips = _BLOCK[0], 2 * len(left) + 1, list[Strips]()
    while len(left):
        block, left = left[:size], left[size:]
        kept_now = _suppress_within(boxes, block)
        kept[kept_now], waiting[block] = True, False
        if 2 * len(left) < in_strips:
            in_strips, strips = len(left), [Strips(boxes, group) for group in boxes.by_size(left)]
        for row, other in (pairs for one in strips for pairs in one.near(kept_now)):
            undecided = waiting[other]
            row, other = row[undecided], other[undecided]
            waiting[other[boxes.overlapping(row, other)]] = False
        left = left[waiting[left]]
        size = min(max(4 * len(kept_now), _BLOCK[0]), _BLOCK[1])  # small where most are removed: a heap


def _suppress_within(boxes: LabelledBoxes, block: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows that remain of a block by itself; they come best first, in and out."""
    removed: set[int] = set()
    for row, other in Strips(boxes, block).near(block):
        after = row < other
        row, other = row[after], other[after]
        above = boxes.overlapping(row, other)
        for better, worse in zip(row[above].tolist(), other[above].tolist(), strict=True):
            if better not in removed:  # all that could remove it came before
                removed.add(worse)
    stays = np.array([row not in removed for row in block.tolist()])
    remaining: NDArray[np.int64] = block[stays]
    return remaining
