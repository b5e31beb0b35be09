"""Which sizes should anchors have? k-means over the sizes of true boxes, with 1 - IoU for a distance."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion import check

Array = NDArray[np.float64]
_MOST_ROUNDS = 300  # a guard: a few dozen are usual
_CLOSE = 1e-12  # distance of sizes that differ by less than their IoU can show


def kmeans_anchors(box_sizes: ArrayLike, k: int, *, rng: np.random.Generator) -> Array:
    """Choose k anchor sizes that fit the sizes of given boxes well.

    Parameters
    ----------
    box_sizes : array_like of shape (N, 2), float
        Height and width of each box, positive.
    k : int
        How many anchors; at most the number of different sizes.
    rng : numpy.random.Generator
        Chooses where to start; the same state gives the same anchors.

    Returns
    -------
    ndarray of shape (k, 2), float64
        Height and width of each anchor, the smallest area first.

    Raises
    ------
    TypeError, ValueError
        If a size is not positive and finite, there are fewer different sizes than k, or `rng` is no generator.

    Notes
    -----
    A box belongs to the anchor with which it has the highest IoU when both are put on the same centre. The paper then
    replaces every anchor by the mean height and width of its boxes. That mean does not maximise their IoU, so in the
    paper's method the mean IoU can fall from one round to the next. Here an anchor moves to the mean or to the median
    of its boxes, whichever is better, and stays if neither is: then the mean IoU never falls, and the rounds end when
    it no longer rises. The paper does not say how it starts: here boxes are drawn one after another, a box with
    probability in proportion to its distance 1 - IoU to the nearest one drawn before, so no size twice. An anchor that
    loses all of its boxes goes to the box that is fitted worst. The result is a local optimum: other states of `rng`
    give others.

    References
    ----------
    Redmon and Farhadi 2017, section 2, "Dimension Clusters". Arthur and Vassilvitskii 2007 for the start (there with
    the squared distance).

    Examples
    --------
    >>> boxes = [[10, 10], [11, 9], [40, 20], [42, 20], [41, 20]]
    >>> kmeans_anchors(boxes, 2, rng=np.random.default_rng(0)).tolist()
    [[10.0, 10.0], [41.0, 20.0]]
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, such as np.random.default_rng(0), got {rng!r}")
    boxes = _sizes("box_sizes", box_sizes)
    different = len(np.unique(boxes, axis=0))
    if check.integer("k", k, minimum=1) > different:
        raise ValueError(f"k must be at most the number of different box_sizes, {different}, got {k}")
    anchors = _start(boxes, k, rng)
    fit = size_iou(boxes, anchors)
    for _ in range(_MOST_ROUNDS):
        moved = _improved(anchors, boxes, fit)
        fit_moved = size_iou(boxes, moved)
        if fit_moved.max(axis=1).sum() <= fit.max(axis=1).sum():
            break
        anchors, fit = moved, fit_moved
    return anchors[np.lexsort((anchors[:, 0], anchors.prod(axis=1)))]


def mean_best_iou(box_sizes: ArrayLike, anchor_sizes: ArrayLike) -> float:
    """Return the IoU of a box with the anchor that fits it best, averaged over the boxes.

    Parameters
    ----------
    box_sizes : array_like of shape (N, 2), float
        Height and width of at least one box, positive.
    anchor_sizes : array_like of shape (k, 2), float
        Height and width of at least one anchor, positive.

    Returns
    -------
    float
        From 0 to 1; each pair is compared on a common centre.

    Raises
    ------
    TypeError, ValueError
        If a size is not positive and finite, or one of the lists is empty.

    References
    ----------
    Redmon and Farhadi 2017, figure 2 and table 1.

    Examples
    --------
    >>> round(mean_best_iou([[4, 4], [2, 8]], [[4, 4]]), 4)  # 1, and 8 shared of 24 covered
    0.6667
    """
    boxes, anchors = _sizes("box_sizes", box_sizes), _sizes("anchor_sizes", anchor_sizes)
    return float(size_iou(boxes, anchors).max(axis=1).mean())


def size_iou(first: ArrayLike, second: ArrayLike) -> Array:
    """Return the IoU of all pairs of two lists of sizes, each pair put on a common centre.

    Parameters
    ----------
    first : array_like of shape (N, 2), float
        Height and width of at least one box, positive.
    second : array_like of shape (M, 2), float
        Likewise.

    Returns
    -------
    ndarray of shape (N, M), float64
        Above 0, at most 1.

    Raises
    ------
    TypeError, ValueError
        If a size is not positive and finite, or one of the lists is empty.

    Examples
    --------
    >>> size_iou([[4, 4]], [[4, 4], [2, 8]]).round(4).tolist()
    [[1.0, 0.3333]]
    """
    one, other = _sizes("first", first), _sizes("second", second)
    shared = np.minimum(one[:, None], other).prod(axis=2)  # (N, M, 2) -> (N, M)
    result: Array = shared / (one.prod(axis=1)[:, None] + other.prod(axis=1) - shared)
    return result


def _start(boxes: Array, k: int, rng: np.random.Generator) -> Array:
    """Draw k different boxes, those far from all drawn before with more probability."""
    chosen = [int(rng.integers(len(boxes)))]
    distance, other = np.ones(len(boxes)), np.ones(len(boxes), bool)
    while len(chosen) < k:
        last = boxes[chosen[-1:]]
        distance = np.minimum(distance, 1 - size_iou(boxes, last)[:, 0])
        other &= (boxes != last).any(axis=1)
        weight = np.where(other, np.maximum(distance, _CLOSE), 0)
        chosen.append(int(rng.choice(len(boxes), p=weight / weight.sum())))
    return boxes[chosen]


def _improved(anchors: Array, boxes: Array, fit: Array) -> Array:
    """Move every anchor to the mean or the median of its boxes where that raises their IoU; move the idle ones."""
    nearest, moved = fit.argmax(axis=1), anchors.copy()
    for index, anchor in enumerate(anchors):
        mine = boxes[nearest == index]
        if len(mine):
            candidates = np.stack([anchor, mine.mean(axis=0), np.median(mine, axis=0)])
            moved[index] = candidates[size_iou(mine, candidates).sum(axis=0).argmax()]
    idle = np.setdiff1d(np.arange(len(anchors)), nearest)
    worst = np.argsort(fit.max(axis=1), kind="stable")
    moved[idle] = boxes[worst[: len(idle)]]
    return moved


def _sizes(name: str, sizes: Any) -> Array:
    rows = check.array(name, sizes, shape=("N", 2)).astype(np.float64, copy=False)
    if not len(rows):
        raise ValueError(f"{name} must hold at least one height and width, got none")
    good = (np.isfinite(rows) & (rows > 0)).all(axis=1)
    if not good.all():
        row = int(np.flatnonzero(~good)[0])
        raise ValueError(f"{name} must be positive and finite, got {rows[row].tolist()} in row {row}")
    return rows
