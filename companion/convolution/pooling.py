"""Maximum and average pooling in NumPy; images are (N, H, W, C), every channel is pooled by itself."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import pair
from companion.convolution.windows import as_images, pad, windows


def max_pool2d(images: ArrayLike, size: Any, *, stride: Any = None, padding: Any = 0) -> NDArray[Any]:
    """Return the largest value of every window.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C)
        Images; whole numbers are treated as float64.
    size : int or (int, int)
        Side of the window, in pixels.
    stride : int or (int, int), optional
        Step of the window; left out, it is `size`.
    padding : int or (int, int)
        Pixels added on each side, at most half of `size`. They hold minus infinity and never win.

    Returns
    -------
    ndarray of shape (N, H_out, W_out, C)
        The sides follow :func:`companion.convolution.arithmetic.output_size`: a last incomplete window is dropped.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, shape or range.

    Examples
    --------
    >>> picture = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> max_pool2d(picture, 2)[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    padding = _pool_padding(size, padding)
    padded = pad(as_images(images), padding, value=-np.inf)
    return np.asarray(windows(padded, size, stride=size if stride is None else stride).max(axis=(3, 4)))


def average_pool2d(images: ArrayLike, size: Any, *, stride: Any = None, padding: Any = 0) -> NDArray[Any]:
    """Return the mean of every window.

    Parameters
    ----------
    images, size, stride, padding
        As in :func:`max_pool2d`, but the padding holds zeros.

    Returns
    -------
    ndarray of shape (N, H_out, W_out, C)
        The means.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, shape or range.

    Notes
    -----
    The zeros of the padding are counted, as in PyTorch's default (``count_include_pad=True``). Keras has no such
    padding; its ``padding="same"`` divides by the number of real pixels.

    Examples
    --------
    >>> picture = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> average_pool2d(picture, 2)[0, :, :, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """
    padding = _pool_padding(size, padding)
    padded = pad(as_images(images), padding)
    return np.asarray(windows(padded, size, stride=size if stride is None else stride).mean(axis=(3, 4)))


def _pool_padding(size: Any, padding: Any) -> tuple[int, int]:
    sides, added = pair("size", size, minimum=1), pair("padding", padding, minimum=0)
    if any(extra > side // 2 for side, extra in zip(sides, added, strict=True)):
        raise ValueError(f"padding must be at most half of size {size}, got {padding}")
    return added
