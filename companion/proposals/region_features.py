"""What selective search knows of a region: its size and box, how its colours and its edges are spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array
from companion.proposals.graph_segmentation import as_picture

COLOUR_BINS = 25
"""Bins of the colour histogram of a channel."""

TEXTURE_BINS = 10
"""Bins of the histogram of one direction of a channel."""

DIRECTIONS = 8
"""Directions in which edges are measured, 45 degrees apart."""


@dataclass(frozen=True, eq=False)
class Regions:
    """R regions of a picture and what the similarities compare.

    Parameters
    ----------
    sizes : ndarray of shape (R,), float64
        Numbers of pixels.
    boxes : ndarray of shape (R, 4), float64, pixels, xyxy
        The smallest box around each region.
    colours : ndarray of shape (R, 75), float32
        Histograms, each row with the sum 1.
    textures : ndarray of shape (R, 240), float32
        Histograms, each row with the sum 1.
    picture_size : float
        Number of pixels of the picture.
    """

    sizes: NDArray[np.float64]
    boxes: NDArray[np.float64]
    colours: NDArray[np.float32]
    textures: NDArray[np.float32]
    picture_size: float

    def __len__(self) -> int:
        return len(self.sizes)


def describe_regions(image: ArrayLike, segments: ArrayLike) -> Regions:
    """Measure every segment of a picture.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture; gray counts as three equal channels.
    segments : array_like of shape (H, W), int
        The number of each pixel's segment, from 0 and none left out, as :func:`felzenszwalb_segments` gives them.

    Returns
    -------
    Regions
        Row i is segment i.

    Raises
    ------
    TypeError, ValueError
        If the picture is neither gray nor RGB, the segments do not fit it or leave out a number.

    Examples
    --------
    >>> regions = describe_regions(np.zeros((4, 4), dtype=np.uint8), np.repeat([[0, 1]], 4, axis=0).repeat(2, axis=1))
    >>> regions.sizes, regions.boxes[1]
    (array([8., 8.]), array([2., 0., 4., 4.]))
    """
    pixels, labels = as_picture(image), _as_segments(segments)
    if labels.shape != pixels.shape[:2]:
        raise ValueError(f"segments must have the height and width of image, {pixels.shape[:2]}, got {labels.shape}")
    sizes = np.bincount(labels.ravel()).astype(float)
    colours, textures = colour_histograms(pixels, labels), texture_histograms(pixels, labels)
    return Regions(sizes, region_boxes(labels), colours, textures, float(labels.size))


def region_boxes(segments: ArrayLike) -> NDArray[np.float64]:
    """Return the smallest box around each segment.

    Parameters
    ----------
    segments : array_like of shape (H, W), int
        The number of each pixel's segment.

    Returns
    -------
    ndarray of shape (R, 4), float64, pixels, xyxy
        From the corner of the first pixel to the far corner of the last: a single pixel has width 1.

    Raises
    ------
    TypeError, ValueError
        If the segments are not whole numbers from 0 with none left out.

    Examples
    --------
    >>> region_boxes([[0, 0, 1], [0, 1, 1]])
    array([[0., 0., 2., 2.],
           [1., 0., 3., 2.]])
    """
    labels = _as_segments(segments)
    order = np.argsort(labels, axis=None, kind="stable")  # the pixels of segment 0, then those of segment 1, ...
    starts = np.searchsorted(labels.ravel()[order], np.arange(labels.max() + 1))
    rows, columns = np.divmod(order, labels.shape[1])
    first = [np.minimum.reduceat(places, starts) for places in (columns, rows)]
    last = [np.maximum.reduceat(places, starts) for places in (columns, rows)]
    return np.stack([*first, last[0] + 1, last[1] + 1], axis=1).astype(float)


def touching_pairs(segments: ArrayLike) -> NDArray[np.int64]:
    """Return the pairs of segments that touch: a pixel of one lies beside, above or below a pixel of the other.

    Parameters
    ----------
    segments : array_like of shape (H, W), int
        The number of each pixel's segment.

    Returns
    -------
    ndarray of shape (P, 2), int64
        Each pair once, the lower number first, in ascending order.

    Raises
    ------
    TypeError, ValueError
        If the segments are not whole numbers from 0 with none left out.

    Notes
    -----
    With these four neighbours the segments of a picture always hang together, even where one of them hangs together at
    corners alone.

    Examples
    --------
    Segments 0 and 3 meet at a corner only:

    >>> touching_pairs([[0, 1], [2, 3]]).tolist()
    [[0, 1], [0, 2], [1, 3], [2, 3]]
    """
    labels = _as_segments(segments)
    sides = ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:]))
    edges = np.concatenate([np.stack([one[one != other], other[one != other]]) for one, other in sides], axis=1)
    count = int(labels.max()) + 1
    keys = np.unique(edges.min(axis=0) * count + edges.max(axis=0))  # one number a pair
    return np.stack(np.divmod(keys, count), axis=1)  # (P, 2)


def colour_histograms(image: ArrayLike, segments: ArrayLike) -> NDArray[np.float32]:
    """Return how the hue, saturation and value of each segment are spread.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture.
    segments : array_like of shape (H, W), int
        The number of each pixel's segment.

    Returns
    -------
    ndarray of shape (R, 75), float32
        25 bins for hue, 25 for saturation, 25 for value, each over [0, 1]; a row has the sum 1.

    Raises
    ------
    TypeError, ValueError
        As for :func:`describe_regions`.

    Notes
    -----
    Uijlings et al. 2013, section 3.2: 25 bins a channel. Every bin can be reached, because the three channels of HSV
    lie in [0, 1], as the bins do.

    Examples
    --------
    Pure red: hue 0, saturation 1, value 1.

    >>> histogram = colour_histograms(np.array([[[255, 0, 0]]], dtype=np.uint8), [[0]])
    >>> np.flatnonzero(histogram)
    array([ 0, 49, 74])
    """
    from skimage.color import rgb2hsv

    channels = np.moveaxis(rgb2hsv(_rgb(as_picture(image))), -1, 0)  # (3, H, W)
    return _histograms(channels, _as_segments(segments), COLOUR_BINS)


def texture_histograms(image: ArrayLike, segments: ArrayLike) -> NDArray[np.float32]:
    labels = _as_segments(segments)
    return _histograms(edge_strengths(image), labels, TEXTURE_BINS)


def edge_strengths(image: ArrayLike) -> Iterable[NDArray[Any]]:
    from skimage.filters import gaussian

    pixels = _rgb(as_picture(image))
    out = []
    smooth = gaussian(pixels, 1.0, channel_axis=-1)
    for c in range(3):
        s = np.pad(smooth[:, :, c], 1, mode="edge")
        gx = (s[1:-1, 2:] - s[1:-1, :-2]) / 2
        gy = (s[2:, 1:-1] - s[:-2, 1:-1]) / 2
        for k in range(DIRECTIONS):
            a = 2 * np.pi * k / DIRECTIONS
            d = np.maximum(np.float32(np.cos(a)) * gx + np.float32(np.sin(a)) * gy, 0)
            d /= max(d.max(), 1e-6)
            out.append(d)
    return np.stack(out)


def _histograms(maps: Iterable[NDArray[Any]], labels: NDArray[np.int64], bins: int) -> NDArray[np.float32]:
    """Return one row a segment: the histograms of all maps over [0, 1], one after another, with the sum 1 together."""
    count = int(labels.max()) + 1
    offsets = labels.ravel() * bins
    columns = []
    for values in maps:
        places = np.minimum((values.ravel() * bins).astype(np.int64), bins - 1)  # 1 belongs to the last bin
        columns.append(np.bincount(offsets + places, minlength=count * bins).reshape(count, bins))
    counts = np.concatenate(columns, axis=1).astype(np.float32)  # (R, maps * bins)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _rgb(pixels: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels


def _as_segments(segments: ArrayLike) -> NDArray[np.int64]:
    labels = array("segments", segments, shape=("H", "W"))
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"segments must hold whole numbers, got dtype {labels.dtype}")
    if not labels.size or labels.min() < 0 or not np.bincount(labels.ravel()).all():
        raise ValueError("segments must be numbered from 0 with none left out")
    return labels.astype(np.int64, copy=False)
