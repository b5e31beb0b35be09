"""What is inside a convolutional net: its filters and its feature maps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.plot.images import bare
from companion.plot.style import DIVERGING, SEQUENTIAL, grid_axes, one_each, title_room


def feature_maps(
    maps: ArrayLike,
    *,
    titles: Sequence[str] | None = None,
    columns: int = 8,
    limits: tuple[float, float] | None = None,
    axes: Any = None,
) -> NDArray[Any]:
    """Show the channels of one activation, all on one scale, so that a silent channel looks silent.

    Parameters
    ----------
    maps : array_like of shape (H, W, C)
        The output of a layer for one picture, channels last.
    titles : sequence of C str, optional
        One for each channel.
    columns : int
        Maps in a row.
    limits : (float, float), optional
        Values of the two ends of the colour scale; by default 0 and the largest value, or symmetric about 0 (blue
        negative, red positive) where there are negative values.
    axes : array of matplotlib Axes, optional
        At least C axes to draw on.

    Returns
    -------
    ndarray of matplotlib Axes
        Flat, in the order of the channels; left-over ones are switched off.

    Examples
    --------
    >>> axes = feature_maps(np.ones((5, 5, 3)))
    >>> len(axes), axes[0].images[0].get_clim()
    (3, (0.0, 1.0))
    """
    values = check.array("maps", maps, shape=("H", "W", "C")).astype(float)
    channels = values.shape[2]
    titles = one_each("titles", titles, channels)
    flat = grid_axes(axes, channels, columns, (1.1, 1.1 + title_room(titles)))
    signed = bool(values.size) and values.min() < 0
    for ax in flat[channels:]:
        ax.set_axis_off()
    for index, (ax, title) in enumerate(zip(flat, titles, strict=False)):
        _panel(ax, values[:, :, index], limits or _limits(values), DIVERGING if signed else SEQUENTIAL, title)
    return flat


def filters(
    weights: ArrayLike, *, titles: Sequence[str] | None = None, columns: int = 8, axes: Any = None
) -> NDArray[Any]:
    """Show the filters of a first layer: as colours where they see RGB, else blue for negative and red for positive.

    Parameters
    ----------
    weights : array_like of shape (F_h, F_w, 1, C_out) or (F_h, F_w, 3, C_out)
        Channels last, as in `companion.convolution.reference` and Keras. PyTorch's need ``.permute(2, 3, 1, 0)``.
    titles : sequence of C_out str, optional
        One for each filter.
    columns : int
        Filters in a row.
    axes : array of matplotlib Axes, optional
        At least C_out axes to draw on.

    Returns
    -------
    ndarray of matplotlib Axes
        Flat, in the order of the filters. One scale for all: gray (or white) is 0.

    Raises
    ------
    ValueError
        If the filters see neither 1 nor 3 channels: then choose one, ``weights[:, :, [k], :]``.

    Examples
    --------
    >>> len(filters(np.zeros((3, 3, 1, 4))))
    4
    """
    values = check.array("weights", weights, shape=("F_h", "F_w", "C_in", "C_out")).astype(float)
    in_channels, count = values.shape[2:]
    if in_channels not in (1, 3):
        raise ValueError(
            f"weights must have shape (F_h, F_w, 1 or 3, C_out), got {values.shape}: "
            "a deeper layer's filters have no colours; choose one input channel, weights[:, :, [k], :]"
        )
    titles = one_each("titles", titles, count)
    flat = grid_axes(axes, count, columns, (0.9, 0.9 + title_room(titles)))
    size = np.abs(values).max(initial=0.0) or 1.0
    for ax in flat[count:]:
        ax.set_axis_off()
    for index, (ax, title) in enumerate(zip(flat, titles, strict=False)):
        one = values[..., index]
        shown = one[:, :, 0] if in_channels == 1 else 0.5 + 0.5 * one / size
        _panel(ax, shown, (-size, size), DIVERGING, title)
    return flat


def _panel(ax: Axes, values: NDArray[Any], limits: tuple[float, float], colormap: str, title: str | None) -> None:
    height, width = values.shape[:2]
    ax.imshow(
        values,
        cmap=colormap,
        vmin=limits[0],
        vmax=limits[1],
        extent=(0, width, height, 0),
        interpolation="nearest",
    )
    bare(ax, title)


def _limits(values: NDArray[Any]) -> tuple[float, float]:
    size = float(np.abs(values).max(initial=0.0)) or 1.0
    return (-size, size) if values.size and values.min() < 0 else (0.0, size)
