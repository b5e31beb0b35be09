"""Boxes drawn over a picture."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from companion import check
from companion.plot.style import COLORS, one_each


def draw_boxes(
    boxes: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
    color: str | Sequence[str] = COLORS[1],
    linestyle: str = "-",
) -> Axes:
    """Draw boxes over the picture that `ax` shows, each with its label above.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
        N may be 0.
    labels : sequence of N str, optional
        Text for each box, such as "cat 0.93".
    ax : matplotlib Axes, optional
        Where to draw; the current axes if not given.
    color : str or sequence of N str
        One colour for all, or one for each.
    linestyle : str
        "-" for boxes, "--" for guesses, say.

    Returns
    -------
    matplotlib Axes
        In its coordinates the left top pixel covers [0, 1] × [0, 1], as :func:`~companion.plot.show_image` sets them.

    Examples
    --------
    >>> ax = draw_boxes([[1, 2, 5, 4]], labels=["cat"])
    >>> ax.patches[0].get_xy(), ax.patches[0].get_width(), ax.texts[0].get_text()
    ((1.0, 2.0), 4.0, 'cat')
    """
    rows = np.asarray(boxes, dtype=float)
    rows = check.array("boxes", rows.reshape(0, 4) if rows.size == 0 else rows, shape=("N", 4))
    if (rows[:, 2:] < rows[:, :2]).any():
        first = int(np.flatnonzero((rows[:, 2:] < rows[:, :2]).any(axis=1))[0])
        raise ValueError(f"boxes must be xyxy with x1 <= x2 and y1 <= y2, got {rows[first].tolist()} in row {first}")
    ax = plt.gca() if ax is None else ax
    colors = [color] * len(rows) if isinstance(color, str) else one_each("color", color, len(rows))
    for (x1, y1, x2, y2), one, label in zip(rows, colors, one_each("labels", labels, len(rows)), strict=True):
        corner, width, height = (float(x1), float(y1)), float(x2 - x1), float(y2 - y1)
        ax.add_patch(Rectangle(corner, width, height, fill=False, edgecolor=one, linewidth=2, linestyle=linestyle))
        if label is not None:
            _write(ax, corner, str(label), one)
    return ax


def _write(ax: Axes, corner: tuple[float, float], label: str, color: str) -> None:
    """Write a label in white on the box's colour; above the box, or inside it where the picture ends there."""
    top = min(ax.get_ylim())
    inside = corner[1] - top < 0.07 * abs(np.diff(ax.get_ylim())[0])
    ax.annotate(
        label,
        corner,
        xytext=(1, -1 if inside else 1),
        textcoords="offset points",
        va="top" if inside else "bottom",
        color="white",
        fontsize="x-small",
        bbox={"facecolor": color, "edgecolor": "none", "pad": 1.5},
    )
