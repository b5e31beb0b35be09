"""The `selectivesearch` package on PyPI, with which ours is compared: its regions, and boxes in our convention.

Ours is `companion.proposals.selective_search`; nothing here is used by it.
"""

import importlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, require


def package_regions(image: ArrayLike, *, scale: float, sigma: float, min_size: int) -> list[dict[str, Any]]:
    """Return what the `selectivesearch` package finds in a picture.

    Parameters
    ----------
    image : array_like of shape (H, W, 3), uint8
        RGB picture.
    scale, sigma, min_size : float, float, int
        Of the over-segmentation, as for `companion.proposals.felzenszwalb_segments`.

    Returns
    -------
    list of dict
        "rect" (x, y, w, h), "size" and "labels" of each region: first the segments, then the regions that were made of
        them, in the order in which they were made.

    Raises
    ------
    ImportError
        If the package is not installed.
    TypeError, ValueError
        If the picture holds other values, whose colours the package would put into other bins, or is not RGB.

    Notes
    -----
    The package asks scikit-image for local binary patterns of floats, and scikit-image warns that ties between floats
    may be broken by rounding. The floats are whole numbers here (a uint8 picture), so nothing is rounded before the
    comparison, and the warning is silenced.
    """
    require("selectivesearch")
    pixels = array("image", image, shape=("H", "W", 3))
    if pixels.dtype != np.uint8:
        raise TypeError(f"image must hold uint8, got dtype {pixels.dtype}")
    package: Any = importlib.import_module("selectivesearch")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Applying `local_binary_pattern`", category=UserWarning)
        regions: list[dict[str, Any]] = package.selective_search(pixels, scale=scale, sigma=sigma, min_size=min_size)[1]
    return regions


@contextmanager
def fitting_bins() -> Iterator[None]:
    """Let the bins of the package's histograms cover their values inside a `with` block, to see what they do to it.

    The package's colour bins span 0 to 255, but of a uint8 picture only value does; hue and saturation lie in [0, 1].
    Its texture bins span 0 to 1, but the codes of its local binary patterns go from 0 to 255. Nothing else is changed:
    neither the number of the bins nor which regions count as neighbours nor how a box is measured.

    Raises
    ------
    ImportError
        If the package is not installed.

    Examples
    --------
    >>> inner = importlib.import_module("selectivesearch").selectivesearch
    >>> codes = np.arange(256.0).repeat(3).reshape(256, 3)
    >>> inner._calc_texture_hist(codes)[:10].round(3).tolist()
    [0.004, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.004]
    >>> with fitting_bins():
    ...     inner._calc_texture_hist(codes)[:10].round(3).tolist()
    [0.102, 0.098, 0.102, 0.098, 0.102, 0.098, 0.102, 0.098, 0.102, 0.102]
    """
    require("selectivesearch")
    inner: Any = importlib.import_module("selectivesearch").selectivesearch
    before = inner._calc_colour_hist, inner._calc_texture_hist
    inner._calc_colour_hist = _histograms(25, (1, 1, 255))
    inner._calc_texture_hist = _histograms(10, (255, 255, 255))
    try:
        yield
    finally:
        inner._calc_colour_hist, inner._calc_texture_hist = before


def _histograms(bins: int, tops: tuple[float, float, float]) -> Callable[[NDArray[Any]], NDArray[np.float64]]:
    """Return a function of pixels (N, 3): the share of them in each bin from 0 to the top, channel after channel."""

    def histograms(pixels: NDArray[Any]) -> NDArray[np.float64]:
        channels = pixels.T[:3]  # texture comes with a fourth, empty one
        counts = [np.histogram(channel, bins, (0, top))[0] for channel, top in zip(channels, tops, strict=True)]
        return np.asarray(np.concatenate(counts) / len(pixels))

    return histograms


def region_rects(regions: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
    """Return the boxes of the package's dictionaries, each once, in the order of their first appearance.

    Parameters
    ----------
    regions : sequence of dict
        As :func:`package_regions` gives them.

    Returns
    -------
    ndarray of shape (N, 4), float64, pixels, xyxy
        Up to the far edge of the last pixel: the package's width and height are differences between the indices of the
        last and the first pixel, so one too small.

    Examples
    --------
    >>> region_rects([{"rect": (3, 5, 10, 4)}, {"rect": (0, 0, 1, 1)}, {"rect": (3, 5, 10, 4)}])
    array([[ 3.,  5., 14., 10.],
           [ 0.,  0.,  2.,  2.]])
    """
    rects = np.array([region["rect"] for region in regions], dtype=float).reshape(-1, 4)
    boxes = np.concatenate([rects[:, :2], rects[:, :2] + rects[:, 2:] + 1], axis=1)
    return np.asarray(boxes[np.sort(np.unique(boxes, axis=0, return_index=True)[1])])
