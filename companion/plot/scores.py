"""How well the scores of a classifier do: precision against recall, and confidence against accuracy."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from companion import check
from companion.plot.style import COLORS, one_axes


def precision_recall(
    precision: ArrayLike, recall: ArrayLike, *, ax: Axes | None = None, label: str | None = None
) -> Axes:
    """Draw precision against recall, with faint lines where F1 is the same.

    Parameters
    ----------
    precision, recall : array_like of shape (T,), float in [0, 1]
        One pair for each threshold, in the order of the thresholds.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given. Several curves may be drawn on one.
    label : str, optional
        Name of the curve, for a legend.

    Returns
    -------
    matplotlib Axes
        The curve, as steps, is its last line.

    Examples
    --------
    >>> precision_recall([0.5, 1.0, 1.0], [1.0, 0.5, 0.0]).get_xlabel()
    'recall'
    """
    rates = [check.array("precision", precision, shape=("T",)), check.array("recall", recall, shape=("T",))]
    if len(rates[0]) != len(rates[1]):
        raise ValueError(f"recall must have the length of precision, {len(rates[0])}, got {len(rates[1])}")
    for name, values in zip(("precision", "recall"), rates, strict=True):
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"{name} must lie in [0, 1], got {values.min():.4g} to {values.max():.4g}")
    ax = one_axes(ax, (3.8, 3.4))
    if not ax.lines:
        _f1_lines(ax)
    ax.plot(rates[1], rates[0], drawstyle="steps-post", label=label)
    ax.set(xlabel="recall", ylabel="precision", xlim=(0, 1.01), ylim=(0, 1.02), aspect="equal")
    return ax


def reliability(bins: Any, *, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw accuracy against confidence; on the diagonal a classifier is as often right as it says.

    Parameters
    ----------
    bins : CalibrationBins
        An object with `edges` (B + 1,), and `count`, `confidence` and `accuracy` (B,), such as
        `companion.training.metrics.calibration_bins` gives.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        Title above it.

    Returns
    -------
    matplotlib Axes
        A dot for every bin that is not empty, its area growing with the number of samples; a vertical line from the
        dot to the diagonal is that bin's gap.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> bins = SimpleNamespace(edges=[0, 0.5, 1], count=[0, 4], confidence=[np.nan, 0.9], accuracy=[np.nan, 0.75])
    >>> reliability(bins).collections[-1].get_offsets().tolist()
    [[0.9, 0.75]]
    """
    count = check.array("bins.count", bins.count, shape=("B",))
    filled = count > 0
    confidence, accuracy = np.asarray(bins.confidence)[filled], np.asarray(bins.accuracy)[filled]
    ax = one_axes(ax, (3.6, 3.4))
    ax.plot([0, 1], [0, 1], color="#999999", linestyle=":", linewidth=1.5, zorder=1)
    ax.vlines(confidence, accuracy, confidence, color=COLORS[1], linewidth=2, alpha=0.6)
    area = 12 + 250 * count[filled] / max(count.sum(), 1)
    ax.scatter(confidence, accuracy, s=area, color=COLORS[0], zorder=3, clip_on=False)
    ax.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1.03), ylim=(0, 1.03), aspect="equal")
    if title is not None:
        ax.set_title(title)
    return ax


def _f1_lines(ax: Axes) -> None:
    """Draw the curves 2PR / (P + R) = constant."""
    for value in (0.2, 0.4, 0.6, 0.8):
        recall = np.linspace(value / (2 - value), 1, 100)
        ax.plot(recall, value * recall / (2 * recall - value), color="#cccccc", linewidth=1, zorder=0)
        patch = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        name = f"F1 = {value}"
        ax.text(value, value, name, fontsize="x-small", color="#777777", ha="center", va="center", bbox=patch, zorder=0)
