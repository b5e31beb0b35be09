"""Label masks laid over a picture."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch
from numpy.typing import ArrayLike

from companion import check
from companion.plot.style import class_color

VOID = 255


def draw_mask(
    mask: ArrayLike,
    *,
    class_names: Sequence[str] | None = None,
    ax: Axes | None = None,
    alpha: float = 0.6,
) -> Axes:
    """Lay a label mask over the picture that `ax` shows.

    Parameters
    ----------
    mask : array_like of shape (H, W), int
        0 is background and stays clear, k is class (or object) k − 1, 255 is void and drawn in gray.
    class_names : sequence of str, optional
        Name of class 0, 1, ...: adds a legend of the classes that occur.
    ax : matplotlib Axes, optional
        Where to draw; the current axes if not given.
    alpha : float
        Opacity from 0 to 1.

    Returns
    -------
    matplotlib Axes
        Class c has the colour ``class_color(c)``.

    Examples
    --------
    >>> ax = draw_mask([[0, 1], [2, 2]], class_names=["cat", "dog"])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['cat', 'dog']
    """
    values = check.array("mask", mask, shape=("H", "W"))
    if values.dtype == bool:
        values = values.astype(np.uint8)
    if not np.issubdtype(values.dtype, np.integer):
        raise TypeError(f"mask must hold whole numbers (labels), got dtype {values.dtype}")
    present = [int(value) for value in np.unique(values) if value not in (0, VOID)]
    if present and (present[0] < 0 or (class_names is not None and present[-1] > len(class_names))):
        allowed = f"0 to {len(class_names)}" if class_names is not None else "0 and more"
        raise ValueError(f"mask must hold labels {allowed} (or 255 for void), got {present[0]} to {present[-1]}")
    ax = plt.gca() if ax is None else ax
    layer = np.zeros((*values.shape, 4))
    layer[values == VOID] = (*to_rgb("#808080"), check.real("alpha", alpha, minimum=0, maximum=1))
    for value in present:
        layer[values == value] = (*to_rgb(class_color(value - 1)), alpha)
    height, width = values.shape
    ax.imshow(layer, extent=(0, width, height, 0), interpolation="nearest")
    if class_names is not None and present:
        keys = [Patch(color=class_color(value - 1), label=class_names[value - 1]) for value in present]
        ax.legend(handles=keys, loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize="small")
    return ax
