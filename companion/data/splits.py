"""Split labelled examples into train, validation and test so that every class is shared out alike."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array, integer, real


def stratified_split(
    labels: NDArray[Any], *, validation: float, test: float, seed: int
) -> Mapping[str, NDArray[np.int64]]:
    """Return the indices of each split, each class divided in the same proportions.

    Parameters
    ----------
    labels : ndarray of shape (N,), int
        Class of each example.
    validation, test : float
        Fraction of each class, rounded to whole examples; the rest is for training.
    seed : int
        The same seed gives the same split.

    Returns
    -------
    dict of str to ndarray of int64
        "train", "validation" and "test", each in ascending order. Together they are every index exactly once.

    Raises
    ------
    ValueError
        If the fractions leave nothing to train on.

    Examples
    --------
    >>> parts = stratified_split(np.array([0] * 10 + [1] * 10), validation=0.2, test=0.3, seed=0)
    >>> [len(parts[name]) for name in ("train", "validation", "test")]
    [10, 4, 6]
    """
    labels = array("labels", labels, shape=("N",))
    real("validation", validation, minimum=0, maximum=1)
    real("test", test, minimum=0, maximum=1)
    if validation + test >= 1:
        raise ValueError(f"validation + test must be less than 1, got {validation} + {test}")
    rng = np.random.default_rng(integer("seed", seed, minimum=0))
    parts: dict[str, list[NDArray[np.int64]]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        num_test, num_validation = round(test * len(members)), round(validation * len(members))
        parts["test"].append(members[:num_test])
        parts["validation"].append(members[num_test : num_test + num_validation])
        parts["train"].append(members[num_test + num_validation :])
    empty = np.empty(0, dtype=np.int64)
    return {name: np.sort(np.concatenate([empty, *members])) for name, members in parts.items()}
