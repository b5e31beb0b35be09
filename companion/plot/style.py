"""One look for every figure: colours that colour-blind readers can tell apart, and sizes that fit a notebook page."""

import math
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from companion import check

COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5230", "#999933")
"""Blue, vermilion, green, purple, orange, sky, brown, olive: mostly the set of Okabe and Ito, without its yellow, which
is hard to see on white."""

INK = "#333333"
SEQUENTIAL, DIVERGING = "viridis", "RdBu_r"

STYLE: dict[str, Any] = {
    "figure.dpi": 100,
    "savefig.dpi": 100,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "figure.constrained_layout.use": True,
    "axes.prop_cycle": plt.cycler(color=COLORS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.titlesize": "medium",
    "axes.grid": False,
    "grid.color": "#dddddd",
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "image.interpolation": "nearest",
}


def use_style() -> None:
    """Give every figure drawn from here on the look of the book.

    The functions of this room use it for the figures they make themselves, called or not; call it for your own.

    Examples
    --------
    >>> with plt.rc_context():  # only here, to leave the other examples alone
    ...     use_style()
    ...     plt.rcParams["figure.dpi"]
    100.0
    """
    plt.rcParams.update(STYLE)


def class_color(index: int) -> str:
    """Return the colour of class `index`, the same in every figure; after the last colour they start again.

    Examples
    --------
    >>> class_color(0), class_color(8) == class_color(0)
    ('#0072b2', True)
    """
    return COLORS[check.integer("index", index, minimum=0) % len(COLORS)]


def one_axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """Return `ax`, or the axes of a new figure of `size` inches (width, height)."""
    if ax is None:
        with plt.rc_context(STYLE):
            ax = plt.subplots(figsize=size)[1]
    elif not isinstance(ax, Axes):
        raise TypeError(f"ax must be one matplotlib Axes, got {type(ax).__name__}; of an array of axes pass one entry")
    return ax


def grid_axes(axes: Any, count: int, columns: int, cell: tuple[float, float]) -> NDArray[Any]:
    """Return at least `count` axes, flat: those given, or a new grid with `columns` cells of `cell` inches."""
    check.integer("columns", columns, minimum=1)
    if axes is None:
        columns = max(1, min(columns, count))
        rows = max(1, math.ceil(count / columns))
        with plt.rc_context(STYLE):
            axes = plt.subplots(rows, columns, figsize=(cell[0] * columns, cell[1] * rows), squeeze=False)[1]
    flat = np.asarray(axes, dtype=object).ravel()
    if len(flat) < count:
        raise ValueError(f"axes must hold at least {count} axes, one each, got {len(flat)}")
    return flat


def one_each(name: str, values: Sequence[Any] | None, count: int) -> Sequence[Any]:
    """Return `values` if there is one for each of `count` things (`None` stands for none at all)."""
    if values is None:
        return [None] * count
    if isinstance(values, str) or len(values) != count:
        given = repr(values) if isinstance(values, str) else f"{len(values)}"
        raise ValueError(f"{name} must hold {count} entries, one for each drawn thing, got {given}")
    return values


def title_room(titles: Sequence[Any]) -> float:
    """Return the inches that a row of titles needs above its cells."""
    return 0.0 if all(title is None for title in titles) else 0.2
