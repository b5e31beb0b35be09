"""How the colours and the edges of each segment of a picture are spread: the histograms of selective search."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.proposals.inputs import as_picture_and_segments, as_rgb

COLOUR_BINS = 25
"""Bins of the colour histogram of a channel."""

TEXTURE_BINS = 10
"""Bins of the histogram of one direction of a channel."""

DIRECTIONS = 8
"""Directions in which edges are measured, 45 degrees apart."""


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
        As for :func:`~companion.proposals.describe_regions`.

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

    pixels, labels = as_picture_and_segments(image, segments)
    channels = np.moveaxis(rgb2hsv(_as_floats(pixels)), -1, 0)  # (3, H, W)
    return _histograms(channels, labels, COLOUR_BINS)


def texture_histograms(image: ArrayLike, segments: ArrayLike) -> NDArray[np.float32]:
    """Return how strong the edges of each segment are in eight directions.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture.
    segments : array_like of shape (H, W), int
        The number of each pixel's segment.

    Returns
    -------
    ndarray of shape (R, 240), float32
        10 bins over [0, 1] for each map of :func:`edge_strengths`; a row has the sum 1.

    Raises
    ------
    TypeError, ValueError
        As for :func:`~companion.proposals.describe_regions`.

    Notes
    -----
    Uijlings et al. 2013, section 3.2: Gaussian derivatives in 8 directions, 10 bins for each of them and each channel.
    The channels are red, green and blue here, whatever the colours are compared in; in the paper they are those of the
    colour space of the grouping.

    Examples
    --------
    Without an edge everything lies in the first bin of each of the 24 maps:

    >>> histogram = texture_histograms(np.full((4, 4), 0.5), np.zeros((4, 4), dtype=int))
    >>> histogram.shape, np.flatnonzero(histogram)[:3]
    ((1, 240), array([ 0, 10, 20]))
    """
    pixels, labels = as_picture_and_segments(image, segments)
    return _histograms(_edge_maps(pixels), labels, TEXTURE_BINS)


def edge_strengths(image: ArrayLike) -> NDArray[np.float32]:
    """Return how fast each channel of a picture rises in each of eight directions.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture.

    Returns
    -------
    ndarray of shape (24, H, W), float32, from 0 to 1
        Red in the directions 0, 45, ..., 315 degrees (right, right and down, down, ...), then green, then blue. 0 where
        the channel does not rise that way, 1 where it rises that way fastest in the whole picture.

    Raises
    ------
    TypeError, ValueError
        If the picture is neither gray nor RGB.

    Notes
    -----
    The picture is smoothed by a Gaussian of standard deviation 1 and derived by central differences; a fall counts as
    a rise the opposite way. The paper says nothing of the range of its bins: here they reach from 0 to the steepest
    rise of the channel in that direction, or one gray level a pixel if that is more, so that rounding is no texture.

    Examples
    --------
    A picture that grows brighter to the right rises to the right and along two diagonals; that it rises more slowly
    along these does not show, because each of the 24 maps has its own steepest place at 1:

    >>> ramp = np.tile(np.linspace(0, 1, 9), (9, 1))
    >>> edge_strengths(ramp)[:8, 4, 4].round(1).tolist()
    [1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    return np.stack(list(_edge_maps(image)))


def _edge_maps(image: ArrayLike) -> Iterator[NDArray[np.float32]]:
    """Give the maps of :func:`edge_strengths` one by one: all of them together take 96 bytes a pixel."""
    from skimage.filters import gaussian

    smooth = gaussian(_as_floats(image), sigma=1.0, channel_axis=-1)
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    for channel in np.moveaxis(smooth, -1, 0):
        padded = np.pad(channel, 1, mode="edge")
        right, down = padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]  # twice the slopes
        for cosine, sine in zip(np.cos(angles), np.sin(angles), strict=True):
            rise = np.maximum(float(cosine) * right + float(sine) * down, 0)
            yield rise / max(float(rise.max()), 2 / 255)


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


def _as_floats(image: ArrayLike) -> NDArray[np.float32]:
    """Return a picture of shape (H, W, 3) in [0, 1]; uint8 and floats of the same picture give the same."""
    pixels = as_rgb(image)
    return (pixels / 255 if pixels.dtype == np.uint8 else pixels).astype(np.float32)
