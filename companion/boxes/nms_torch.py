"""Non-maximum suppression for tensors on any device: same names and same indices as ``companion.boxes.nms``.

The numbers go to the main memory and the search of ``companion.boxes.nms`` is run there: how many boxes remain must
be known before the program can go on, so that it has to wait for a GPU anyway. So every device gives the same indices,
and a CPU is spared the quadratic time of ``torchvision.ops.nms``.
"""

from companion.check import require

require("torch")

import torch
from torch import Tensor

import numpy as np
from numpy.typing import NDArray

from companion.boxes.formats_torch import floating
from companion.boxes.nms import batched_nms as _batched_nms
from companion.boxes.nms import nms as _nms


def nms(boxes: Tensor, scores: Tensor, *, iou_threshold: float = 0.5) -> Tensor:
    """Return the boxes that remain if, from the best score on, each one kept removes all later ones that overlap it.

    Parameters
    ----------
    boxes : Tensor of shape (N, 4), float, pixels, xyxy
        A box with x2 < x1 or y2 < y1 has area 0: it remains, and removes none.
    scores : Tensor of shape (N,), float
        Of equal scores the lower index comes first.
    iou_threshold : float
        From 0 to 1. A box goes if its IoU with a kept one is greater than this, not if it is equal.

    Returns
    -------
    Tensor of shape (K,), int64, on the device of `boxes`
        Indices of the boxes kept, best first. No gradient passes through them.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a number is not finite, or the threshold lies outside [0, 1].

    Notes
    -----
    IoU is computed in float64 if the boxes came so and in float32 otherwise; scores are compared likewise.

    Examples
    --------
    >>> nms(torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]]), torch.tensor([0.8, 0.9, 0.7]))
    tensor([1, 2])
    """
    kept = _nms(_corners(boxes), _numbers(scores), iou_threshold=iou_threshold)
    return torch.from_numpy(kept).to(boxes.device)


def batched_nms(boxes: Tensor, scores: Tensor, labels: Tensor, *, iou_threshold: float = 0.5) -> Tensor:
    """Return the boxes that remain if boxes remove only those of their own class.

    Parameters
    ----------
    boxes, scores, iou_threshold
        As in :func:`nms`.
    labels : Tensor of shape (N,), int
        Any whole numbers: the class, or the picture, or both in one number.

    Returns
    -------
    Tensor of shape (K,), int64, on the device of `boxes`
        Indices of the boxes kept, best first whatever their class.

    Raises
    ------
    TypeError, ValueError
        As :func:`nms`, and if a label is not a whole number.

    Examples
    --------
    >>> boxes = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [0, 1, 10, 11]])
    >>> batched_nms(boxes, torch.tensor([0.8, 0.9, 0.7]), torch.tensor([5, 3, 3]))
    tensor([1, 0])
    """
    names = labels.cpu().numpy()
    kept = _batched_nms(_corners(boxes), _numbers(scores), names, iou_threshold=iou_threshold)
    return torch.from_numpy(kept).to(boxes.device)


def _corners(boxes: Tensor) -> NDArray[np.floating]:
    rows = _numbers(floating("boxes", boxes))
    return np.concatenate([rows[..., :2], np.maximum(rows[..., :2], rows[..., 2:])], axis=-1)


def _numbers(values: Tensor) -> NDArray[np.floating]:
    return values.detach().to("cpu", torch.float64 if values.dtype == torch.float64 else torch.float32).numpy()
