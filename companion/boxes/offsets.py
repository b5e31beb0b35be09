"""From a box to its offsets from an anchor, the four numbers that a detector learns, and back."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.boxes import _checks

Array = NDArray[Any]

SCALES = (0.1, 0.1, 0.2, 0.2)
"""By what x, y, width and height offsets are divided."""

MOST_GROWTH = 1e6
"""To encode, a side of a box is taken as at most this many times that of its anchor, and at least this fraction of it.

Decoding grows no side by more.
"""


def encode_offsets(anchors: ArrayLike, boxes: ArrayLike, *, scales: Sequence[float] = SCALES) -> Array:
    r"""Return how each box differs from its anchor.

    Parameters
    ----------
    anchors : array_like of shape (..., 4), float, pixels, xyxy
        Width and height above 0.
    boxes : array_like of shape (..., 4), float, pixels, xyxy
        One box an anchor; leading axes broadcast, so that (A, 4) anchors serve (B, A, 4) boxes.
    scales : sequence of 4 float
        By what the offsets in x, y, width and height are divided.

    Returns
    -------
    ndarray of shape (..., 4)
        ``(x - x_a) / w_a / scales[0]``, ``(y - y_a) / h_a / scales[1]``, ``log(w / w_a) / scales[2]``,
        ``log(h / h_a) / scales[3]``, with centres x, y, and a for the anchor. All 0 where the two are equal.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a box is not finite or not xyxy, an anchor has no area, or a scale is not positive.

    Notes
    -----
    Laws: unchanged if anchor and box are moved or scaled together; ``decode_offsets(a, encode_offsets(a, b)) == b`` up
    to rounding where no side is more than a million times larger or smaller than the anchor's.

    The logarithm of a box without width would be minus infinity, and one such box in the training set would end the
    training. So the ratio of two sides is kept between a millionth and a million (the paper's formula has no such
    limit, nor has torchvision's `BoxCoder.encode`); of a box without width a millionth of its anchor's width comes
    back.

    The scales are the standard deviations that offsets of matched boxes are assumed to have, so that the four targets
    vary by about as much as one another. They are not in the papers: the first public SSD calls them variances and
    divides by them. torchvision's weights (10, 10, 5, 5) multiply: the same numbers.

    References
    ----------
    Girshick et al. 2014, appendix C. Ren et al. 2015, equation 2.

    Examples
    --------
    The box lies 5 pixels to the right and is twice as wide:

    >>> encode_offsets([0, 0, 10, 10], [0, 0, 20, 10]).round(4).tolist()
    [5.0, 0.0, 3.4657, 0.0]
    """
    start, goal = _checks.corner_boxes("anchors", anchors), _checks.corner_boxes("boxes", boxes)
    if not (start[..., 2:] > start[..., :2]).all():
        raise ValueError("anchors must have a width and a height above 0, got one without area")
    _broadcast(start, "boxes", goal)
    divisors = checked_scales(scales).astype(np.result_type(start, goal))
    center, side = _center_and_side(start)
    goal_center, goal_side = _center_and_side(goal)
    growth = np.clip(goal_side / side, 1 / MOST_GROWTH, MOST_GROWTH)
    result: Array = np.concatenate([(goal_center - center) / side, np.log(growth)], axis=-1)
    result /= divisors
    return result


def decode_offsets(anchors: ArrayLike, offsets: ArrayLike, *, scales: Sequence[float] = SCALES) -> Array:
    """Return the boxes that lie at the given offsets from anchors: the inverse of :func:`encode_offsets`.

    Parameters
    ----------
    anchors : array_like of shape (..., 4), float, pixels, xyxy
    offsets : array_like of shape (..., 4), float
        Leading axes broadcast.
    scales : sequence of 4 float
        As they were in :func:`encode_offsets`.

    Returns
    -------
    ndarray of shape (..., 4), pixels, xyxy
        Not clipped to the picture.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a number is not finite, an anchor is not xyxy, or a scale is not positive.

    Notes
    -----
    A net that has not learned yet may ask for a width of ``exp(1000)``. Growth ends at a million times the anchor's
    side, which keeps every box finite. torchvision's `BoxCoder` ends it at 1000 / 16 = 62.5 times, and so cannot give
    back a box of 256 pixels from an anchor of 4.

    References
    ----------
    Girshick et al. 2014, equations 1 to 4.

    Examples
    --------
    >>> decode_offsets([0, 0, 10, 10], [5, 0, np.log(2) / 0.2, 0]).round(4).tolist()
    [0.0, 0.0, 20.0, 10.0]
    """
    start, moves = _checks.corner_boxes("anchors", anchors), _checks.finite_rows("offsets", offsets)
    _broadcast(start, "offsets", moves)
    moves = moves * checked_scales(scales).astype(np.result_type(start, moves))
    center, side = _center_and_side(start)
    center = center + moves[..., :2] * side
    half = np.exp(np.minimum(moves[..., 2:], math.log(MOST_GROWTH))) * side / 2
    return np.concatenate([center - half, center + half], axis=-1)


def _center_and_side(boxes: Array) -> tuple[Array, Array]:
    """Return (x, y) of the centres and (width, height), each of shape (..., 2)."""
    first, last = boxes[..., :2], boxes[..., 2:]
    return (first + last) / 2, last - first


def _broadcast(anchors: Array, name: str, others: Array) -> None:
    try:
        np.broadcast_shapes(anchors.shape, others.shape)
    except ValueError:
        raise ValueError(f"{name} must fit anchors of shape {anchors.shape}, got {others.shape}") from None


def checked_scales(scales: Sequence[float]) -> NDArray[np.float64]:
    """Return scales as an array of shape (4,) if they are four positive numbers."""
    values = check.array("scales", scales, shape=(4,)).astype(np.float64)
    if not (np.isfinite(values) & (values > 0)).all():
        raise ValueError(f"scales must be four positive numbers, got {values.tolist()}")
    return values
