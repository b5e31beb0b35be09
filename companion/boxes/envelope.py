"""The envelope of a curve of precision over recall, and its mean height: what average precision is."""

import numpy as np
from numpy.typing import NDArray


def mean_height(precision: NDArray[np.float64], recall: NDArray[np.float64], points: int | None) -> float:
    """Return the mean height of the envelope over recall from 0 to 1.

    The envelope at a recall r is the highest precision at any recall of at least r, and 0 beyond the last one.

    Parameters
    ----------
    precision, recall : ndarray of shape (N,)
        A curve, best detection first; recall never falls. `companion.boxes.average_precision.average_precision` checks
        them.
    points : int or None
        `None`: all of recall, so that the mean is the area. 11 or 101: at so many equally spaced points.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> round(mean_height(np.array([1, 1 / 2, 2 / 3]), np.array([1 / 2, 1 / 2, 1]), None), 4)
    0.8333
    """
    envelope = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
    if points is None:
        return float((np.diff(recall, prepend=0.0) * envelope[:-1]).sum())
    # COCO's code asks for 0.01 * i, ten of which are rounded up; i / 10 equals a recall of the same value exactly.
    levels = np.linspace(0, 1, points) if points == 101 else np.arange(points) / (points - 1)
    return float(envelope[np.searchsorted(recall, levels, side="left")].mean())
