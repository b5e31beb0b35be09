"""The offsets of :mod:`companion.boxes.offsets` for tensors: same names, same numbers, on any device.

The values are not looked at, because that would make the program wait for a GPU; only shapes are checked. Gradients
pass through both functions.
"""

from collections.abc import Sequence

from companion.check import require

require("torch")

import math

import torch
from torch import Tensor

from companion.boxes.formats_torch import floating, xyxy_to_cxcywh
from companion.boxes.offsets import MOST_GROWTH, SCALES


def encode_offsets(anchors: Tensor, boxes: Tensor, *, scales: Sequence[float] = SCALES) -> Tensor:
    """Return how each box differs from its anchor.

    Parameters
    ----------
    anchors : Tensor of shape (..., 4), float, pixels, xyxy
    boxes : Tensor of shape (..., 4), float, pixels, xyxy
        One box an anchor; leading axes broadcast.
    scales : sequence of 4 float
        By what the offsets in x, y, width and height are divided.

    Returns
    -------
    Tensor of shape (..., 4)
        As :func:`companion.boxes.encode_offsets`. A box with x2 <= x1 counts as a millionth as wide as its anchor; an
        anchor without area gives nan or infinities, where the NumPy function refuses it.

    Raises
    ------
    ValueError
        If a shape does not fit.

    References
    ----------
    Girshick et al. 2014, appendix C. Ren et al. 2015, equation 2.

    Examples
    --------
    >>> encode_offsets(torch.tensor([0.0, 0, 10, 10]), torch.tensor([0.0, 0, 20, 10]))
    tensor([5.0000, 0.0000, 3.4657, 0.0000])
    """
    _broadcast(anchors, "boxes", boxes)
    center, side = xyxy_to_cxcywh(anchors).split(2, dim=-1)
    goal_center, goal_side = xyxy_to_cxcywh(boxes).split(2, dim=-1)
    growth = (goal_side / side).clamp(1 / MOST_GROWTH, MOST_GROWTH)
    moves = torch.cat([(goal_center - center) / side, growth.log()], dim=-1)
    return moves / _like(moves, scales)


def decode_offsets(anchors: Tensor, offsets: Tensor, *, scales: Sequence[float] = SCALES) -> Tensor:
    """Return the boxes that lie at the given offsets from anchors: the inverse of :func:`encode_offsets`.

    Parameters
    ----------
    anchors : Tensor of shape (..., 4), float, pixels, xyxy
    offsets : Tensor of shape (..., 4), float
        Leading axes broadcast.
    scales : sequence of 4 float
        As they were in :func:`encode_offsets`.

    Returns
    -------
    Tensor of shape (..., 4), pixels, xyxy
        Not clipped to the picture; no side grows more than a million times.

    Raises
    ------
    ValueError
        If a shape does not fit.

    References
    ----------
    Girshick et al. 2014, equations 1 to 4.

    Examples
    --------
    >>> decode_offsets(torch.tensor([0.0, 0, 10, 10]), torch.tensor([5.0, 0, 0, 0]))
    tensor([ 5.,  0., 15., 10.])
    """
    _broadcast(anchors, "offsets", offsets)
    center, side = xyxy_to_cxcywh(anchors).split(2, dim=-1)
    moves = floating("offsets", offsets)
    shift, growth = (moves * _like(moves, scales)).split(2, dim=-1)
    center = center + shift * side
    half = growth.clamp(max=math.log(MOST_GROWTH)).exp() * side / 2
    return torch.cat([center - half, center + half], dim=-1)


def _broadcast(anchors: Tensor, name: str, others: Tensor) -> None:
    for argument, rows in (("anchors", anchors), (name, others)):
        if rows.ndim == 0 or rows.shape[-1] != 4:
            raise ValueError(f"{argument} must have shape (..., 4), got {tuple(rows.shape)}")
    try:
        torch.broadcast_shapes(anchors.shape, others.shape)
    except RuntimeError:
        raise ValueError(
            f"{name} must fit anchors of shape {tuple(anchors.shape)}, got {tuple(others.shape)}"
        ) from None


def _like(rows: Tensor, scales: Sequence[float]) -> Tensor:
    if len(scales) != 4:
        raise ValueError(f"scales must be four positive numbers, got {len(scales)}")
    return rows.new_tensor(scales)
