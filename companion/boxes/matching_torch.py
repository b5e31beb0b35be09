"""The matching of ``companion.boxes.matching`` for tensors: same names, same anchors, on any device.

The values are not looked at; only shapes are checked. Matching is not differentiable, and no gradient is recorded.
"""

from collections.abc import Sequence

from companion.check import require

require("torch")

import torch
from torch import Tensor

from companion import check
from companion.boxes.formats_torch import at_least_32_bits
from companion.boxes.iou_torch import box_iou
from companion.boxes.matching import Match, Targets
from companion.boxes.offsets import SCALES
from companion.boxes.offsets_torch import encode_offsets


@torch.no_grad()
def match_anchors(anchors: Tensor, boxes: Tensor, labels: Tensor, *, iou_threshold: float = 0.5) -> Match:
    """Give every ground truth an anchor of its own, then every anchor that fits well enough a ground truth.

    Parameters
    ----------
    anchors : Tensor of shape (A, 4), float, pixels, xyxy
    boxes : Tensor of shape (B, M, 4), float, pixels, xyxy
        Ground truths of B pictures, or (M, 4) of one.
    labels : Tensor of shape (B, M) or (M,), int
        Class of each box; below 0 there is none, and its box may hold anything, even nan.
    iou_threshold : float
        From 0 to 1.

    Returns
    -------
    Match
        Of tensors of shape (B, A), or (A,) for one picture. As :func:`companion.boxes.match_anchors`; a box with
        x2 < x1 or y2 < y1 shares nothing with any anchor, where the NumPy function refuses it.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit or the labels are not whole numbers.

    Notes
    -----
    At each of at most M turns the program asks the device once whether two ground truths of a picture wanted the same
    anchor, and waits for the answer.

    Whole numbers and half precision are computed, and returned, in float32.

    References
    ----------
    Liu et al. 2016, section 2.2, "Matching strategy".

    Examples
    --------
    >>> anchors = torch.tensor([[0.0, 0, 10, 10], [4, 0, 14, 10], [50, 50, 60, 60]])
    >>> boxes = torch.tensor([[0.0, 0, 8, 10], [0, 0, 9, 10]])
    >>> match_anchors(anchors, boxes, torch.tensor([3, 7])).indices
    tensor([ 1,  0, -1])
    """
    check.real("iou_threshold", iou_threshold, minimum=0, maximum=1)
    anchors, boxes, labels, batched = _batch(anchors, boxes, labels)
    nearest, iou, place, value = _survey(anchors, boxes, labels >= 0)
    claimed, claimed_iou = _claim(anchors, boxes, place, value)
    indices = torch.where(iou >= iou_threshold, nearest, -1)
    iou = iou.clamp(min=0)  # -1 stood for "no ground truth"
    picture, row = (claimed >= 0).nonzero(as_tuple=True)
    anchor = claimed[picture, row]
    indices[picture, anchor], iou[picture, anchor] = row, claimed_iou[picture, row]
    return Match(indices, iou) if batched else Match(indices[0], iou[0])


@torch.no_grad()
def anchor_targets(
    anchors: Tensor, boxes: Tensor, labels: Tensor, match: Match, *, scales: Sequence[float] = SCALES
) -> Targets:
    """Turn a match into what a detector is trained with.

    Parameters
    ----------
    anchors, boxes, labels
        As in :func:`match_anchors`.
    match : Match
        Its result for them.
    scales : sequence of 4 float
        As in :func:`~companion.boxes.offsets_torch.encode_offsets`.

    Returns
    -------
    Targets
        Of tensors of shape (B, A), or (A,) for one picture. As :func:`companion.boxes.anchor_targets`.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, the labels are not whole numbers, or `match` is none.

    Examples
    --------
    >>> anchors, boxes = torch.tensor([[0.0, 0, 10, 10], [50, 50, 60, 60]]), torch.tensor([[0.0, 0, 20, 10]])
    >>> labels = torch.tensor([4])
    >>> anchor_targets(anchors, boxes, labels, match_anchors(anchors, boxes, labels)).classes
    tensor([5, 0])
    """
    if not isinstance(match, Match):
        raise TypeError(f"match must be what match_anchors returns, got {type(match).__name__}")
    anchors, boxes, labels, batched = _batch(anchors, boxes, labels)
    shape = (len(boxes), len(anchors))
    if tuple(match.indices.shape) != (shape if batched else shape[1:]):
        raise ValueError(f"match must be of shape {shape if batched else shape[1:]}, got {tuple(match.indices.shape)}")
    mask = match.indices.reshape(shape) >= 0
    picture, place = mask.nonzero(as_tuple=True)
    row = match.indices.reshape(shape)[picture, place]
    classes = torch.zeros(shape, dtype=torch.int64, device=boxes.device)
    classes[picture, place] = labels[picture, row].long() + 1
    goal = encode_offsets(anchors[place], boxes[picture, row], scales=scales)
    offsets = goal.new_zeros((*shape, 4))
    offsets[picture, place] = goal
    return Targets(classes, offsets, mask) if batched else Targets(classes[0], offsets[0], mask[0])


def _batch(anchors: Tensor, boxes: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor, bool]:
    """Return anchors, boxes of shape (B, M, 4), labels of shape (B, M), and whether B was given."""
    if anchors.ndim != 2 or anchors.shape[1] != 4:
        raise ValueError(f"anchors must have shape (A, 4), got {tuple(anchors.shape)}")
    if boxes.ndim not in (2, 3) or boxes.shape[-1] != 4:
        raise ValueError(f"boxes must have shape (B, M, 4) or (M, 4), got {tuple(boxes.shape)}")
    if labels.shape != boxes.shape[:-1]:
        raise ValueError(f"labels must have shape {tuple(boxes.shape[:-1])}, got {tuple(labels.shape)}")
    if labels.dtype == torch.bool or labels.is_floating_point():
        raise TypeError(f"labels must be whole numbers, got dtype {labels.dtype}")
    anchors, boxes = at_least_32_bits("anchors", anchors), at_least_32_bits("boxes", boxes)  # as box_iou does
    return (anchors, boxes, labels, True) if boxes.ndim == 3 else (anchors, boxes[None], labels[None], False)


def _survey(anchors: Tensor, boxes: Tensor, real: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the best ground truth of each anchor and its IoU, (B, A); the best anchor of each truth and its, (B, M).

    An IoU of -1 stands for "there is none".
    """
    dtype = torch.promote_types(anchors.dtype, boxes.dtype)
    nearest = torch.full((len(boxes), len(anchors)), -1, device=boxes.device)
    highest = torch.full(nearest.shape, -1, dtype=dtype, device=boxes.device)
    place = torch.zeros(real.shape, dtype=torch.int64, device=boxes.device)
    value = torch.full(real.shape, -1, dtype=dtype, device=boxes.device)
    for row in range(real.shape[1] if len(anchors) else 0):
        iou = box_iou(boxes[:, row], anchors).masked_fill_(~real[:, row, None], -1)  # (B, A)
        value[:, row], place[:, row] = iou.max(dim=1)  # the first of equal ones
        nearest.masked_fill_(iou > highest, row)
        highest = torch.maximum(highest, iou)
    return nearest, highest, place, value


def _claim(anchors: Tensor, boxes: Tensor, place: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
    """Return the anchor of each ground truth, -1 for none, and their IoU: globally best pair first, (B, M) each.

    `place` and `value` are changed: they always hold the best free anchor of each ground truth that has none yet.
    """
    claimed, claimed_iou = torch.full_like(place, -1), torch.zeros_like(value)
    taken = torch.zeros((len(boxes), len(anchors)), dtype=torch.bool, device=boxes.device)
    for _ in range(place.shape[1]):
        highest, row = value.max(dim=1)
        picture = (highest >= 0).nonzero()[:, 0]
        if not len(picture):
            break
        row = row[picture]
        anchor = place[picture, row]
        claimed[picture, row], claimed_iou[picture, row] = anchor, value[picture, row]
        taken[picture, anchor], value[picture, row] = True, -1
        picture, row = ((value >= 0) & taken.gather(1, place)).nonzero(as_tuple=True)
        if len(picture):  # these wanted an anchor that has just gone
            iou = box_iou(boxes[picture, row], anchors).masked_fill_(taken[picture], -1)
            value[picture, row], place[picture, row] = iou.max(dim=1)
    return claimed, claimed_iou
