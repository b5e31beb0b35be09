"""What the cells of the grid detector should say, and how wrong they are."""

from typing import NamedTuple

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor

from companion.detection.grid_torch import STRIDE, cell_centres

_SHARE = 0.5  # of a box's width and height, about its centre, whose cells are asked for the object
_REACH = 0.75 * STRIDE  # and at least so far from the centre, pixels


class CellTargets(NamedTuple):
    """What every cell should say.

    Parameters
    ----------
    positive : Tensor of shape (B, h, w), bool
        Whether the cell is asked for an object.
    labels : Tensor of shape (B, h, w), int64
        Class of that object; 0 where there is none.
    distances : Tensor of shape (B, h, w, 4), pixels
        To its left, top, right and lower edge; 1 where there is none.
    """

    positive: Tensor
    labels: Tensor
    distances: Tensor


def cell_targets(boxes: Tensor, labels: Tensor, grid_size: tuple[int, int]) -> CellTargets:
    """Ask several cells for each object: those around its centre that lie inside its box.

    Parameters
    ----------
    boxes : Tensor of shape (B, M, 4), pixels, xyxy
        Ground truths; rows whose label is -1 are padding and may hold anything.
    labels : Tensor of shape (B, M), int64
        Classes, padded with -1. M is at least 1.
    grid_size : tuple of int
        Cells (height, width).

    Returns
    -------
    CellTargets
        A cell that two objects claim is asked for the one with the smaller box.

    Notes
    -----
    Cells count whose centre lies in the middle half of the box, in each direction, or within 6 pixels of its centre
    where that is more, and inside the box. A sliver that holds no cell's centre is asked of nobody: it counts as
    background.

    References
    ----------
    Tian et al. 2019, FCOS: fully convolutional one-stage object detection, section 3.1 (all cells inside the box; the
    smaller box wins). Sampling around the centre is a later improvement of the same authors' code.

    Examples
    --------
    >>> boxes, labels = torch.tensor([[[0.0, 0, 16, 8], [9, 9, 9, 9]]]), torch.tensor([[3, -1]])
    >>> cell_targets(boxes, labels, (2, 2)).positive.tolist()
    [[[True, True], [False, False]]]
    """
    centres = cell_centres(*grid_size).to(boxes)[None, :, :, None]  # (1, h, w, 1, 2)
    first, last = boxes[:, None, None, :, :2], boxes[:, None, None, :, 2:]  # (B, 1, 1, M, 2)
    distances = torch.cat([centres - first, last - centres], dim=-1)  # (B, h, w, M, 4)
    reach = (_SHARE / 2 * (last - first)).clamp(min=_REACH)
    near = ((centres - (first + last) / 2).abs() <= reach).all(dim=-1)
    candidate = near & (distances > 0).all(dim=-1) & (labels >= 0)[:, None, None]
    areas = (last - first).prod(dim=-1).masked_fill(~candidate, torch.inf)  # (B, h, w, M)
    smallest, owner = areas.min(dim=-1)
    positive = smallest.isfinite()
    owned = torch.take_along_dim(distances, owner[..., None, None], dim=-2).squeeze(-2)  # (B, h, w, 4)
    classes = torch.take_along_dim(labels[:, None, None], owner[..., None], dim=-1).squeeze(-1)
    return CellTargets(positive, classes.where(positive, 0), owned.where(positive[..., None], 1.0))


def grid_loss(objectness: Tensor, class_logits: Tensor, distances: Tensor, targets: CellTargets) -> Tensor:
    """Return the loss of a batch: objectness in all cells, class and box in those that are asked for an object.

    Parameters
    ----------
    objectness, class_logits, distances : Tensor
        As :class:`~companion.detection.grid_torch.GridDetector` gives them.
    targets : CellTargets
        As :func:`cell_targets` gives them.

    Returns
    -------
    Tensor of shape ()
        Sums over the cells, divided by the number of cells that are asked (at least 1).

    Notes
    -----
    The objectness of an asked cell shall be the overlap (IoU) that its own box reaches now, of any other cell 0. The
    box costs 1 - IoU, twice.
    """
    overlap = overlap_of_distances(distances, targets.distances) * targets.positive
    objects = F.binary_cross_entropy_with_logits(objectness, overlap.detach(), reduction="sum")
    classes = F.cross_entropy(class_logits[targets.positive], targets.labels[targets.positive], reduction="sum")
    boxes = (1 - overlap)[targets.positive].sum()
    return (objects + classes + 2 * boxes) / targets.positive.sum().clamp(min=1)


def overlap_of_distances(first: Tensor, second: Tensor) -> Tensor:
    """Return the IoU of boxes that share a point, each given by that point's distances to its four edges.

    Parameters
    ----------
    first, second : Tensor of shape (..., 4), pixels
        Left, top, right, lower; all above 0.

    Returns
    -------
    Tensor of shape (...)

    References
    ----------
    Yu et al. 2016, UnitBox: an advanced object detection network, algorithm 1.

    Examples
    --------
    >>> overlap_of_distances(torch.tensor([1.0, 1, 1, 1]), torch.tensor([1.0, 1, 3, 1]))
    tensor(0.5000)
    """
    shared = (torch.minimum(first, second)[..., :2] + torch.minimum(first, second)[..., 2:]).prod(dim=-1)
    areas = [(box[..., :2] + box[..., 2:]).prod(dim=-1) for box in (first, second)]
    return shared / (areas[0] + areas[1] - shared)
