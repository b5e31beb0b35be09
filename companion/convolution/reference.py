"""Convolution in NumPy, slow and fast: what the layers of a framework compute, in code that can be read.

Images are (N, H, W, C), weights (F_h, F_w, C_in, C_out). All of it is cross-correlation, as in PyTorch and Keras: the
filter is laid on the picture as it is and not turned by 180 degrees, as the convolution of mathematics would have it.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, pair
from companion.convolution.pooling import average_pool2d, max_pool2d
from companion.convolution.sizes import output_size, transposed_output_size
from companion.convolution.windows import as_floats, as_images, pad, windows

__all__ = ["average_pool2d", "conv2d", "conv2d_loops", "im2col", "max_pool2d", "transposed_conv2d"]


def im2col(
    images: ArrayLike, kernel_size: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> NDArray[Any]:
    """Return a matrix whose rows are the windows of the images.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C)
        Images.
    kernel_size, stride, padding, dilation : int or (int, int)
        As in :func:`conv2d`.

    Returns
    -------
    ndarray of shape (N * H_out * W_out, F_h * F_w * C)
        One window a row, image by image and line by line; within a row, row, column and channel of the filter.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, shape or range.

    Notes
    -----
    Chellapilla, Puri and Simard 2006. Neighbouring windows overlap, so the matrix repeats a pixel up to F_h * F_w
    times: memory is paid for speed.

    Examples
    --------
    >>> im2col(np.arange(9.0).reshape(1, 3, 3, 1), 2)
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.],
           [3., 4., 6., 7.],
           [4., 5., 7., 8.]])
    """
    view = windows(pad(as_images(images), padding), kernel_size, stride=stride, dilation=dilation)
    return view.reshape(int(np.prod(view.shape[:3])), int(np.prod(view.shape[3:])))


def conv2d(
    images: ArrayLike,
    weights: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> NDArray[Any]:
    """Return the feature maps of a convolutional layer: one matrix product of all windows with all filters.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C_in)
        Images; whole numbers are treated as float64.
    weights : array_like of shape (F_h, F_w, C_in, C_out)
        The filters, each as deep as the images.
    bias : array_like of shape (C_out,), optional
        One number a filter, added everywhere.
    stride, dilation : int or (int, int)
        Step of the window and distance between its taps, in pixels; one number or (height, width).
    padding : int or (int, int)
        Zeros added on both sides. What Keras calls "valid" is 0, what it calls "same" is told by
        :func:`companion.convolution.arithmetic.same_padding`.

    Returns
    -------
    ndarray of shape (N, H_out, W_out, C_out)
        The sides follow :func:`companion.convolution.arithmetic.output_size`.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, shape or range.

    Notes
    -----
    This is cross-correlation: ``out[y, x, k] = bias[k] + sum over i, j, c of padded[y S + i D, x S + j D, c] *
    weights[i, j, c, k]`` (Goodfellow, Bengio and Courville 2016, equation 9.6, where it is said that many libraries
    call it convolution).

    Examples
    --------
    >>> picture = np.array([[0.0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]).reshape(1, 3, 4, 1)
    >>> edge = np.array([[-1.0, 1.0]]).reshape(1, 2, 1, 1)
    >>> conv2d(picture, edge)[0, :, :, 0]
    array([[0., 1., 0.],
           [0., 1., 0.],
           [0., 1., 0.]])
    """
    pixels, filters, offsets = _operands(images, weights, bias)
    height, width, depth, count = filters.shape
    columns = im2col(pixels, (height, width), stride=stride, padding=padding, dilation=dilation)
    maps: NDArray[Any] = columns @ filters.reshape(height * width * depth, count) + offsets
    return maps.reshape(len(pixels), *_sides(pixels, filters, stride, padding, dilation), count)


def conv2d_loops(
    images: ArrayLike,
    weights: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
) -> NDArray[Any]:
    """Return what :func:`conv2d` returns, by three nested loops that follow the definition word for word.

    Parameters, returns and errors are those of :func:`conv2d`. It is here to be read and to be compared with.

    Examples
    --------
    >>> picture, weights = np.ones((1, 5, 5, 2)), np.ones((3, 3, 2, 4))
    >>> bool((conv2d_loops(picture, weights) == conv2d(picture, weights)).all())
    True
    """
    pixels, filters, offsets = _operands(images, weights, bias)
    rows, columns = _sides(pixels, filters, stride, padding, dilation)
    (step_y, step_x), (gap_y, gap_x) = pair("stride", stride), pair("dilation", dilation)
    span_y, span_x = gap_y * (filters.shape[0] - 1) + 1, gap_x * (filters.shape[1] - 1) + 1
    padded = pad(pixels, padding)
    maps = np.empty((len(pixels), rows, columns, filters.shape[3]), np.result_type(pixels, filters, offsets))
    for y in range(rows):
        for x in range(columns):
            top, left = y * step_y, x * step_x
            window = padded[:, top : top + span_y : gap_y, left : left + span_x : gap_x]
            for k in range(filters.shape[3]):
                maps[:, y, x, k] = (window * filters[:, :, :, k]).sum(axis=(1, 2, 3)) + offsets[k]
    return maps


def transposed_conv2d(
    images: ArrayLike,
    weights: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
) -> NDArray[Any]:
    """Return the transposed convolution: every pixel stamps its multiple of the filter, and the stamps add up.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C_in)
        Images; whole numbers are treated as float64.
    weights : array_like of shape (F_h, F_w, C_in, C_out)
        The stamps. Keras stores them as (F_h, F_w, C_out, C_in), PyTorch as (C_in, C_out, F_h, F_w).
    bias : array_like of shape (C_out,), optional
        One number a filter, added everywhere.
    stride : int or (int, int)
        Distance between stamps, in pixels: it *spreads* the output.
    padding : int or (int, int)
        Pixels *removed* on all four sides of the output.
    output_padding : int or (int, int)
        Rows and columns added at the end, fewer than `stride`.

    Returns
    -------
    ndarray of shape (N, H_out, W_out, C_out)
        The sides follow :func:`companion.convolution.arithmetic.transposed_output_size`.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, shape or range.

    Notes
    -----
    It is the adjoint of :func:`conv2d`, not its inverse: with the two channel axes of the weights swapped,
    ``(conv2d(x, w) * y).sum() == (x * transposed_conv2d(y, w.swapaxes(2, 3))).sum()`` (Dumoulin and Visin 2016,
    section 4). Only the shape comes back, not the picture.

    Examples
    --------
    >>> stamp = np.array([[0.0, 1], [2, 3]])
    >>> transposed_conv2d(stamp.reshape(1, 2, 2, 1), stamp.reshape(2, 2, 1, 1))[0, :, :, 0]
    array([[ 0.,  0.,  1.],
           [ 0.,  4.,  6.],
           [ 4., 12.,  9.]])
    """
    pixels, filters, offsets = _operands(images, weights, bias)
    steps, cut = pair("stride", stride, minimum=1), pair("padding", padding)
    arguments = zip(
        pixels.shape[1:3], filters.shape[:2], steps, cut, pair("output_padding", output_padding), strict=True
    )
    rows, columns = (
        transposed_output_size(n, f, stride=s, padding=p, output_padding=extra) for n, f, s, p, extra in arguments
    )
    stamps = np.einsum("nyxc,ijck->ijnyxk", pixels, filters, optimize=True)
    canvas = np.zeros((len(pixels), rows + 2 * cut[0], columns + 2 * cut[1], filters.shape[3]), stamps.dtype)
    reach = [(count - 1) * step + 1 for count, step in zip(pixels.shape[1:3], steps, strict=True)]
    for i, j in np.ndindex(filters.shape[:2]):
        canvas[:, i : i + reach[0] : steps[0], j : j + reach[1] : steps[1]] += stamps[i, j]
    return np.asarray(canvas[:, cut[0] : cut[0] + rows, cut[1] : cut[1] + columns] + offsets)


def _operands(images: Any, weights: Any, bias: Any) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    pixels = as_images(images)
    filters = as_floats(array("weights", weights, shape=("F_h", "F_w", "C_in", "C_out")))
    if filters.shape[2] != pixels.shape[3]:
        raise ValueError(
            f"weights must be as deep as the images, (F_h, F_w, {pixels.shape[3]}, C_out), got {filters.shape}"
        )
    if bias is None:
        return pixels, filters, np.zeros(filters.shape[3], filters.dtype)
    return pixels, filters, as_floats(array("bias", bias, shape=(filters.shape[3],)))


def _sides(pixels: NDArray[Any], filters: NDArray[Any], stride: Any, padding: Any, dilation: Any) -> list[int]:
    steps, gaps = pair("stride", stride, minimum=1), pair("dilation", dilation, minimum=1)
    arguments = zip(pixels.shape[1:3], filters.shape[:2], steps, pair("padding", padding), gaps, strict=True)
    return [output_size(n, f, stride=s, padding=p, dilation=d) for n, f, s, p, d in arguments]
