"""Where an object could be, before anybody asks what it is: sliding windows, segments, selective search.

Boxes are float, in pixels, as ``x1, y1, x2, y2`` (xyxy); pictures are gray or RGB, uint8 or float in [0, 1], channels
last. Everything that needs no PyTorch is imported from here; `selective_search` and `image_pyramid` are the functions
here, not the files that they stand in. scikit-image is imported at first use.

================== ==============================================================================================
file               what it computes
================== ==============================================================================================
sliding_windows    windows of one size, row by row, and the windows of the cells of a map
image_pyramid      a picture at many sizes, and the way back to its pixels
dense_torch        a classifier at every window, crop by crop or in one pass
selective_search   boxes that may hold an object, best first; it calls the five files below
graph_segmentation the segments to begin with
region_features    sizes and boxes of segments, and which of them touch
region_histograms  how their colours and edges are spread
similarities       how much two regions look as if they belonged together
grouping           regions that merge, most similar first
recall             the share of the objects that the first proposals find
================== ==============================================================================================

`inputs` holds what all of them ask of a picture and of its segments.
"""

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
