"""A linear probe: how well do frozen features serve a classifier with a handful of labels?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from companion.check import array, integer

STRENGTHS = (0.001, 0.01, 0.1, 1.0, 10.0)
"""Inverse strengths of the penalty that the validation part chooses from."""

Parts = Mapping[str, tuple[NDArray[np.float32], NDArray[np.int64]]]


def probe_accuracy(parts: Parts, labels_per_class: int, *, seed: int, judged_on: str = "test") -> float:
    """Return the accuracy of logistic regression on features, trained on a few examples of each class.

    Parameters
    ----------
    parts : mapping of str to (features, labels)
        "train", "validation" and what `judged_on` names; features of shape (N, D), labels of shape (N,).
    labels_per_class : int
        How many training examples of each class are drawn, without replacement.
    seed : int
        Draws them.
    judged_on : str
        The part to judge on: "test", or "validation" while a recipe is being chosen.

    Returns
    -------
    float
        Share of examples that are told right.

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit, or a class has fewer examples.

    Notes
    -----
    Every feature is scaled by its mean and standard deviation over the drawn examples. The penalty is the one of
    `STRENGTHS` with the best accuracy on the validation part, the stronger one of equals.

    Examples
    --------
    >>> features, labels = np.array([[0.0], [0.1], [1.0], [1.1]], np.float32), np.array([0, 0, 1, 1])
    >>> parts = dict.fromkeys(["train", "validation", "test"], (features, labels))
    >>> probe_accuracy(parts, 2, seed=0)
    1.0
    """
    train, truth = _part(parts, "train")
    chosen = draw_few(truth, labels_per_class, seed=seed)
    mean, deviation = train[chosen].mean(axis=0), train[chosen].std(axis=0)
    scale = np.where(deviation > 1e-6, deviation, 1)

    def right(head: LogisticRegression, part: str) -> float:
        features, labels = _part(parts, part)
        return float((head.predict((features - mean) / scale) == labels).mean())

    heads = [
        LogisticRegression(C=strength, max_iter=2000).fit((train[chosen] - mean) / scale, truth[chosen])
        for strength in STRENGTHS
    ]
    best = max(heads, key=lambda head: right(head, "validation"))  # the first of equals
    return right(best, judged_on)


def draw_few(labels: NDArray[np.int64], labels_per_class: int, *, seed: int) -> NDArray[np.int64]:
    """Return the indices of a few examples of each class.

    Parameters
    ----------
    labels : ndarray of shape (N,), int
        Class of each example.
    labels_per_class : int
        How many of each.
    seed : int
        The same seed draws the same examples.

    Returns
    -------
    ndarray of int64
        Indices, class by class.

    Raises
    ------
    TypeError, ValueError
        If a class has fewer examples.

    Examples
    --------
    >>> labels = np.array([0, 1, 0, 1, 1])
    >>> labels[draw_few(labels, 2, seed=0)]
    array([0, 0, 1, 1])
    """
    count = integer("labels_per_class", labels_per_class, minimum=1)
    rng = np.random.default_rng(integer("seed", seed, minimum=0))
    members = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    if members and (fewest := min(map(len, members))) < count:
        raise ValueError(f"labels_per_class must be at most {fewest}, the size of the smallest class, got {count}")
    return np.concatenate([np.empty(0, np.int64), *(rng.choice(rows, count, replace=False) for rows in members)])


def _part(parts: Parts, name: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    if name not in parts:
        raise ValueError(f"parts must hold {name!r}, got {', '.join(map(repr, parts))}")
    features, labels = parts[name]
    shape = array(f"parts[{name!r}] features", features, shape=("N", "D"))
    return shape, array(f"parts[{name!r}] labels", labels, shape=(len(shape),))
