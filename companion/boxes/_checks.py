"""What the functions of this room ask of boxes at their door, once for all of them and in time linear in the boxes."""

from collections.abc import Container
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def box_list(name: str, boxes: ArrayLike) -> NDArray[Any]:
    """Return `boxes` as a floating-point array of shape (N, 4) if every row is a finite xyxy box.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    boxes : array_like of shape (N, 4), pixels, xyxy
        N may be 0, and an empty list counts as no boxes.

    Returns
    -------
    ndarray of shape (N, 4)
        float32 if it came as float32, float64 otherwise; not a copy where none is needed.

    Raises
    ------
    TypeError
        If the entries are not real numbers.
    ValueError
        If the shape does not fit, or a row holds a nan or an infinity, or has x2 < x1 or y2 < y1.

    Examples
    --------
    >>> box_list("boxes", [[0, 0, 4, 4]])
    array([[0., 0., 4., 4.]])
    >>> box_list("boxes", [[0, 0, 4, 4], [3, 0, 1, 4]])
    Traceback (most recent call last):
    ...
    ValueError: boxes must be xyxy with x1 <= x2 and y1 <= y2, got [3.0, 0.0, 1.0, 4.0] in row 1
    """
    return _ordered(name, _finite(name, boxes, "(N, 4)", dimensions=(2,)))


def corner_boxes(name: str, boxes: ArrayLike) -> NDArray[Any]:
    """Return xyxy boxes of shape (..., 4), checked as :func:`box_list` does."""
    return _ordered(name, finite_rows(name, boxes))


def sized_boxes(name: str, boxes: ArrayLike) -> NDArray[Any]:
    """Return boxes of shape (..., 4) whose last two numbers are a width and a height, both at least 0."""
    rows = finite_rows(name, boxes)
    if not (rows[..., 2:] >= 0).all():
        _refuse(name, "have width >= 0 and height >= 0", rows, rows[..., 2:] < 0)
    return rows


def finite_rows(name: str, boxes: ArrayLike) -> NDArray[Any]:
    """Return `boxes` of any format as a floating-point array of shape (..., 4) if all of it is finite."""
    return _finite(name, boxes, "(..., 4)", dimensions=range(1, 65))  # NumPy has at most 64 axes


def _finite(name: str, boxes: ArrayLike, shape: str, *, dimensions: Container[int]) -> NDArray[Any]:
    try:
        rows = np.asarray(boxes)
    except ValueError:
        raise ValueError(f"{name} must have shape {shape}, got rows of unequal length") from None
    rows = rows.reshape(0, 4) if rows.shape == (0,) else rows
    if rows.ndim not in dimensions or rows.shape[-1] != 4:
        raise ValueError(f"{name} must have shape {shape}, got {rows.shape}")
    if rows.dtype != bool and not (np.issubdtype(rows.dtype, np.integer) or np.issubdtype(rows.dtype, np.floating)):
        raise TypeError(f"{name} must hold real numbers, got dtype {rows.dtype}")
    rows = rows if rows.dtype == np.float32 else rows.astype(np.float64, copy=False)
    if not np.isfinite(rows).all():
        _refuse(name, "be finite", rows, ~np.isfinite(rows))
    return rows


def _ordered(name: str, rows: NDArray[Any]) -> NDArray[Any]:
    if not (rows[..., 2:] >= rows[..., :2]).all():
        _refuse(name, "be xyxy with x1 <= x2 and y1 <= y2", rows, rows[..., 2:] < rows[..., :2])
    return rows


def _refuse(name: str, allowed: str, rows: NDArray[Any], faulty: NDArray[np.bool_]) -> None:
    """Raise the error that names the first row in which something is faulty."""
    flat = rows.reshape(-1, 4)
    index = int(np.argmax(faulty.reshape(len(flat), -1).any(axis=1)))
    place = "" if rows.ndim == 1 else f" in row {', '.join(map(str, np.unravel_index(index, rows.shape[:-1])))}"
    raise ValueError(f"{name} must {allowed}, got {flat[index].tolist()}{place}")
