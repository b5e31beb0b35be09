"""The `selectivesearch` package as a peer: its dictionaries, and boxes in this package's convention."""

import importlib
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import require


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

    Notes
    -----
    The package asks scikit-image for local binary patterns of floats, and scikit-image warns that ties between floats
    may be broken by rounding. The floats are whole numbers here (a uint8 picture), so nothing is rounded before the
    comparison, and the warning is silenced.
    """
    require("selectivesearch")
    package: Any = importlib.import_module("selectivesearch")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Applying `local_binary_pattern`", category=UserWarning)
        regions: list[dict[str, Any]] = package.selective_search(
            np.asarray(image), scale=scale, sigma=sigma, min_size=min_size
        )[1]
    return regions


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
