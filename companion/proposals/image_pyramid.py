"""One picture at many sizes, so that a window of one size meets objects of all sizes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer, pair


@dataclass(frozen=True, eq=False)
class PyramidLevel:
    """The picture at one size.

    Parameters
    ----------
    image : ndarray of shape (h, w) or (h, w, C), float
        The picture, made smaller.
    scale : (float, float)
        ``h / H`` and ``w / W``. The two differ a little, because h and w are whole pixels.
    """

    image: NDArray[np.floating[Any]]
    scale: tuple[float, float]

    def to_picture(self, boxes: ArrayLike) -> NDArray[np.float64]:
        """Return boxes of this level in pixels of the whole picture.

        Parameters
        ----------
        boxes : array_like of shape (N, 4), float, pixels of the level, xyxy

        Returns
        -------
        ndarray of shape (N, 4), float64, pixels of the picture, xyxy

        Examples
        --------
        >>> level = PyramidLevel(np.zeros((50, 100)), (0.5, 0.25))
        >>> level.to_picture([[0, 0, 25, 25]]).tolist()
        [[0.0, 0.0, 100.0, 50.0]]
        """
        rows = array("boxes", boxes, shape=("N", 4))
        return np.asarray(rows / np.array([self.scale[1], self.scale[0]] * 2), dtype=np.float64)


def pyramid_sizes(
    image_size: int | tuple[int, int], *, window: int | tuple[int, int], levels_per_octave: int = 4
) -> list[tuple[int, int]]:
    """Return the sizes of the levels of a pyramid, from the picture itself down to the last that a window fits into.

    Parameters
    ----------
    image_size : int or (int, int)
        Height and width, pixels.
    window : int or (int, int)
        Height and width of the window that is to be laid over each level, pixels.
    levels_per_octave : int
        Levels until height and width are halved: neighbours differ by the factor ``2 ** (1 / levels_per_octave)``, up
        to rounding. Sizes that round to the same whole pixels are one level.

    Returns
    -------
    list of (int, int)
        Height and width of each level, the largest first; empty where the window does not fit into the picture.

    Raises
    ------
    TypeError, ValueError
        If a size is negative, or a window or `levels_per_octave` below 1.

    Examples
    --------
    >>> pyramid_sizes((100, 200), window=25, levels_per_octave=1)
    [(100, 200), (50, 100), (25, 50)]
    """
    height, width = pair("image_size", image_size)
    rows, columns = pair("window", window, minimum=1)
    step = 2 ** (-1 / integer("levels_per_octave", levels_per_octave, minimum=1))
    sizes: list[tuple[int, int]] = []
    size, number = (height, width), 0
    while size[0] >= rows and size[1] >= columns:
        if size not in sizes[-1:]:  # neighbours of a small level may round to the same whole pixels
            sizes.append(size)
        number += 1
        size = (round(height * step**number), round(width * step**number))
    return sizes


def image_pyramid(image: ArrayLike, *, window: int | tuple[int, int], levels_per_octave: int = 4) -> list[PyramidLevel]:
    """Return a picture at several sizes, from its own down to the last that a window fits into.

    A window of 25 pixels on a level of scale 1/4 is a window of 100 pixels of the picture.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, C)
        Numbers of any kind; whole numbers become floats of the same value.
    window, levels_per_octave
        As in :func:`pyramid_sizes`.

    Returns
    -------
    list of PyramidLevel
        The largest first, the picture itself; empty where the window does not fit into it.

    Raises
    ------
    TypeError, ValueError
        If `image` has another shape or holds no numbers, or another argument is out of range.

    Notes
    -----
    Each level is made from the whole picture. A pixel is the mean of those around its place, with weights that fall
    linearly to 0 over ``1 / scale`` pixels: linear interpolation that is widened so that nothing too fine is left
    (PyTorch's `interpolate` with ``antialias=True`` gives the same).

    Examples
    --------
    >>> [level.image.shape for level in image_pyramid(np.zeros((60, 40)), window=25)]
    [(60, 40), (50, 34), (42, 28)]
    """
    pixels = np.asarray(image)
    pixels = array("image", pixels, shape=("H", "W", "C")[: 3 if pixels.ndim == 3 else 2])
    pixels = pixels if np.issubdtype(pixels.dtype, np.floating) else pixels.astype(np.float64)
    sizes = pyramid_sizes(pixels.shape[:2], window=window, levels_per_octave=levels_per_octave)
    return [_level(pixels, size) for size in sizes]


def _level(pixels: NDArray[np.floating[Any]], size: tuple[int, int]) -> PyramidLevel:
    height, width = pixels.shape[:2]
    scaled = pixels
    if size != (height, width):
        scaled = np.tensordot(_weights(height, size[0]).astype(pixels.dtype), pixels, (1, 0))  # (h, W, ...)
        scaled = np.moveaxis(np.tensordot(scaled, _weights(width, size[1]).astype(pixels.dtype), (1, 1)), -1, 1)
    return PyramidLevel(scaled, (size[0] / height, size[1] / width))


def _weights(length: int, shorter: int) -> NDArray[np.float64]:
    """Return the weight of each of `length` pixels in each of the `shorter` row's, shape (shorter, length)."""
    reach = length / shorter
    places = (np.arange(shorter) + 0.5) * reach
    weights = np.maximum(0, 1 - np.abs(np.arange(length) + 0.5 - places[:, None]) / reach)
    shares: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
    return shares
