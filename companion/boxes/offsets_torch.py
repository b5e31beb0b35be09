"""The offsets of ``companion.boxes.offsets`` for tensors: same names, same numbers, on any device.

The values of tensors are not looked at, because that would make the program wait for a GPU; only shapes are checked.
Gradients pass through both functions. Half precision is computed, and returned, in float32: the limits of growth are
beyond float16.
"""

from collections.abc import Sequence

from companion.check import require

require("torch")

import math

import torch
from torch import Tensor

from companion.boxes.formats_torch import at_least_32_bits, xyxy_to_cxcywh
from companion.boxes.offsets import MOST_GROWTH, SCALES, checked_scales


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
    TypeError, ValueError
        If a shape does not fit, or a scale is not positive.

    References
    ----------
    Girshick et al. 2014, appendix C. Ren et al. 2015, equation 2.

    Examples
    --------
    >>> encode_offsets(torch.tensor([0.0, 0, 10, 10]), torch.tensor([0.0, 0, 20, 10]))
    tensor([5.0000, 0.0000, 3.4657, 0.0000])
    """
    _broadcast(anchors, "boxes", boxes)
    center, side = _center_and_side("anchors", anchors)
    goal_center, goal_side = _center_and_side("boxes", boxes)
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
    TypeError, ValueError
        If a shape does not fit, or a scale is not positive.

    References
    ----------
    Girshick et al. 2014, equations 1 to 4.

    Examples
    --------
    >>> decode_offsets(torch.tensor([0.0, 0, 10, 10]), torch.tensor([5.0, 0, 0, 0]))
    tensor([ 5.,  0., 15., 10.])
    """
    _broadcast(anchors, "offsets", offsets)
    center, side = _center_and_side("anchors", anchors)
    moves = at_least_32_bits("offsets", offsets)
    shift, growth = (moves * _like(moves, scales)).split(2, dim=-1)
    center = center + shift * side
    half = growth.clamp(max=math.log(MOST_GROWTH)).exp() * side / 2
    return torch.cat([center - half, center + half], dim=-1)


def _center_and_side(name: str, boxes: Tensor) -> tuple[Tensor, ...]:
    """Return (x, y) of the centres and (width, height), each of shape (..., 2)."""
    return xyxy_to_cxcywh(at_least_32_bits(name, boxes)).split(2, dim=-1)


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
    return rows.new_tensor(checked_scales(scales).tolist())
