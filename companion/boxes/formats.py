"""The four ways to write a box, each turned into the others; normalised and clipped boxes; areas.

======== ====================================== ===========================================
format   the four numbers                       where one meets it
======== ====================================== ===========================================
xyxy     left, top, right, lower edge           this package, Pascal VOC, torchvision
xywh     left, top edge, width, height          COCO's files, matplotlib's rectangles
cxcywh   centre x, centre y, width, height      anchors, regression targets, YOLO's files
======== ====================================== ===========================================

Each of them may be normalised: x divided by the width of the picture, y by its height. All functions take any number of
leading axes, keep float32, and compute everything else in float64.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.boxes import _checks

Array = NDArray[Any]


def xyxy_to_cxcywh(boxes: ArrayLike) -> Array:
    """Turn corners into centre and size.

    Parameters
    ----------
    boxes : array_like of shape (..., 4), float, pixels, xyxy

    Returns
    -------
    ndarray of shape (..., 4), float, pixels, cxcywh

    Raises
    ------
    TypeError, ValueError
        If a box is not four finite numbers, or has x2 < x1 or y2 < y1.

    Notes
    -----
    Law: ``cxcywh_to_xyxy(xyxy_to_cxcywh(boxes)) == boxes``, up to rounding.

    Examples
    --------
    >>> xyxy_to_cxcywh([1, 2, 5, 10])
    array([3., 6., 4., 8.])
    """
    corners = _checks.corner_boxes("boxes", boxes)
    low, high = corners[..., :2], corners[..., 2:]
    return np.concatenate([(low + high) / 2, high - low], axis=-1)


def cxcywh_to_xyxy(boxes: ArrayLike) -> Array:
    """Turn centre and size into corners.

    Parameters
    ----------
    boxes : array_like of shape (..., 4), float, pixels, cxcywh

    Returns
    -------
    ndarray of shape (..., 4), float, pixels, xyxy

    Raises
    ------
    TypeError, ValueError
        If a box is not four finite numbers, or has a negative width or height.

    Examples
    --------
    >>> cxcywh_to_xyxy([3, 6, 4, 8])
    array([ 1.,  2.,  5., 10.])
    """
    sized = _checks.sized_boxes("boxes", boxes)
    centre, half = sized[..., :2], sized[..., 2:] / 2
    return np.concatenate([centre - half, centre + half], axis=-1)


def xyxy_to_xywh(boxes: ArrayLike) -> Array:
    """Turn corners into left top corner and size; shapes and errors as in :func:`xyxy_to_cxcywh`.

    Examples
    --------
    >>> xyxy_to_xywh([1, 2, 5, 10])
    array([1., 2., 4., 8.])
    """
    corners = _checks.corner_boxes("boxes", boxes)
    low, high = corners[..., :2], corners[..., 2:]
    return np.concatenate([low, high - low], axis=-1)


def xywh_to_xyxy(boxes: ArrayLike) -> Array:
    """Turn left top corner and size into corners; shapes and errors as in :func:`cxcywh_to_xyxy`.

    Examples
    --------
    >>> xywh_to_xyxy([1, 2, 4, 8])
    array([ 1.,  2.,  5., 10.])
    """
    sized = _checks.sized_boxes("boxes", boxes)
    low, size = sized[..., :2], sized[..., 2:]
    return np.concatenate([low, low + size], axis=-1)


def xywh_to_cxcywh(boxes: ArrayLike) -> Array:
    """Turn left top corner and size into centre and size; shapes and errors as in :func:`cxcywh_to_xyxy`.

    Examples
    --------
    >>> xywh_to_cxcywh([1, 2, 4, 8])
    array([3., 6., 4., 8.])
    """
    sized = _checks.sized_boxes("boxes", boxes)
    low, size = sized[..., :2], sized[..., 2:]
    return np.concatenate([low + size / 2, size], axis=-1)


def cxcywh_to_xywh(boxes: ArrayLike) -> Array:
    """Turn centre and size into left top corner and size; shapes and errors as in :func:`cxcywh_to_xyxy`.

    Examples
    --------
    >>> cxcywh_to_xywh([3, 6, 4, 8])
    array([1., 2., 4., 8.])
    """
    sized = _checks.sized_boxes("boxes", boxes)
    centre, size = sized[..., :2], sized[..., 2:]
    return np.concatenate([centre - size / 2, size], axis=-1)


def normalise(boxes: ArrayLike, image_size: int | tuple[int, int]) -> Array:
    """Divide x and width by the width of the picture, y and height by its height.

    Parameters
    ----------
    boxes : array_like of shape (..., 4), float, pixels, in any of the three formats
    image_size : (int, int)
        Height and width of the picture, pixels; one number for a square.

    Returns
    -------
    ndarray of shape (..., 4), float, fractions of the picture, in the same format

    Raises
    ------
    TypeError, ValueError
        If a box is not four finite numbers, or `image_size` is not whole or below 1.

    Notes
    -----
    Law: ``denormalise(normalise(boxes, size), size) == boxes``, up to rounding. Mind the order: a size is
    (height, width), a box begins with x.

    Examples
    --------
    >>> normalise([50, 50, 100, 100], (100, 200))
    array([0.25, 0.5 , 0.5 , 1.  ])
    """
    rows = _checks.finite_rows("boxes", boxes)
    fractions: Array = rows / _width_height(image_size, rows.dtype)
    return fractions


def denormalise(boxes: ArrayLike, image_size: int | tuple[int, int]) -> Array:
    """Undo :func:`normalise`: fractions of the picture become pixels.

    Examples
    --------
    >>> denormalise([0.25, 0.5, 0.5, 1.0], (100, 200))
    array([ 50.,  50., 100., 100.])
    """
    rows = _checks.finite_rows("boxes", boxes)
    pixels: Array = rows * _width_height(image_size, rows.dtype)
    return pixels


def clip(boxes: ArrayLike, image_size: int | tuple[int, int]) -> Array:
    """Cut boxes off at the edges of the picture.

    Parameters
    ----------
    boxes : array_like of shape (..., 4), float, pixels, xyxy
    image_size : (int, int)
        Height and width of the picture, pixels; one number for a square.

    Returns
    -------
    ndarray of shape (..., 4), float, pixels, xyxy
        A box that lies outside has area 0 afterwards; none is removed.

    Raises
    ------
    TypeError, ValueError
        If a box is not four finite numbers, or has x2 < x1 or y2 < y1, or `image_size` is not whole or below 1.

    Examples
    --------
    >>> clip([[-5, 10, 20, 300]], (100, 200))
    array([[  0.,  10.,  20., 100.]])
    """
    corners = _checks.corner_boxes("boxes", boxes)
    clipped: Array = np.clip(corners, corners.dtype.type(0), _width_height(image_size, corners.dtype))
    return clipped


def box_area(boxes: ArrayLike) -> Array:
    """Return width times height.

    Parameters
    ----------
    boxes : array_like of shape (..., 4), float, pixels, xyxy

    Returns
    -------
    ndarray of shape (...), float, square pixels

    Raises
    ------
    TypeError, ValueError
        If a box is not four finite numbers, or has x2 < x1 or y2 < y1.

    Examples
    --------
    >>> box_area([[1, 2, 5, 10], [3, 3, 3, 9]])
    array([32.,  0.])
    """
    corners = _checks.corner_boxes("boxes", boxes)
    size = corners[..., 2:] - corners[..., :2]
    area: Array = size[..., 0] * size[..., 1]
    return area


def _width_height(image_size: int | tuple[int, int], dtype: Any) -> Array:
    """Return ``[width, height, width, height]``, which fits a box entry by entry."""
    height, width = check.pair("image_size", image_size, minimum=1)
    return np.array([width, height, width, height], dtype=dtype)
