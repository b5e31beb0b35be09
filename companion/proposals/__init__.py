"""Where an object could be, before anybody asks what it is: sliding windows, segments, selective search."""

from companion.proposals.graph_segmentation import felzenszwalb_segments
from companion.proposals.grouping import Hierarchy, group_regions
from companion.proposals.image_pyramid import PyramidLevel, image_pyramid, pyramid_sizes
from companion.proposals.recall import recall_at
from companion.proposals.region_features import (
    Regions,
    describe_regions,
    region_boxes,
    touching_pairs,
)
from companion.proposals.region_histograms import colour_histograms, edge_strengths, texture_histograms
from companion.proposals.selective_search import selective_search
from companion.proposals.similarities import fill_similarity, histogram_intersection, size_similarity
from companion.proposals.sliding_windows import cell_windows, sliding_windows

__all__ = [
    "Hierarchy",
    "PyramidLevel",
    "Regions",
    "cell_windows",
    "colour_histograms",
    "describe_regions",
    "edge_strengths",
    "felzenszwalb_segments",
    "fill_similarity",
    "group_regions",
    "histogram_intersection",
    "image_pyramid",
    "pyramid_sizes",
    "recall_at",
    "region_boxes",
    "selective_search",
    "size_similarity",
    "sliding_windows",
    "texture_histograms",
    "touching_pairs",
]
