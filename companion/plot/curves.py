"""Learning curves and confusion matrices."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.plot.style import COLORS, INK, grid_axes, one_axes


def curves(history: Any, *, axes: Any = None) -> NDArray[Any]:
    """Draw loss and accuracy against the epoch, for training and validation, with the best epoch marked.

    Parameters
    ----------
    history : History
        An object with lists `epoch`, `train_loss`, `validation_loss`, `train_accuracy`, `validation_accuracy` of one
        length (validation may be empty), and `best_epoch` (or None). Entry 0 is measured before the first update.
    axes : array of two matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    ndarray of two matplotlib Axes
        Loss on the left, accuracy on the right.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> losses, shares = [2.3, 0.4], [0.1, 0.9]
    >>> history = SimpleNamespace(epoch=[0, 1], train_loss=losses, validation_loss=losses,
    ...                           train_accuracy=shares, validation_accuracy=shares, best_epoch=1)
    >>> [ax.get_ylabel() for ax in curves(history)]
    ['loss', 'accuracy']
    """
    flat = grid_axes(axes, 2, 2, (3.6, 2.8))
    best = history.best_epoch if len(history.epoch) else None
    for ax, quantity in zip(flat, ("loss", "accuracy"), strict=False):
        for part, color, style in (("train", COLORS[0], "-"), ("validation", COLORS[1], "--")):
            values = getattr(history, f"{part}_{quantity}")
            if len(values) not in (0, len(history.epoch)):
                raise ValueError(
                    f"history.{part}_{quantity} must hold one value for each of {len(history.epoch)} epochs, "
                    f"got {len(values)}"
                )
            if len(values):
                name = "training" if part == "train" else part
                ax.plot(history.epoch, values, style, color=color, label=name, marker=".")
        if best is not None:
            ax.axvline(best, color="#999999", linestyle=":", linewidth=1.5, label=f"best epoch, {best}")
        ax.set(xlabel="epoch", ylabel=quantity)
        ax.xaxis.get_major_locator().set_params(integer=True)
    if flat[0].get_legend_handles_labels()[0]:
        flat[0].legend(fontsize="small")
    return flat


def confusion(
    matrix: ArrayLike,
    class_names: Sequence[str] | None = None,
    ax: Axes | None = None,
    *,
    title: str | None = None,
) -> Axes:
    """Draw a confusion matrix: a row for each true class, a column for each predicted one, counts in the cells.

    Parameters
    ----------
    matrix : array_like of shape (K, K), int
        ``matrix[i, j]`` counts pictures of class i that were called j.
    class_names : sequence of K str, optional
        Names; by default 0, 1, ...
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        Title above the matrix.

    Returns
    -------
    matplotlib Axes
        The colour of a cell is its share of its row, so that rare classes count as much as frequent ones.

    Examples
    --------
    >>> ax = confusion([[3, 1], [0, 2]], ["cat", "dog"])
    >>> [text.get_text() for text in ax.texts]
    ['3', '1', '0', '2']
    """
    counts = check.array("matrix", matrix, shape=("K", "K"))
    size = len(counts)
    names = [str(index) for index in range(size)] if class_names is None else [str(name) for name in class_names]
    if len(names) != size:
        raise ValueError(f"class_names must hold {size} names, one for each row of matrix, got {len(names)}")
    side = 0.42 * size + 1.6
    ax = one_axes(ax, (side, side))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1, interpolation="nearest")
    for row, column in np.ndindex(size, size):
        color = "white" if shares[row, column] > 0.5 else INK
        quiet = 0.35 if counts[row, column] == 0 else 1.0
        text = f"{counts[row, column]:,}" if np.issubdtype(counts.dtype, np.integer) else f"{counts[row, column]:.2g}"
        ax.text(column, row, text, ha="center", va="center", color=color, alpha=quiet, fontsize="small")
    turned = 90 if max(map(len, names), default=0) > 3 else 0
    ax.set_xticks(range(size), names, rotation=turned)
    ax.set_yticks(range(size), names)
    ax.set(xlabel="predicted class", ylabel="true class")
    ax.tick_params(length=0)
    if title is not None:
        ax.set_title(title)
    return ax
