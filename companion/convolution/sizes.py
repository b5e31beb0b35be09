"""Sizes along one side: after a convolution, a pooling, a transposed convolution; and the padding that keeps a size."""

import math

from companion.check import integer


def output_size(size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return how many positions a window finds along one side: ``floor((N + 2P - D(F - 1) - 1) / S) + 1``.

    Parameters
    ----------
    size : int
        Length N of the side, in pixels.
    kernel_size : int
        Length F of the window.
    stride : int
        Step S of the window.
    padding : int
        Pixels P added at each of the two ends.
    dilation : int
        Distance D between neighbouring taps; the window then spans ``D(F - 1) + 1`` pixels.

    Returns
    -------
    int
        Length of the output side.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number or too small, or if the window does not fit even once.

    Notes
    -----
    The floor means that a last incomplete step is dropped: some pixels at the end may never be seen. The formula holds
    for convolution and pooling alike (Dumoulin and Visin 2016, relationships 6, 7 and 15).

    Examples
    --------
    >>> output_size(7, 3), output_size(7, 3, stride=2), output_size(7, 3, stride=3), output_size(7, 3, padding=1)
    (5, 3, 2, 7)
    """
    size = integer("size", size, minimum=1)
    kernel_size = integer("kernel_size", kernel_size, minimum=1)
    stride = integer("stride", stride, minimum=1)
    padding = integer("padding", padding, minimum=0)
    dilation = integer("dilation", dilation, minimum=1)
    room, span = size + 2 * padding, dilation * (kernel_size - 1) + 1
    if span > room:
        raise ValueError(
            f"kernel_size must fit into the padded size of {room}, got a window that spans {span} "
            f"(kernel_size={kernel_size}, dilation={dilation})"
        )
    return (room - span) // stride + 1


def transposed_output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> int:
    """Return the side that a transposed convolution makes: ``(h - 1)s - 2p + d(k - 1) + 1 + output_padding``.

    Without dilation and output padding this is ``(h - 1)s + k - 2p``.

    Parameters
    ----------
    size, kernel_size, stride, padding, dilation : int
        As in :func:`output_size`, of the convolution that is transposed; `size` is the side of its *output*.
    output_padding : int
        Rows added at the end; it tells apart the sizes that the forward convolution floors to the same one, so it is
        smaller than `stride` or `dilation`.

    Returns
    -------
    int
        Length of the output side.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number in its range, or if the padding removes everything.

    Notes
    -----
    Law: ``output_size`` of the result is `size` again.

    Examples
    --------
    >>> transposed_output_size(2, 2), transposed_output_size(3, 3, stride=2), output_size(8, 3, stride=2)
    (3, 7, 3)
    """
    size = integer("size", size, minimum=1)
    kernel_size = integer("kernel_size", kernel_size, minimum=1)
    stride = integer("stride", stride, minimum=1)
    padding = integer("padding", padding, minimum=0)
    dilation = integer("dilation", dilation, minimum=1)
    output_padding = integer("output_padding", output_padding, minimum=0, maximum=max(stride, dilation) - 1)
    full = (size - 1) * stride + dilation * (kernel_size - 1) + 1 + output_padding
    if full <= 2 * padding:
        raise ValueError(f"padding must leave at least one of {full} pixels when taken from both ends, got {padding}")
    return full - 2 * padding


def same_padding(size: int, kernel_size: int, *, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Return the zeros ``(before, after)`` that Keras's ``padding="same"`` adds along one side.

    Parameters
    ----------
    size, kernel_size, stride, dilation : int
        As in :func:`output_size`.

    Returns
    -------
    tuple of int
        So many that the output has ``ceil(size / stride)`` entries; an odd one out goes to the end.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number of at least 1.

    Notes
    -----
    At stride 1 and for an odd window both ends get ``(F - 1) / 2``, as in PyTorch. At stride 2 they need not: a side of
    8 with a window of 3 gets (0, 1), while PyTorch code with ``padding=1`` adds (1, 1). The sizes agree, yet the
    windows lie one pixel apart, so the numbers differ. PyTorch refuses ``padding="same"`` when the stride is not 1.

    Examples
    --------
    >>> same_padding(8, 3), same_padding(8, 3, stride=2), same_padding(7, 3, stride=2)
    ((1, 1), (0, 1), (1, 1))
    """
    size = integer("size", size, minimum=1)
    kernel_size = integer("kernel_size", kernel_size, minimum=1)
    stride = integer("stride", stride, minimum=1)
    dilation = integer("dilation", dilation, minimum=1)
    span = dilation * (kernel_size - 1) + 1
    total = max((math.ceil(size / stride) - 1) * stride + span - size, 0)
    return total // 2, total - total // 2
