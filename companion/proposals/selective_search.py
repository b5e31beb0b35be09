"""Selective search: where an object could be, from regions that grow together step by step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.proposals.graph_segmentation import felzenszwalb_segments
from companion.proposals.grouping import Hierarchy, group_regions
from companion.proposals.region_features import describe_regions, touching_pairs
from companion.proposals.similarities import SIMILARITIES

STRATEGIES = (SIMILARITIES, ("texture", "size", "fill"))
"""The two groupings of the paper's fast mode."""


def selective_search(
    image: ArrayLike,
    *,
    scale: float = 100.0,
    sigma: float = 0.8,
    min_size: int = 50,
    strategies: Sequence[Sequence[str]] = STRATEGIES,
) -> NDArray[np.float64]:
    """Return boxes that may hold an object, best first.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture; gray counts as three equal channels.
    scale, sigma, min_size : float, float, int
        As for :func:`felzenszwalb_segments`.
    strategies : sequence of sequences of str
        One grouping for each: the names of the similarities that it adds up.

    Returns
    -------
    ndarray of shape (N, 4), float64, pixels, xyxy
        No box twice.
    """
    segments = felzenszwalb_segments(image, scale=scale, sigma=sigma, min_size=min_size)
    regions, pairs = describe_regions(image, segments), touching_pairs(segments)
    return ranked_boxes([group_regions(regions, pairs, similarities=names) for names in strategies])


def ranked_boxes(hierarchies: Sequence[Hierarchy]) -> NDArray[np.float64]:
    boxes = np.concatenate([hierarchy.regions.boxes for hierarchy in hierarchies])
    place = np.concatenate([np.arange(len(hierarchy.regions))[::-1] for hierarchy in hierarchies])
    ranked = boxes[np.argsort(place, kind="stable")]
    return ranked[np.sort(np.unique(ranked, axis=0, return_index=True)[1])]
