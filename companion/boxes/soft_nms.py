"""Soft-NMS: a box that overlaps a better one loses some of its score instead of being removed."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes._checks import box_list
from companion.boxes._ranking import score_list
from companion.boxes.iou import box_iou
from companion.check import one_of, real

Array = NDArray[Any]


def soft_nms(
    boxes: ArrayLike,
    scores: ArrayLike,
    *,
    method: str = "linear",
    iou_threshold: float = 0.5,
    sigma: float = 0.5,
    score_threshold: float = 0.001,
) -> tuple[NDArray[np.int64], Array]:
    """Return boxes and their lowered scores: the best box is taken, the scores of what overlaps it fall, and so on.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
    scores : array_like of shape (N,), float
        Of equal scores the lower index comes first.
    method : str
        "linear" multiplies a score by 1 - IoU where the IoU is greater than `iou_threshold`, and leaves the others;
        "gaussian" multiplies every score by exp(-IoU² / `sigma`).
    iou_threshold : float
        From 0 to 1; used by "linear" alone.
    sigma : float
        Greater than 0; used by "gaussian" alone. The smaller, the harder.
    score_threshold : float
        At least 0. A box whose score is or falls below this is dropped.

    Returns
    -------
    indices : ndarray of shape (K,), int64
        The boxes in the order in which they were taken, best first.
    scores : ndarray of shape (K,), float
        The score each had when it was taken: never rising. float32 if the scores came as float32, float64 otherwise.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a number is not finite, a box has x2 < x1 or y2 < y1, or an option is out of bounds.

    Notes
    -----
    Laws: no score rises; boxes that overlap nothing keep theirs; with `score_threshold` 0 no box with a score of 0 or
    more is dropped. Boxes that fall one below another stay two boxes: classes are treated one at a time by the caller.

    The paper lowers a score where IoU is *at least* the threshold (section 3); here it is where IoU is greater, as in
    :func:`~companion.boxes.nms`. The authors' code drops a box only where it overlaps one just taken; here boxes that
    are below `score_threshold` from the start are dropped too. Every box taken looks at all that are left, so time is
    quadratic in the boxes: lower `score_threshold` no further than you need.

    References
    ----------
    Bodla et al. 2017, section 3 and figure 2.

    Examples
    --------
    The second box shares 90 of 110 squares with the first, and keeps 1 - 9/11 of its score:

    >>> indices, scores = soft_nms([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], [0.9, 0.8, 0.7])
    >>> indices, scores.round(4)
    (array([0, 2, 1]), array([0.9   , 0.7   , 0.1455]))
    """
    rows = box_list("boxes", boxes)
    values = score_list("scores", scores, len(rows))
    one_of("method", method, ("linear", "gaussian"))
    limit, spread = real("iou_threshold", iou_threshold, minimum=0, maximum=1), _positive("sigma", sigma)
    lowest = real("score_threshold", score_threshold, minimum=0)
    if method == "linear":
        return _take_and_lower(rows, values, lambda iou: np.where(iou > limit, 1 - iou, 1), lowest)
    return _take_and_lower(rows, values, lambda iou: np.exp(-(iou**2) / spread), lowest)


def _take_and_lower(
    boxes: Array, scores: Array, factor: Callable[[Array], Array], lowest: float
) -> tuple[NDArray[np.int64], Array]:
    """Take the best box, multiply the scores of the others by a factor of their IoU with it, and begin again."""
    left = np.flatnonzero(scores >= lowest)
    current = scores[left]
    taken, final = [], []
    while len(left):
        best = int(np.argmax(current))  # the first of equal ones
        taken.append(left[best])
        final.append(current[best])
        overlap = box_iou(boxes[left[best : best + 1]], boxes[left])[0]
        current = current * factor(overlap)
        current[best] = -1  # taken
        stays = current >= lowest
        left, current = left[stays], current[stays]
    return np.array(taken, dtype=np.int64), np.array(final, dtype=scores.dtype)


def _positive(name: str, value: float) -> float:
    number = real(name, value)
    if number <= 0:
        raise ValueError(f"{name} must be a finite number greater than 0, got {value}")
    return number
