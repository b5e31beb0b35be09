"""Which anchor should learn which ground truth, and what: the targets that a detector is trained with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.boxes import _checks
from companion.boxes._greedy import claim, survey
from companion.boxes.offsets import SCALES, encode_offsets

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Match:
    """Which ground truth each anchor has; arrays here, tensors in the torch twin.

    Parameters
    ----------
    indices : ndarray of shape (B, A), int64
        Row of the ground truth in its picture, -1 for background.
    iou : ndarray of shape (B, A), float
        IoU with that ground truth; for background the highest IoU with any, 0 where the picture has none.
    """

    indices: NDArray[np.int64]
    iou: Array


@dataclass(frozen=True, eq=False)
class Targets:
    """What a detector should answer at each anchor; arrays here, tensors in the torch twin.

    Parameters
    ----------
    classes : ndarray of shape (B, A), int64
        0 is background, label c is c + 1.
    offsets : ndarray of shape (B, A, 4), float
        From the anchor to its ground truth; 0 for background.
    mask : ndarray of shape (B, A), bool
        Where there is a ground truth, so that offsets count.
    """

    classes: NDArray[np.int64]
    offsets: Array
    mask: NDArray[np.bool_]


def match_anchors(anchors: ArrayLike, boxes: ArrayLike, labels: ArrayLike, *, iou_threshold: float = 0.5) -> Match:
    """Give every ground truth an anchor of its own, then every anchor that fits well enough a ground truth.

    Parameters
    ----------
    anchors : array_like of shape (A, 4), float, pixels, xyxy
    boxes : array_like of shape (B, M, 4), float, pixels, xyxy
        Ground truths of B pictures, or (M, 4) of one.
    labels : array_like of shape (B, M) or (M,), int
        Class of each box; -1 says that there is none, and its box may hold any finite numbers.
    iou_threshold : float
        From 0 to 1.

    Returns
    -------
    Match
        Of shape (B, A), or (A,) for one picture.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, labels are not whole numbers of at least -1, or a box is not finite or not xyxy.

    Notes
    -----
    First step: of all pairs of a ground truth and an anchor, neither of them used yet, the one with the highest IoU is
    matched, again and again; so each ground truth has exactly one anchor while there are any left, even where they
    share nothing. Equal IoU: the lower ground truth first, then the lower anchor. Second step: every other anchor takes
    the ground truth with which it has the highest IoU (the lower one if equal), where that is at least `iou_threshold`.

    The paper's first step gives every ground truth its best anchor and does not say what happens when two want the
    same one; the greedy order is that of *Dive into Deep Learning*. The paper asks for more than the threshold.

    Memory is that of a table of the anchors of all pictures, not of all pairs. A ground truth whose anchor goes to
    another is measured once more, so that many which want the same anchors cost more: twenty equal boxes in each
    picture about eight times the time, and seven times the memory, of twenty that lie apart.

    References
    ----------
    Liu et al. 2016, section 2.2, "Matching strategy".

    Examples
    --------
    Both boxes fit the first anchor best. The second fits it better, so the first has to make do with another; its
    IoU there, 0.286, would not have been enough otherwise:

    >>> anchors = [[0, 0, 10, 10], [4, 0, 14, 10], [50, 50, 60, 60]]
    >>> match = match_anchors(anchors, [[0, 0, 8, 10], [0, 0, 9, 10]], [3, 7])
    >>> match.indices.tolist(), match.iou.round(3).tolist()
    ([1, 0, -1], [0.9, 0.286, 0.0])
    """
    anchors, boxes, real, batched = _checked(anchors, boxes, labels)
    check.real("iou_threshold", iou_threshold, minimum=0, maximum=1)
    nearest, iou, best = survey(anchors, boxes, real)
    claimed, claimed_iou = claim(anchors, boxes, *best)
    indices = np.where(iou >= iou_threshold, nearest, -1)
    np.maximum(iou, 0, out=iou)  # -1 stood for "no ground truth"
    picture, row = np.nonzero(claimed >= 0)
    place = claimed[picture, row]
    indices[picture, place], iou[picture, place] = row, claimed_iou[picture, row]
    return Match(indices, iou) if batched else Match(indices[0], iou[0])


def anchor_targets(
    anchors: ArrayLike, boxes: ArrayLike, labels: ArrayLike, match: Match, *, scales: Sequence[float] = SCALES
) -> Targets:
    """Turn a match into what a detector is trained with.

    Parameters
    ----------
    anchors, boxes, labels
        As in :func:`match_anchors`.
    match : Match
        Its result for them.
    scales : sequence of 4 float
        As in :func:`~companion.boxes.encode_offsets`.

    Returns
    -------
    Targets
        Of shape (B, A), or (A,) for one picture.

    Raises
    ------
    TypeError, ValueError
        As :func:`match_anchors`; also if the match is none, or of another shape, or an anchor has no area.

    References
    ----------
    Liu et al. 2016, section 2.2.

    Examples
    --------
    >>> anchors, boxes = [[0, 0, 10, 10], [50, 50, 60, 60]], [[0, 0, 20, 10]]
    >>> targets = anchor_targets(anchors, boxes, [4], match_anchors(anchors, boxes, [4]))
    >>> targets.classes.tolist(), targets.offsets.round(2).tolist()
    ([5, 0], [[5.0, 0.0, 3.47, 0.0], [0.0, 0.0, 0.0, 0.0]])
    """
    if not isinstance(match, Match):
        raise TypeError(f"match must be what match_anchors returns, got {type(match).__name__}")
    anchors, boxes, real, batched = _checked(anchors, boxes, labels)
    shape = (len(boxes), len(anchors))
    indices = check.array("match.indices", match.indices, shape=shape if batched else shape[1:]).reshape(shape)
    classes, offsets = np.zeros(shape, np.int64), np.zeros((*shape, 4), np.result_type(anchors, boxes))
    mask = indices >= 0
    picture, place = np.nonzero(mask)
    row = indices[picture, place]
    if not (real.shape[1] > row).all() or not real[picture, row].all():
        raise ValueError("match must come from the same boxes and labels, got an index that is no ground truth there")
    classes[mask] = np.reshape(labels, real.shape)[picture, row].astype(np.int64) + 1  # 255 + 1 is 0 in uint8
    offsets[mask] = encode_offsets(anchors[place], boxes[picture, row], scales=scales)
    return Targets(classes, offsets, mask) if batched else Targets(classes[0], offsets[0], mask[0])


def _checked(anchors: Any, boxes: Any, labels: Any) -> tuple[Array, Array, NDArray[np.bool_], bool]:
    """Return anchors, boxes of shape (B, M, 4) with zeros where there is none, which are real, and if B was given."""
    anchors = _checks.box_list("anchors", anchors)
    boxes = _checks.finite_rows("boxes", boxes)
    batched = boxes.ndim == 3
    check.array("boxes", boxes, shape=("B", "M", 4) if batched else ("M", 4))
    labels = check.array("labels", labels, shape=boxes.shape[:-1])
    labels = labels.astype(np.int64) if labels.size == 0 else labels
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels must be whole numbers, got dtype {labels.dtype}")
    if (labels < -1).any():
        raise ValueError(f"labels must be at least -1, which says that there is no box, got {labels.min()}")
    real = labels >= 0
    boxes = _checks.corner_boxes("boxes", np.where(real[..., None], boxes, boxes.dtype.type(0)))
    return (anchors, boxes, real, True) if batched else (anchors, boxes[None], real[None], False)
