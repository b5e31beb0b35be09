"""How many of the objects a list of proposals finds, and how soon."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes._checks import box_list
from companion.boxes.iou import box_iou
from companion.check import integer, real


def recall_at(
    proposals: Sequence[ArrayLike],
    truths: Sequence[ArrayLike],
    counts: Sequence[int],
    *,
    iou_threshold: float = 0.5,
) -> NDArray[np.float64]:
    """Return the share of true boxes that the first proposals of each picture cover.

    Parameters
    ----------
    proposals : sequence of P array_like of shape (N_i, 4), pixels, xyxy
        One array a picture, best first.
    truths : sequence of P array_like of shape (M_i, 4), pixels, xyxy
        The boxes of the objects in each picture; a picture without any does not count.
    counts : sequence of C int
        How many proposals of each picture to take; a picture that has fewer gives all it has.
    iou_threshold : float
        A true box is found if one of these proposals has at least this intersection over union with it.

    Returns
    -------
    ndarray of shape (C,), float64
        Found boxes over all true boxes, of all pictures together; nan if there is no true box at all.

    Raises
    ------
    TypeError, ValueError
        If the pictures differ in number, boxes are not boxes, a count is negative or the threshold is not in (0, 1].

    Notes
    -----
    Every object weighs the same, whatever its class. Uijlings et al. 2013 report the mean of the recalls of the
    classes instead (section 5.1).

    References
    ----------
    J. R. R. Uijlings, K. E. A. van de Sande, T. Gevers and A. W. M. Smeulders, "Selective Search for Object
    Recognition", International Journal of Computer Vision 104, 2013.

    Examples
    --------
    >>> proposals = [[[0, 0, 8, 8], [0, 0, 4, 4], [5, 5, 8, 8]]]
    >>> truths = [[[0, 0, 4, 3], [5, 5, 8, 8]]]
    >>> recall_at(proposals, truths, [1, 2, 3, 100])
    array([0. , 0.5, 1. , 1. ])
    """
    if len(proposals) != len(truths):
        raise ValueError(
            f"proposals and truths must hold one array a picture each, got {len(proposals)} and {len(truths)}"
        )
    if not isinstance(counts, Sequence | np.ndarray):
        raise TypeError(f"counts must be a sequence of whole numbers, got {type(counts).__name__} {counts!r}")
    taken = np.array([integer("counts", count, minimum=0) for count in counts], dtype=np.int64)  # (C,)
    if real("iou_threshold", iou_threshold, maximum=1) <= 0:
        raise ValueError(f"iou_threshold must be greater than 0, got {iou_threshold}")
    places = [
        _place_found(box_list(f"proposals[{picture}]", rows), box_list(f"truths[{picture}]", boxes), iou_threshold)
        for picture, (rows, boxes) in enumerate(zip(proposals, truths, strict=True))
    ]
    place = np.concatenate([np.zeros(0), *places])  # (all true boxes,)
    if not len(place):
        return np.full(len(taken), np.nan)
    return np.asarray((place < taken[:, None]).mean(axis=1))


def _place_found(proposals: NDArray[Any], truths: NDArray[Any], iou_threshold: float) -> NDArray[np.float64]:
    """Return the place of the first proposal that covers each true box, counted from 0; infinity if none does."""
    covers = box_iou(proposals, truths) >= iou_threshold  # (N, M)
    if not len(covers):
        return np.full(len(truths), np.inf)
    return np.where(covers.any(axis=0), covers.argmax(axis=0), np.inf)
