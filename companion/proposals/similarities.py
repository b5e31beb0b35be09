"""How much two regions look as if they belonged together: the formulas of selective search, and their sum.

They run for every pair of neighbours of every merge, so they check nothing; `group_regions` checks at its door.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.proposals.region_features import Regions

SIMILARITIES = ("colour", "texture", "size", "fill")
"""What `region_similarity` can add up."""


def histogram_intersection(first: ArrayLike, second: ArrayLike) -> NDArray[Any]:
    """Return what histograms have in common: the smaller of the two numbers in each bin, summed over the bins.

    Parameters
    ----------
    first, second : array_like of shapes (..., B) that broadcast
        Histograms of colour or of texture; each sums to 1.

    Returns
    -------
    ndarray of shape (...), float
        From 0, no bin in common, to 1, equal histograms.

    Notes
    -----
    The colour similarity and the texture similarity of Uijlings et al. 2013, section 3.2, which are the same formula
    with different histograms.

    Examples
    --------
    >>> float(histogram_intersection([0.5, 0.5, 0.0], [0.25, 0.25, 0.5]))
    0.5
    """
    return np.asarray(np.minimum(first, second).sum(axis=-1))


def size_similarity(first_size: ArrayLike, second_size: ArrayLike, picture_size: float) -> NDArray[Any]:
    """Return the share of the picture that two regions leave free, so that small regions merge early.

    Parameters
    ----------
    first_size, second_size : array_like of shapes that broadcast
        Numbers of pixels.
    picture_size : float
        Number of pixels of the whole picture.

    Returns
    -------
    ndarray, float
        From 0, the two are the whole picture, to almost 1.

    Notes
    -----
    Uijlings et al. 2013, section 3.2. It keeps one region from swallowing its neighbours one after another.

    Examples
    --------
    >>> float(size_similarity(10, 15, 100))
    0.75
    """
    both = np.asarray(first_size, dtype=float) + np.asarray(second_size)
    return np.asarray(1 - both / picture_size)


def fill_similarity(
    box_area: ArrayLike, first_size: ArrayLike, second_size: ArrayLike, picture_size: float
) -> NDArray[Any]:
    """Return 1 minus the gap that two regions leave in the box around both, as a share of the picture.

    Parameters
    ----------
    box_area : array_like
        Area of the smallest box around both regions, pixels.
    first_size, second_size : array_like
        Numbers of pixels; the shapes broadcast.
    picture_size : float
        Number of pixels of the whole picture.

    Returns
    -------
    ndarray, float
        1 where the two fill their box.

    Notes
    -----
    Uijlings et al. 2013, section 3.2. A region inside another's hole joins it; two that merely touch do not.

    Examples
    --------
    An L of 3 pixels and the pixel that completes its square, then two pixels that touch at a corner of theirs:

    >>> fill_similarity([4, 4], [3, 1], 1, 16).tolist()
    [1.0, 0.875]
    """
    gap = np.asarray(box_area, dtype=float) - np.asarray(first_size) - np.asarray(second_size)
    return np.asarray(1 - gap / picture_size)


def region_similarity(
    regions: Regions, first: Any, second: Any, *, similarities: Sequence[str] = SIMILARITIES
) -> NDArray[Any]:
    """Return the sum of the chosen similarities of pairs of regions of one picture.

    Parameters
    ----------
    regions : Regions
        All regions of the picture; together they may cover it more than once.
    first, second : ndarray of shape (P,), int, or int
        Numbers of the regions of each pair.
    similarities : sequence of str
        Some of `SIMILARITIES`.

    Returns
    -------
    ndarray of shape (P,), float
        Each chosen similarity adds up to 1.

    Notes
    -----
    Uijlings et al. 2013, section 3.2, the combined similarity with weights of 0 and 1.
    """
    return np.asarray(sum(_TERMS[name](regions, first, second) for name in similarities))


def _colour(regions: Regions, first: Any, second: Any) -> NDArray[Any]:
    return histogram_intersection(regions.colours[first], regions.colours[second])


def _texture(regions: Regions, first: Any, second: Any) -> NDArray[Any]:
    return histogram_intersection(regions.textures[first], regions.textures[second])


def _size(regions: Regions, first: Any, second: Any) -> NDArray[Any]:
    return size_similarity(regions.sizes[first], regions.sizes[second], regions.picture_size)


def _fill(regions: Regions, first: Any, second: Any) -> NDArray[Any]:
    around = box_around(regions.boxes[first], regions.boxes[second])
    area = (around[..., 2] - around[..., 0]) * (around[..., 3] - around[..., 1])
    return fill_similarity(area, regions.sizes[first], regions.sizes[second], regions.picture_size)


def box_around(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Return the smallest boxes around pairs of boxes, xyxy: shape (..., 4)."""
    return np.concatenate(
        [np.minimum(first[..., :2], second[..., :2]), np.maximum(first[..., 2:], second[..., 2:])], axis=-1
    )


_TERMS = {"colour": _colour, "texture": _texture, "size": _size, "fill": _fill}
