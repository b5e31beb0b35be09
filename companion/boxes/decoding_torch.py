"""The decoding of ``companion.boxes.decoding`` for tensors: same name, same detections, on any device.

Whether probabilities lie from 0 to 1 is not looked at: logits give scores that are logits.
"""

from companion.check import require

require("torch")

import torch
from torch import Tensor

from companion import check
from companion.boxes.nms_torch import batched_nms
from companion.boxes.offsets_torch import decode_offsets


@torch.no_grad()
def decode_detections(
    class_probabilities: Tensor,
    offsets: Tensor,
    anchors: Tensor,
    *,
    score_threshold: float = 0.5,
    iou_threshold: float = 0.5,
    max_detections: int = 100,
) -> tuple[Tensor, Tensor, Tensor]:
    """Return what a detector found in one picture.

    Parameters
    ----------
    class_probabilities : Tensor of shape (A, 1 + num_classes), float
        Of each anchor; column 0 is background, column c + 1 is label c.
    offsets : Tensor of shape (A, 4), float
        As :func:`~companion.boxes.offsets_torch.encode_offsets` makes them, with the scales it has by default.
    anchors : Tensor of shape (A, 4), float, pixels, xyxy
    score_threshold : float
        An anchor counts if its probability is above this.
    iou_threshold : float
        Of two boxes with one label and an IoU above this, only the better stays.
    max_detections : int
        The most detections; the best ones stay.

    Returns
    -------
    boxes : Tensor of shape (K, 4), float, pixels, xyxy
    labels : Tensor of shape (K,), int64
    scores : Tensor of shape (K,), float
        As :func:`companion.boxes.decode_detections`, whose notes say which anchors count. An anchor with a
        nan among its probabilities is never a detection.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, an option is out of bounds, or the box of an anchor that counts is not finite.

    References
    ----------
    Liu et al. 2016, section 3.1.

    Examples
    --------
    >>> anchors = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]])
    >>> probabilities = torch.tensor([[0.1, 0.9], [0.2, 0.8], [0.6, 0.4]])
    >>> decode_detections(probabilities, torch.zeros(3, 4), anchors, score_threshold=0.3)[2]
    tensor([0.9000])
    """
    _check_shapes(class_probabilities, offsets, anchors)
    check.real("score_threshold", score_threshold, minimum=0, maximum=1)
    check.integer("max_detections", max_detections, minimum=1)
    scores, winner = class_probabilities.max(dim=1)  # background, column 0, wins a tie
    kept = ((winner > 0) & (scores > score_threshold)).nonzero()[:, 0]
    boxes, labels, scores = decode_offsets(anchors[kept], offsets[kept]), winner[kept] - 1, scores[kept]
    best = batched_nms(boxes, scores, labels, iou_threshold=iou_threshold)[:max_detections]
    return boxes[best], labels[best], scores[best]


def _check_shapes(class_probabilities: Tensor, offsets: Tensor, anchors: Tensor) -> None:
    for name, rows in (("anchors", anchors), ("offsets", offsets)):
        if rows.shape != (len(anchors), 4):
            raise ValueError(f"{name} must have shape ({len(anchors)}, 4), got {tuple(rows.shape)}")
    count = tuple(class_probabilities.shape)
    if len(count) != 2 or count[0] != len(anchors) or not count[1]:
        raise ValueError(f"class_probabilities must have shape ({len(anchors)}, 1 + num_classes), got {count}")
