"""Windows of images, cut without copying: the one idea under convolution and pooling."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from companion.check import array, pair
from companion.convolution.sizes import output_size


def as_images(images: ArrayLike) -> NDArray[Any]:
    """Return `images` of shape (N, H, W, C) as floating point, so that uint8 pixels cannot overflow in a sum."""
    return as_floats(array("images", images, shape=("N", "H", "W", "C")))


def as_floats(values: NDArray[Any]) -> NDArray[Any]:
    """Return real floating-point values as they are, whole numbers and booleans as float64."""
    if np.iscomplexobj(values):
        raise TypeError(f"images and weights must hold real numbers, got dtype {values.dtype}")
    return values if np.issubdtype(values.dtype, np.floating) else values.astype(np.float64)


def pad(images: NDArray[Any], padding: Any, *, value: float = 0.0) -> NDArray[Any]:
    """Return images with ``(height, width)`` pixels of `value` added on both sides."""
    rows, columns = pair("padding", padding, minimum=0)
    if rows == columns == 0:
        return images
    return np.pad(images, ((0, 0), (rows, rows), (columns, columns), (0, 0)), constant_values=value)


def windows(images: NDArray[Any], kernel_size: Any, *, stride: Any = 1, dilation: Any = 1) -> NDArray[Any]:
    """Return every window of padded images, as a read-only view.

    Parameters
    ----------
    images : ndarray of shape (N, H, W, C)
        Images, already padded.
    kernel_size, stride, dilation : int or (int, int)
        Window, step and distance between taps, in pixels; one number for both sides or (height, width).

    Returns
    -------
    ndarray of shape (N, H_out, W_out, F_h, F_w, C)
        ``result[n, y, x]`` is the window whose top left corner is pixel ``(y * stride, x * stride)``.

    Raises
    ------
    TypeError, ValueError
        If a number is not whole or too small, or if the window does not fit into the images.

    Examples
    --------
    >>> picture = np.arange(16).reshape(1, 4, 4, 1)
    >>> windows(picture, 3)[0, 1, 0, :, :, 0]
    array([[ 4,  5,  6],
           [ 8,  9, 10],
           [12, 13, 14]])
    """
    sides = pair("kernel_size", kernel_size, minimum=1)
    steps, gaps = pair("stride", stride, minimum=1), pair("dilation", dilation, minimum=1)
    for side, kernel, step, gap in zip(images.shape[1:3], sides, steps, gaps, strict=True):
        output_size(side, kernel, stride=step, dilation=gap)  # refuses a window that does not fit
    spans = [gap * (kernel - 1) + 1 for kernel, gap in zip(sides, gaps, strict=True)]
    view = sliding_window_view(images, spans, axis=(1, 2))  # (N, H', W', C, span_h, span_w)
    view = view[:, :: steps[0], :: steps[1], :, :: gaps[0], :: gaps[1]]
    return view.transpose(0, 1, 2, 4, 5, 3)  # (N, H_out, W_out, F_h, F_w, C)
