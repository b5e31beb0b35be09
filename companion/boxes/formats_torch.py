"""The conversions of ``companion.boxes.formats`` for tensors: same names, same numbers, on any device.

The values are not looked at, because that would make the program wait for a GPU; only shapes are checked. What a box
with x2 < x1 or y2 < y1 gives stands with each function. Gradients pass through all of them.
"""

from companion.check import require

require("torch")

import torch
from torch import Tensor

from companion import check


def xyxy_to_cxcywh(boxes: Tensor) -> Tensor:
    """Turn corners into centre and size.

    Parameters
    ----------
    boxes : Tensor of shape (..., 4), float, pixels, xyxy
        Whole numbers become floating-point numbers of PyTorch's default type.

    Returns
    -------
    Tensor of shape (..., 4), float, pixels, cxcywh
        A box with x2 < x1 has a negative width; turned back it is the same box again.

    Raises
    ------
    ValueError
        If the last axis does not hold four numbers.

    Examples
    --------
    >>> xyxy_to_cxcywh(torch.tensor([1.0, 2, 5, 10]))
    tensor([3., 6., 4., 8.])
    """
    low, high = _halves(boxes)
    return torch.cat([(low + high) / 2, high - low], dim=-1)


def cxcywh_to_xyxy(boxes: Tensor) -> Tensor:
    """Turn centre and size into corners; a negative width gives x2 < x1.

    Examples
    --------
    >>> cxcywh_to_xyxy(torch.tensor([3.0, 6, 4, 8]))
    tensor([ 1.,  2.,  5., 10.])
    """
    centre, size = _halves(boxes)
    return torch.cat([centre - size / 2, centre + size / 2], dim=-1)


def xyxy_to_xywh(boxes: Tensor) -> Tensor:
    """Turn corners into left top corner and size.

    Examples
    --------
    >>> xyxy_to_xywh(torch.tensor([1.0, 2, 5, 10]))
    tensor([1., 2., 4., 8.])
    """
    low, high = _halves(boxes)
    return torch.cat([low, high - low], dim=-1)


def xywh_to_xyxy(boxes: Tensor) -> Tensor:
    """Turn left top corner and size into corners.

    Examples
    --------
    >>> xywh_to_xyxy(torch.tensor([1.0, 2, 4, 8]))
    tensor([ 1.,  2.,  5., 10.])
    """
    low, size = _halves(boxes)
    return torch.cat([low, low + size], dim=-1)


def xywh_to_cxcywh(boxes: Tensor) -> Tensor:
    """Turn left top corner and size into centre and size.

    Examples
    --------
    >>> xywh_to_cxcywh(torch.tensor([1.0, 2, 4, 8]))
    tensor([3., 6., 4., 8.])
    """
    low, size = _halves(boxes)
    return torch.cat([low + size / 2, size], dim=-1)


def cxcywh_to_xywh(boxes: Tensor) -> Tensor:
    """Turn centre and size into left top corner and size.

    Examples
    --------
    >>> cxcywh_to_xywh(torch.tensor([3.0, 6, 4, 8]))
    tensor([1., 2., 4., 8.])
    """
    centre, size = _halves(boxes)
    return torch.cat([centre - size / 2, size], dim=-1)


def normalise(boxes: Tensor, image_size: int | tuple[int, int]) -> Tensor:
    """Divide x and width by the width of the picture, y and height by its height.

    Parameters
    ----------
    boxes : Tensor of shape (..., 4), float, pixels, in any of the three formats
    image_size : (int, int)
        Height and width of the picture, pixels; one number for a square.

    Returns
    -------
    Tensor of shape (..., 4), float, fractions of the picture, in the same format

    Raises
    ------
    TypeError, ValueError
        If the last axis does not hold four numbers, or `image_size` is not whole or below 1.

    Examples
    --------
    >>> normalise(torch.tensor([50.0, 50, 100, 100]), (100, 200))
    tensor([0.2500, 0.5000, 0.5000, 1.0000])
    """
    rows = floating("boxes", boxes)
    return rows / _width_height(image_size, rows)


def denormalise(boxes: Tensor, image_size: int | tuple[int, int]) -> Tensor:
    """Undo :func:`normalise`: fractions of the picture become pixels.

    Examples
    --------
    >>> denormalise(torch.tensor([0.25, 0.5, 0.5, 1.0]), (100, 200))
    tensor([ 50.,  50., 100., 100.])
    """
    rows = floating("boxes", boxes)
    return rows * _width_height(image_size, rows)


def clip(boxes: Tensor, image_size: int | tuple[int, int]) -> Tensor:
    """Cut xyxy boxes off at the edges of the picture; one that lies outside has area 0 afterwards, and stays.

    Examples
    --------
    >>> clip(torch.tensor([[-5.0, 10, 20, 300]]), (100, 200))
    tensor([[  0.,  10.,  20., 100.]])
    """
    rows = floating("boxes", boxes)
    return torch.minimum(rows.clamp(min=0), _width_height(image_size, rows))


def box_area(boxes: Tensor) -> Tensor:
    """Return width times height of xyxy boxes, shape (...); 0 where x2 < x1 or y2 < y1.

    Examples
    --------
    >>> box_area(torch.tensor([[1.0, 2, 5, 10], [5, 2, 1, 10]]))
    tensor([32.,  0.])
    """
    low, high = _halves(boxes)
    return (high - low).clamp(min=0).prod(dim=-1)


def floating(name: str, boxes: Tensor) -> Tensor:
    """Return boxes of shape (..., 4) as they are if floating, else in PyTorch's default floating type."""
    if boxes.ndim == 0 or boxes.shape[-1] != 4:
        raise ValueError(f"{name} must have shape (..., 4), got {tuple(boxes.shape)}")
    return boxes if boxes.is_floating_point() else boxes.to(torch.get_default_dtype())


def at_least_32_bits(name: str, boxes: Tensor) -> Tensor:
    """Return boxes of shape (..., 4) as :func:`floating` does, but half precision in float32."""
    rows = floating(name, boxes)
    return rows.float() if rows.dtype in (torch.float16, torch.bfloat16) else rows


def _halves(boxes: Tensor) -> tuple[Tensor, Tensor]:
    """Return the first two and the last two of the four numbers."""
    rows = floating("boxes", boxes)
    return rows[..., :2], rows[..., 2:]


def _width_height(image_size: int | tuple[int, int], rows: Tensor) -> Tensor:
    height, width = check.pair("image_size", image_size, minimum=1)
    return rows.new_tensor([width, height, width, height])
