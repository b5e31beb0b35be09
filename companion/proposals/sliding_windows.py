"""Windows of one size, laid over a picture row by row."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import pair


def sliding_windows(
    image_size: int | tuple[int, int], *, window: int | tuple[int, int], step: int | tuple[int, int]
) -> NDArray[np.float64]:
    """Return every window of one size that lies wholly inside a picture.

    Parameters
    ----------
    image_size : int or (int, int)
        Height and width, pixels.
    window : int or (int, int)
        Height and width of a window, pixels.
    step : int or (int, int)
        Pixels from one window to the next, down and to the right.

    Returns
    -------
    ndarray of shape (N, 4), float64, pixels, xyxy
        Row by row. There are ``(size - window) // step + 1`` of them in each direction, and none where a window is
        larger than the picture.

    Raises
    ------
    TypeError, ValueError
        If a size is negative, or a window or a step below 1.

    Notes
    -----
    What is left at the right and lower edge, less than one step, is covered by no window. Windows of several sizes are
    windows of one size on pictures of several sizes, see :func:`~companion.proposals.image_pyramid`.

    Examples
    --------
    >>> sliding_windows((4, 6), window=4, step=1).tolist()
    [[0.0, 0.0, 4.0, 4.0], [1.0, 0.0, 5.0, 4.0], [2.0, 0.0, 6.0, 4.0]]
    >>> len(sliding_windows(448, window=224, step=32))
    64
    """
    size, shape, steps = _pairs(image_size, window, step)
    counts = [max(0, (whole - part) // move + 1) for whole, part, move in zip(size, shape, steps, strict=True)]
    return _grid(counts, shape, steps)


def cell_windows(
    grid_size: int | tuple[int, int], *, window: int | tuple[int, int], stride: int | tuple[int, int]
) -> NDArray[np.float64]:
    """Return the window of the picture that each cell of an output map answers for.

    A net whose answer for one window is a single cell gives a map for a larger picture: cell (i, j) stands for the
    window whose upper left corner is the pixel (i · stride, j · stride).

    Parameters
    ----------
    grid_size : int or (int, int)
        Rows and columns of the map.
    window : int or (int, int)
        Height and width, in pixels, of the picture for which the net gives one cell.
    stride : int or (int, int)
        Pixels of the picture from one cell to the next: the product of all strides of the net.

    Returns
    -------
    ndarray of shape (rows * columns, 4), float64, pixels, xyxy
        Row by row, so that row k belongs to entry k of the flattened map.

    Raises
    ------
    TypeError, ValueError
        If a size is negative, or a window or a stride below 1.

    Notes
    -----
    For a net without padding the window is all that the cell can see. A cell of a net with padding may see more of the
    picture than its window.

    Examples
    --------
    >>> cell_windows((1, 2), window=25, stride=4).tolist()
    [[0.0, 0.0, 25.0, 25.0], [4.0, 0.0, 29.0, 25.0]]
    """
    counts = pair("grid_size", grid_size)
    return _grid(list(counts), pair("window", window, minimum=1), pair("stride", stride, minimum=1))


def _pairs(image_size: Any, window: Any, step: Any) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    return pair("image_size", image_size), pair("window", window, minimum=1), pair("step", step, minimum=1)


def _grid(counts: list[int], shape: tuple[int, int], steps: tuple[int, int]) -> NDArray[np.float64]:
    """Return rows times columns boxes of one shape, a step apart."""
    boxes = np.empty((*counts, 4))
    boxes[..., 0] = steps[1] * np.arange(counts[1])
    boxes[..., 1] = steps[0] * np.arange(counts[0])[:, None]
    boxes[..., 2:] = boxes[..., :2] + [shape[1], shape[0]]
    return boxes.reshape(-1, 4)
