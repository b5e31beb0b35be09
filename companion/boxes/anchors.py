"""Anchors: boxes of fixed sizes and shapes, laid out on a grid over the picture, that a detector starts from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from companion import check

Numbers = Sequence[float]


def anchor_grid(
    feature_size: int | tuple[int, int],
    image_size: int | tuple[int, int],
    *,
    sizes: Numbers,
    aspect_ratios: Numbers,
) -> NDArray[np.float64]:
    """Lay the same few anchors on every place of a feature map.

    Parameters
    ----------
    feature_size : (int, int) or int
        Height and width of the feature map: how many places there are.
    image_size : (int, int) or int
        Height and width of the picture, pixels.
    sizes : sequence of n float
        Side, in pixels, of the square that has the anchor's area.
    aspect_ratios : sequence of m float
        Height over width.

    Returns
    -------
    ndarray of shape (h * w * (n + m - 1), 4), float64, pixels, xyxy
        Place by place, row by row. At each place first every size with the first ratio, then the first size with the
        other ratios. Anchors may reach beyond the picture; :func:`~companion.boxes.clip` cuts them.

    Raises
    ------
    TypeError, ValueError
        If a size is no whole number of at least 1, or `sizes` or `aspect_ratios` is empty or not all positive.

    Notes
    -----
    An anchor of size s and ratio r is ``s * sqrt(r)`` high and ``s / sqrt(r)`` wide, so that its area is ``s * s``
    whatever its ratio. Centres lie at ``(i + 0.5) * stride``, where the stride, picture over map, may be a fraction
    and may differ along the two sides; width and height are pixels on pictures of any shape.

    Deviations: Faster R-CNN pairs every size with every ratio, n * m anchors a place; the choice of n + m - 1 is that
    of *Dive into Deep Learning*. The SSD paper writes the ratio as width over height. torchvision's `AnchorGenerator`
    has height over width, puts the centres at ``i * stride`` with a whole stride, and rounds the sides to even pixels.

    References
    ----------
    Ren et al. 2015, section 3.1.1. Liu et al. 2016, section 2.2.

    Examples
    --------
    >>> anchor_grid((1, 2), (4, 8), sizes=(2, 4), aspect_ratios=(1, 4)).tolist()[:3]
    [[1.0, 1.0, 3.0, 3.0], [0.0, 0.0, 4.0, 4.0], [1.5, 0.0, 2.5, 4.0]]
    """
    rows, columns = check.pair("feature_size", feature_size, minimum=1)
    height, width = check.pair("image_size", image_size, minimum=1)
    half = _sides(_positive("sizes", sizes), _positive("aspect_ratios", aspect_ratios)) / 2
    y = (np.arange(rows) + 0.5) * (height / rows)
    x = (np.arange(columns) + 0.5) * (width / columns)
    anchors = np.empty((rows, columns, len(half), 4))
    for axis, centres in ((0, x[:, None]), (1, y[:, None, None])):
        np.subtract(centres, half[:, axis], out=anchors[..., axis])
        np.add(centres, half[:, axis], out=anchors[..., axis + 2])
    return anchors.reshape(-1, 4)


def multiscale_anchors(
    feature_sizes: Sequence[int | tuple[int, int]],
    image_size: int | tuple[int, int],
    *,
    sizes: Sequence[Numbers],
    aspect_ratios: Numbers,
) -> NDArray[np.float64]:
    """Lay anchors on several feature maps: small ones on the fine map, large ones on the coarse map.

    Parameters
    ----------
    feature_sizes : sequence of (int, int) or int
        Height and width of each feature map.
    image_size : (int, int) or int
        Height and width of the picture, pixels.
    sizes : sequence of sequences of float
        The sizes of each map, as in :func:`anchor_grid`.
    aspect_ratios : sequence of float
        Height over width, the same on all maps.

    Returns
    -------
    ndarray of shape (A, 4), float64, pixels, xyxy
        The anchors of :func:`anchor_grid`, one map after another.

    Raises
    ------
    TypeError, ValueError
        As :func:`anchor_grid`; also if there is no map, or not one entry of `sizes` for each.

    Notes
    -----
    In the SSD paper the ratios, too, differ from map to map: join the results of :func:`anchor_grid` for that.

    References
    ----------
    Liu et al. 2016, section 2.2.

    Examples
    --------
    >>> multiscale_anchors((4, 2, 1), 64, sizes=((16, 20), (32, 40), (64, 72)), aspect_ratios=(1, 2, 0.5)).shape
    (84, 4)
    """
    for name, levels in (("feature_sizes", feature_sizes), ("sizes", sizes)):
        if not isinstance(levels, Sequence | np.ndarray):
            raise TypeError(f"{name} must be a sequence with one entry for each feature map, got {levels!r}")
    if not len(feature_sizes) or len(feature_sizes) != len(sizes):
        raise ValueError(
            f"sizes must hold one sequence for each of at least one feature map, got {len(sizes)} for "
            f"{len(feature_sizes)} maps"
        )
    return np.concatenate(
        [
            anchor_grid(places, image_size, sizes=some, aspect_ratios=aspect_ratios)
            for places, some in zip(feature_sizes, sizes, strict=True)
        ]
    )


def _sides(sizes: NDArray[np.float64], ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return width and height of the n + m - 1 anchors of one place."""
    size = np.concatenate([sizes, np.repeat(sizes[:1], len(ratios) - 1)])
    root = np.sqrt(np.concatenate([np.repeat(ratios[:1], len(sizes)), ratios[1:]]))
    return np.stack([size / root, size * root], axis=1)


def _positive(name: str, numbers: Numbers) -> NDArray[np.float64]:
    values = check.array(name, numbers, shape=("n",)).astype(np.float64)
    if not len(values) or not (np.isfinite(values) & (values > 0)).all():
        raise ValueError(f"{name} must hold at least one number, all positive and finite, got {values.tolist()}")
    return values
