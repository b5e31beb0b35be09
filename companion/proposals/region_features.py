"""What selective search knows of a region: its size and box, how its colours and its edges are spread."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.proposals.inputs import as_picture_and_segments, as_segments
from companion.proposals.region_histograms import colour_histograms, texture_histograms


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
        The number of each pixel's segment, from 0 and none left out, as from
        :func:`~companion.proposals.felzenszwalb_segments`.

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
    pixels, labels = as_picture_and_segments(image, segments)
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
    labels = as_segments(segments)
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
    labels = as_segments(segments)
    sides = ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:]))
    edges = np.concatenate([np.stack([one[one != other], other[one != other]]) for one, other in sides], axis=1)
    count = int(labels.max()) + 1
    keys = np.unique(edges.min(axis=0) * count + edges.max(axis=0))  # one number a pair
    return np.stack(np.divmod(keys, count), axis=1)  # (P, 2)
