"""The two steps of :func:`~companion.boxes.match_anchors`, without its checks.

The loops run over the ground truths of a picture, of which there are few, and each turn serves all pictures at once.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.boxes.iou import box_iou

Array = NDArray[Any]


def survey(anchors: Array, boxes: Array, real: Array) -> tuple[Array, Array, tuple[Array, Array]]:
    """Return the best ground truth of each anchor and its IoU, (B, A); the best anchor of each ground truth, (B, M).

    An IoU of -1 stands for "there is none".
    """
    shape, dtype = (len(boxes), len(anchors)), np.result_type(anchors, boxes)
    nearest, highest = np.full(shape, -1, np.int64), np.full(shape, -1, dtype)
    place, value = np.zeros(real.shape, np.int64), np.full(real.shape, -1, dtype)
    if not len(anchors):
        return nearest, highest, (place, value)
    for row in np.flatnonzero(real.any(axis=0)):
        iou = box_iou(boxes[:, row], anchors)  # (B, A)
        iou[~real[:, row]] = -1
        place[:, row], value[:, row] = iou.argmax(axis=1), iou.max(axis=1)
        np.putmask(nearest, iou > highest, row)
        np.maximum(highest, iou, out=highest)
    return nearest, highest, (place, value)


def claim(anchors: Array, boxes: Array, place: Array, value: Array) -> tuple[Array, Array]:
    """Return the anchor of each ground truth, -1 for none, and their IoU: globally best pair first, (B, M) each.

    `place` and `value` are changed: they always hold the best free anchor of each ground truth that has none yet.
    """
    claimed, claimed_iou = np.full(place.shape, -1, np.int64), np.zeros_like(value)
    taken = np.zeros((len(boxes), len(anchors)), bool)
    for _ in range(place.shape[1]):
        row = value.argmax(axis=1)  # the first of equal ones
        picture = np.flatnonzero(value[np.arange(len(row)), row] >= 0)
        if not len(picture):
            break
        row = row[picture]
        anchor = place[picture, row]
        claimed[picture, row], claimed_iou[picture, row] = anchor, value[picture, row]
        taken[picture, anchor], value[picture, row] = True, -1
        picture, row = np.nonzero((value >= 0) & np.take_along_axis(taken, place, axis=1))
        if len(picture):  # these wanted an anchor that has just gone
            iou = box_iou(boxes[picture, row], anchors)
            iou[taken[picture]] = -1
            place[picture, row], value[picture, row] = iou.argmax(axis=1), iou.max(axis=1)
    return claimed, claimed_iou
