"""Numbers that judge a classifier, in NumPy: everything a chapter asks of this room, importable from here."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer
from companion.training.arguments import check_labels
from companion.training.probabilities import cross_entropy, softmax
from companion.training.scores import (
    CalibrationBins,
    PrecisionRecallCurve,
    calibration_bins,
    expected_calibration_error,
    precision_recall_curve,
)

__all__ = [
    "CalibrationBins",
    "PrecisionRecallCurve",
    "accuracy",
    "calibration_bins",
    "confusion_matrix",
    "cross_entropy",
    "expected_calibration_error",
    "f1",
    "precision",
    "precision_recall_curve",
    "recall",
    "softmax",
]


def accuracy(labels: ArrayLike, predictions: ArrayLike) -> float:
    """Return the share of predictions that are right.

    Parameters
    ----------
    labels, predictions : array_like of shape (N,), int
        Right and predicted classes, N at least 1.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, an entry is not a whole number of at least 0, or there is none.

    Examples
    --------
    >>> accuracy([0, 1, 1, 2], [0, 1, 2, 2])
    0.75
    """
    right, guessed = _pair_of_labels(labels, predictions)
    return float((right == guessed).mean())


def confusion_matrix(labels: ArrayLike, predictions: ArrayLike, *, num_classes: int) -> NDArray[np.int64]:
    """Count how often class i (row) was predicted as class j (column).

    Parameters
    ----------
    labels, predictions : array_like of shape (N,), int
        Right and predicted classes, from 0 to num_classes - 1.
    num_classes : int
        K.

    Returns
    -------
    ndarray of shape (K, K), int64
        Row sums count the right classes, column sums the predictions; the diagonal was right.

    Raises
    ------
    TypeError, ValueError
        As for :func:`accuracy`, and if an entry is no class.

    Examples
    --------
    >>> confusion_matrix([0, 1, 1, 1], [0, 1, 0, 1], num_classes=2)
    array([[1, 0],
           [1, 2]])
    """
    num_classes = integer("num_classes", num_classes, minimum=1)
    right, guessed = _pair_of_labels(labels, predictions, num_classes=num_classes)
    counts = np.bincount(right * num_classes + guessed, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


def precision(labels: ArrayLike, predictions: ArrayLike, *, positive: int = 1) -> float:
    """Return the share of the predicted positives that are right: TP / (TP + FP).

    Parameters
    ----------
    labels, predictions : array_like of shape (N,), int
        Right and predicted classes.
    positive : int
        The class that counts as positive; all others are negative.

    Returns
    -------
    float
        From 0 to 1; 0 where nothing was predicted positive.

    Raises
    ------
    TypeError, ValueError
        As for :func:`accuracy`.

    Examples
    --------
    >>> precision([1, 1, 0, 0, 0], [1, 0, 1, 0, 0])
    0.5
    """
    true, false, _ = _counts(labels, predictions, positive)
    return _ratio(true, true + false)


def recall(labels: ArrayLike, predictions: ArrayLike, *, positive: int = 1) -> float:
    """Return the share of the actual positives that were found: TP / (TP + FN).

    Parameters, errors as in :func:`precision`.

    Returns
    -------
    float
        From 0 to 1; 0 where there is no actual positive.

    Examples
    --------
    >>> recall([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    0.3333333333333333
    """
    true, _, missed = _counts(labels, predictions, positive)
    return _ratio(true, true + missed)


def f1(labels: ArrayLike, predictions: ArrayLike, *, positive: int = 1) -> float:
    """Return the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).

    Parameters, errors as in :func:`precision`.

    Returns
    -------
    float
        From 0 to 1; 0 where no positive was predicted or none exists.

    Examples
    --------
    >>> f1([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    0.4
    """
    true, false, missed = _counts(labels, predictions, positive)
    return _ratio(2 * true, 2 * true + false + missed)


def _counts(labels: ArrayLike, predictions: ArrayLike, positive: int) -> tuple[int, int, int]:
    """Return (true positives, false positives, false negatives)."""
    positive = integer("positive", positive, minimum=0)
    right, guessed = (values == positive for values in _pair_of_labels(labels, predictions))
    return int((right & guessed).sum()), int((~right & guessed).sum()), int((right & ~guessed).sum())


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _pair_of_labels(
    labels: ArrayLike, predictions: ArrayLike, *, num_classes: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    right = array("labels", labels, shape=("N",))
    guessed = array("predictions", predictions, shape=(len(right),))
    check_labels("labels", right, num_classes=num_classes)
    check_labels("predictions", guessed, num_classes=num_classes)
    return right.astype(np.int64), guessed.astype(np.int64)
