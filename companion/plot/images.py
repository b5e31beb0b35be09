"""Pictures, grids of pictures, and small arrays with their numbers written into the cells."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.plot.style import COLORS, INK, grid_axes, one_axes, one_each, title_room


def show_image(image: ArrayLike, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Show one picture, without ticks.

    Parameters
    ----------
    image : array_like of shape (H, W), (H, W, 1) or (H, W, 3)
        uint8, or float in [0, 1], or bool; RGB.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        Title above the picture.

    Returns
    -------
    matplotlib Axes
        Its coordinates are those of boxes: the left top pixel covers [0, 1] × [0, 1].

    Raises
    ------
    TypeError, ValueError
        If `image` has another shape, dtype or range.

    Examples
    --------
    >>> show_image(np.zeros((4, 6), np.uint8), title="black").images[0].get_extent()
    [0, 6, 4, 0]
    """
    pixels = drawable("image", image)
    height, width = pixels.shape[:2]
    ax = one_axes(ax, (3.2, 3.2 * height / width) if width else (3.2, 3.2))
    top = 255 if pixels.dtype == np.uint8 else 1
    ax.imshow(pixels, cmap="gray", vmin=0, vmax=top, extent=(0, width, height, 0), interpolation="nearest")
    return bare(ax, title)


def image_grid(
    images: ArrayLike | Sequence[ArrayLike],
    *,
    titles: Sequence[str] | None = None,
    columns: int = 8,
    cell: float = 1.2,
    axes: Any = None,
) -> NDArray[Any]:
    """Show pictures in rows, each with its title.

    Parameters
    ----------
    images : sequence of N array_like
        Pictures as :func:`show_image` takes them; their sizes may differ.
    titles : sequence of N str, optional
        One for each.
    columns : int
        Pictures in a row.
    cell : float
        Inches a side of one cell.
    axes : array of matplotlib Axes, optional
        At least N axes to draw on, row by row.

    Returns
    -------
    ndarray of matplotlib Axes
        Flat, in the order of the pictures; left-over ones are switched off.

    Examples
    --------
    >>> len(image_grid(np.zeros((3, 8, 8)), columns=2))
    4
    """
    count = len(images)  # type: ignore[arg-type]
    titles = one_each("titles", titles, count)
    flat = grid_axes(axes, count, columns, (cell, cell + title_room(titles)))
    for ax in flat[count:]:
        ax.set_axis_off()
    for ax, image, title in zip(flat, images, titles, strict=False):  # type: ignore[arg-type]
        show_image(image, ax=ax, title=title)
    return flat


def numbers(
    array: ArrayLike,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    highlight: tuple[int, int, int, int] | None = None,
    color: str = COLORS[1],
) -> Axes:
    """Draw a small array as a table of cells with the values written in.

    Parameters
    ----------
    array : array_like of shape (H, W)
        At most 20 rows and columns; values are written with at most three significant digits.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        Title above the table.
    highlight : (row, column, height, width), optional
        A window of cells to frame, such as the place of a filter.
    color : str
        Colour of that frame.

    Returns
    -------
    matplotlib Axes
        Cell (row, column) covers [column, column + 1] × [row, row + 1].

    Examples
    --------
    >>> [text.get_text() for text in numbers([[1, 0.5], [-2, 1 / 3]]).texts]
    ['1', '0.5', '−2', '0.333']
    """
    values = check.array("array", array, shape=("H", "W"))
    height, width = values.shape
    if not 0 < max(height, width) <= 20:
        raise ValueError(f"array must have from 1 to 20 rows and columns to be readable, got {values.shape}")
    ax = one_axes(ax, (0.5 * width + 0.2, 0.5 * height + 0.4))
    size = np.abs(values.astype(float)).max() or 1.0
    # A quarter of the diverging map, so that dark ink stays readable in every cell.
    ax.imshow(values, cmap="RdBu_r", vmin=-4 * size, vmax=4 * size, extent=(0, width, height, 0))
    for row, column in np.ndindex(height, width):
        ax.text(column + 0.5, row + 0.5, _text(values[row, column]), ha="center", va="center", color=INK)
    ax.hlines(range(height + 1), 0, width, color="white", linewidth=1)
    ax.vlines(range(width + 1), 0, height, color="white", linewidth=1)
    if highlight is not None:
        row, column, rows, columns = highlight
        frame = Rectangle((column, row), columns, rows, fill=False, edgecolor=color, linewidth=3)
        ax.add_patch(frame).set(zorder=3, clip_on=False)
    return bare(ax, title)


def _text(value: Any) -> str:
    whole = np.issubdtype(type(value), np.integer) or (abs(value) >= 1000 and abs(value) < 1e6)
    return (f"{value:.0f}" if whole else f"{value:.3g}").replace("-", "−")


def bare(ax: Axes, title: str | None = None) -> Axes:
    """Take ticks and frame off a picture's axes, and set its title."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    if title is not None:
        ax.set_title(title, fontsize="small")
    return ax


def drawable(name: str, image: ArrayLike) -> NDArray[Any]:
    """Return `image` as (H, W) or (H, W, 3), uint8 or float in [0, 1], or say what is wrong with it."""
    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3):
        raise ValueError(f"{name} must have shape (H, W), (H, W, 1) or (H, W, 3), got {np.shape(image)}")
    if pixels.dtype == bool:
        return pixels.astype(float)
    if pixels.dtype == np.uint8:
        return pixels
    if not np.issubdtype(pixels.dtype, np.floating):
        raise TypeError(f"{name} must be uint8, or float in [0, 1], got dtype {pixels.dtype}")
    low, high = (float(pixels.min()), float(pixels.max())) if pixels.size else (0.0, 0.0)
    if not (low >= -1e-6 and high <= 1 + 1e-6):
        raise ValueError(f"{name} must be uint8, or float in [0, 1], got values from {low:.4g} to {high:.4g}")
    clipped: NDArray[Any] = np.clip(pixels, 0, 1)
    return clipped
