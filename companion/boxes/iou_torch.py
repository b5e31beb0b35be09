"""Intersection over union and its generalisation for tensors: same names and numbers as ``companion.boxes.iou``.

Gradients pass through both, so that either can be part of a loss. The values are not looked at, because that would make
the program wait for a GPU; only shapes are checked.
"""

from collections.abc import Callable

from companion.check import require

require("torch")

import torch
from torch import Tensor

from companion.boxes.formats_torch import at_least_32_bits, box_area

Choice = Callable[[Tensor, Tensor], Tensor]  # torch.minimum or torch.maximum


def box_iou(first: Tensor, second: Tensor) -> Tensor:
    """Return the intersection over union of every box of one list with every box of another.

    Parameters
    ----------
    first : Tensor of shape (..., N, 4), float, pixels, xyxy
    second : Tensor of shape (..., M, 4), float, pixels, xyxy
        Leading axes are pictures of a batch and broadcast: one list of anchors meets the boxes of every picture.

    Returns
    -------
    Tensor of shape (..., N, M), float, from 0 to 1
        0 where two boxes together cover no area. A box with x2 < x1 or y2 < y1 has area 0 and shares nothing.

    Raises
    ------
    ValueError
        If a shape does not fit.

    Notes
    -----
    Half precision is computed, and returned, in float32: an area of 300 x 300 pixels is beyond float16.

    References
    ----------
    Everingham et al. 2010, section 4.2.

    Examples
    --------
    >>> box_iou(torch.tensor([[0.0, 0, 4, 4]]), torch.tensor([[1.0, 1, 3, 3], [9, 9, 10, 10]]))
    tensor([[0.2500, 0.0000]])
    """
    first, second = _lists(first, second)
    shared, union = _shared_and_union(first, second)
    return shared / _not_zero(union)


def box_giou(first: Tensor, second: Tensor) -> Tensor:
    """Return the generalised IoU of every box of one list with every box of another; shapes as in :func:`box_iou`.

    Returns
    -------
    Tensor of shape (..., N, M), float, from -1 to 1
        IoU minus the part of the smallest box around both that neither covers.

    Notes
    -----
    A box with x2 < x1 or y2 < y1 has area 0 and shares nothing; the box around it and another begins at the smaller x1
    and y1 and ends at the larger x2 and y2.

    References
    ----------
    Rezatofighi et al. 2019, algorithm 1.

    Examples
    --------
    >>> box_giou(torch.tensor([[0.0, 0, 2, 5]]), torch.tensor([[4.0, 0, 6, 5]]))
    tensor([[-0.3333]])
    """
    first, second = _lists(first, second)
    shared, union = _shared_and_union(first, second)
    around = _area_between(torch.minimum, torch.maximum, first, second)
    empty = (around - union).clamp(min=0)  # rounding alone makes it negative
    return shared / _not_zero(union) - empty / _not_zero(around)


def _lists(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    """Return both lists in one type of at least 32 bits, as (..., N, 1, 4) and (..., 1, M, 4)."""
    lists = []
    for name, boxes in (("first", first), ("second", second)):
        if boxes.ndim < 2 or boxes.shape[-1] != 4:
            raise ValueError(f"{name} must have shape (..., N, 4), got {tuple(boxes.shape)}")
        lists.append(at_least_32_bits(name, boxes))
    try:
        torch.broadcast_shapes(first.shape[:-2], second.shape[:-2])
    except RuntimeError:
        raise ValueError(
            f"second must fit the leading axes of first, {tuple(first.shape[:-2])}, got {tuple(second.shape[:-2])}"
        ) from None
    return lists[0].unsqueeze(-2), lists[1].unsqueeze(-3)


def _shared_and_union(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    shared = _area_between(torch.maximum, torch.minimum, first, second)
    return shared, box_area(first) + box_area(second) - shared


def _area_between(low: Choice, high: Choice, first: Tensor, second: Tensor) -> Tensor:
    """Return the area of the box from the `low` of both left top corners to the `high` of both right bottom corners."""
    (x1, y1, x2, y2), (other_x1, other_y1, other_x2, other_y2) = first.unbind(-1), second.unbind(-1)
    width = (high(x2, other_x2) - low(x1, other_x1)).clamp(min=0)
    return width * (high(y2, other_y2) - low(y1, other_y1)).clamp(min=0)


def _not_zero(area: Tensor) -> Tensor:
    """Put 1 for an area of 0: nothing divided by it is 0, and its gradient is finite."""
    return area.masked_fill(area == 0, 1)
