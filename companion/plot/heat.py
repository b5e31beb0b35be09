"""Heat maps laid over a picture."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from companion import check


def draw_heat(
    heat: ArrayLike,
    *,
    size: tuple[int, int],
    ax: Axes | None = None,
    limits: tuple[float, float] | None = None,
    alpha: float = 0.6,
) -> Axes:
    """Lay a heat map over the picture that `ax` shows, stretched to the picture's size.

    Parameters
    ----------
    heat : array_like of shape (h, w), float
        Dark is low, yellow is high.
    size : (int, int)
        Height and width of the picture, pixels.
    ax : matplotlib Axes, optional
        Where to draw; the current axes if not given.
    limits : (float, float), optional
        Values of the two ends of the colours; by default 0 and the largest value.
    alpha : float
        Opacity from 0 to 1.

    Returns
    -------
    matplotlib Axes
        The heat map is its last image.

    Examples
    --------
    >>> draw_heat([[0.0, 2.0]], size=(10, 20)).images[-1].get_extent()
    [0, 20, 10, 0]
    """
    values = check.array("heat", heat, shape=("h", "w"))
    height, width = check.pair("size", size, minimum=1)
    ax = plt.gca() if ax is None else ax
    low, high = limits or (0.0, float(values.max(initial=0.0)) or 1.0)
    alpha = check.real("alpha", alpha, minimum=0, maximum=1)
    ax.imshow(
        values,
        cmap="inferno",
        vmin=low,
        vmax=high,
        alpha=alpha,
        extent=(0, width, height, 0),
        interpolation="bilinear",
    )
    return ax
