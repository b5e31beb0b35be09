"""Checks that both training loops make at their door."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import integer


def check_arguments(train: Any, validation: Any, *, epochs: int, patience: int | None) -> None:
    """Raise TypeError or ValueError, naming the argument, if `fit` cannot work with these.

    Parameters
    ----------
    train, validation : sized collection of batches
        Must not be empty.
    epochs : int
        At least 0.
    patience : int, optional
        At least 1.
    """
    check_batches("train", train)
    check_batches("validation", validation)
    integer("epochs", epochs, minimum=0)
    if patience is not None:
        integer("patience", patience, minimum=1)


def check_batches(name: str, batches: Any) -> None:
    """Raise TypeError or ValueError if `batches` has no length or is empty.

    Examples
    --------
    >>> check_batches("train", [])
    Traceback (most recent call last):
    ...
    ValueError: train must hold at least one batch, got none
    """
    if not hasattr(batches, "__len__"):
        raise TypeError(f"{name} must be batches of known number, as batches(...) gives, got {type(batches).__name__}")
    if len(batches) == 0:
        raise ValueError(f"{name} must hold at least one batch, got none")


def check_labels(name: str, values: NDArray[np.int64], *, num_classes: int | None) -> None:
    """Raise TypeError or ValueError if `values` are not classes, from 0 to num_classes - 1 where that is given."""
    if values.size == 0:
        raise ValueError(f"{name} must hold at least one entry, got none")
    if not (np.issubdtype(values.dtype, np.integer) or values.dtype == bool):
        raise TypeError(f"{name} must hold whole numbers, got dtype {values.dtype}")
    last = values.max() if num_classes is None else num_classes - 1
    if values.min() < 0 or values.max() > last:
        allowed = "at least 0" if num_classes is None else f"from 0 to {last}"
        raise ValueError(f"{name} must be {allowed}, got {values.min()} to {values.max()}")
