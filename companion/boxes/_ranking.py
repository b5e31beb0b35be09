"""What the functions of this room ask of scores and labels at their door, and the order from the best score on."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array


def score_list(name: str, scores: ArrayLike, count: int) -> NDArray[Any]:
    """Return scores as a floating-point array: float32 if they came as float32, float64 otherwise.

    Raises
    ------
    TypeError
        If the entries are not real numbers.
    ValueError
        If there is not one for each box, or one of them is not finite.
    """
    values = array(name, scores, shape=(count,))
    if np.iscomplexobj(values):
        raise TypeError(f"{name} must hold real numbers, got dtype {values.dtype}")
    values = values if values.dtype == np.float32 else values.astype(np.float64)
    if not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(values)))
        raise ValueError(f"{name} must be finite, got {values[row]} in row {row}")
    return values


def label_list(name: str, labels: ArrayLike, count: int) -> NDArray[np.int64]:
    """Return labels as whole numbers, any of them, one for each box.

    Raises
    ------
    TypeError
        If the entries are not whole numbers.
    ValueError
        If there is not one for each box.
    """
    values = array(name, labels, shape=(count,))
    if values.size and not np.issubdtype(values.dtype, np.integer):
        raise TypeError(f"{name} must hold whole numbers, got dtype {values.dtype}")
    return values.astype(np.int64)


def best_first(scores: NDArray[Any]) -> NDArray[np.int64]:
    """Return the indices of `scores` from the highest to the lowest; of equal ones the lower index comes first.

    Examples
    --------
    >>> best_first(np.array([0.5, 0.9, 0.5])).tolist()
    [1, 0, 2]
    """
    return np.argsort(-scores, kind="stable").astype(np.int64, copy=False)
