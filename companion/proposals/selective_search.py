"""Selective search: where an object could be, told by regions that grow together step by step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes.nms import nms
from companion.proposals.graph_segmentation import felzenszwalb_segments
from companion.proposals.grouping import Hierarchy, group_regions
from companion.proposals.inputs import as_rgb
from companion.proposals.region_features import describe_regions, touching_pairs
from companion.proposals.similarities import SIMILARITIES

STRATEGIES = (SIMILARITIES, ("texture", "size", "fill"))
"""Similarities of the groupings: the two of the paper's fast mode."""

NEAR_DUPLICATE = 0.8
"""A box with a larger intersection over union with a better one comes after all that have none."""


def selective_search(
    image: ArrayLike,
    *,
    scale: float = 100.0,
    sigma: float = 0.8,
    min_size: int = 50,
    strategies: Sequence[Sequence[str]] = STRATEGIES,
) -> NDArray[np.float64]:
    """Return boxes that may hold an object of any kind, best first.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture; gray counts as three equal channels.
    scale, sigma, min_size : float, float, int
        Of the segments to begin with, as for :func:`~companion.proposals.felzenszwalb_segments`. Smaller segments give
        more boxes.
    strategies : sequence of sequences of str
        One grouping for each: which of "colour", "texture", "size" and "fill" it adds up. What one grouping joins too
        early another may keep apart; each takes the time of its merges alone.

    Returns
    -------
    ndarray of shape (N, 4), float64, pixels, xyxy
        Boxes around regions, none twice. R segments give at most 2R - 1 boxes a strategy.

    Raises
    ------
    TypeError, ValueError
        If the picture is neither gray nor RGB, an option is out of bounds, or there is no strategy.

    Notes
    -----
    Uijlings et al. 2013, without a random number. What differs from the fast mode of the paper:

    - One colour space (HSV), one scale and so two groupings instead of eight, to be several times faster.
    - Derivatives of the texture are differences of the smoothed picture (:func:`~companion.proposals.edge_strengths`).
    - Order. A region made late ranks first, as in section 3.3, but its place is not multiplied by a random number:
      that shall keep large regions from always being first, and it gained nothing. Instead a box that overlaps a
      better one by more than 0.8 waits behind all others, since hardly any object is found by it that the better one
      misses. On every second picture of COCO's first 128 (427 objects, IoU 0.5, default options) recall at 100, 500 and
      1,000 boxes is 0.37, 0.63, 0.69 in this order; 0.33, 0.61, 0.68 without the wait; 0.34, 0.60, 0.68 in the paper's
      order; 0.29, 0.53, 0.66 by the area of the box. More groupings find more in the end but less at 100.

    Memory grows with the segments, by about 17 kB each, and time with the neighbours of the regions that merge.

    References
    ----------
    J. R. R. Uijlings, K. E. A. van de Sande, T. Gevers and A. W. M. Smeulders, "Selective Search for Object
    Recognition", International Journal of Computer Vision 104, 2013.

    Examples
    --------
    A white square on black: the picture, the square, and the black around it, whose box is the picture again.

    >>> picture = np.zeros((32, 32))
    >>> picture[8:24, 8:24] = 1
    >>> selective_search(picture, sigma=0, min_size=10)
    array([[ 0.,  0., 32., 32.],
           [ 8.,  8., 24., 24.]])
    """
    groupings = _as_groupings(strategies)
    pixels = as_rgb(image)
    segments = felzenszwalb_segments(pixels, scale=scale, sigma=sigma, min_size=min_size)
    regions, pairs = describe_regions(pixels, segments), touching_pairs(segments)
    return ranked_boxes([group_regions(regions, pairs, similarities=names) for names in groupings])


def ranked_boxes(hierarchies: Sequence[Hierarchy]) -> NDArray[np.float64]:
    """Return the boxes of all regions of some groupings of one picture, best first and none twice.

    Parameters
    ----------
    hierarchies : sequence of Hierarchy
        One at least.

    Returns
    -------
    ndarray of shape (N, 4), float64, pixels, xyxy
        First the whole of each grouping, then the last region but one of each, and so on; near duplicates at the end,
        in the same order.

    Examples
    --------
    >>> from companion.proposals import describe_regions
    >>> regions = describe_regions(np.zeros((2, 4)), [[0, 0, 0, 1], [0, 0, 0, 1]])
    >>> ranked_boxes([group_regions(regions, [[0, 1]])]).tolist()
    [[0.0, 0.0, 4.0, 2.0], [3.0, 0.0, 4.0, 2.0], [0.0, 0.0, 3.0, 2.0]]
    """
    boxes = np.concatenate([hierarchy.regions.boxes for hierarchy in hierarchies])
    places = np.concatenate(
        [np.arange(len(hierarchy.regions))[::-1] for hierarchy in hierarchies]
    )  # 0 is the last made
    ranked = boxes[np.argsort(places, kind="stable")]
    unique = ranked[np.sort(np.unique(ranked, axis=0, return_index=True)[1])]  # (N, 4)
    distinct = nms(unique, -np.arange(len(unique), dtype=float), iou_threshold=NEAR_DUPLICATE)
    return np.concatenate([unique[distinct], np.delete(unique, distinct, axis=0)])


def _as_groupings(strategies: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the similarities of each grouping; what a grouping is given is checked by `group_regions`."""
    allowed = "strategies must be a sequence of sequences of names, like [['colour', 'size'], ['fill']]"
    if isinstance(strategies, str) or not isinstance(strategies, Sequence):
        raise TypeError(f"{allowed}, got {strategies!r}")
    flat = [names for names in strategies if isinstance(names, str)]
    if flat:
        raise TypeError(f"{allowed}, got {flat[0]!r} where the names of a grouping should stand")
    if not strategies:
        raise ValueError("strategies must name the similarities of one grouping at least, got none")
    return list(strategies)
