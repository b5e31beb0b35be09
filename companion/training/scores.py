"""Numbers that judge the scores of a classifier: precision against recall over the threshold, and calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer


@dataclass(frozen=True)
class PrecisionRecallCurve:
    """Precision and recall at every threshold that changes a decision.

    Parameters
    ----------
    precision, recall : ndarray of shape (T + 1,)
        Entry t belongs to ``score >= thresholds[t]``. The last pair is (1, 0) by convention: nothing predicted.
    thresholds : ndarray of shape (T,)
        The different scores, rising.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    thresholds: NDArray[np.float64]


def precision_recall_curve(labels: ArrayLike, scores: ArrayLike) -> PrecisionRecallCurve:
    """Return precision and recall over the threshold on a score.

    Parameters
    ----------
    labels : array_like of shape (N,), bool or 0 and 1
        Which samples are positive; at least one is.
    scores : array_like of shape (N,), float
        The higher, the more positive.

    Returns
    -------
    PrecisionRecallCurve
        From the lowest threshold (all predicted positive: recall 1) to the highest.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, a label is neither 0 nor 1, no label is 1, or a score is not finite.

    Notes
    -----
    The same convention as `sklearn.metrics.precision_recall_curve`. Law: recall never rises with the threshold;
    precision may do both.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 1, 1], [0.1, 0.4, 0.9])
    >>> curve.recall.tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    positive, values = _binary(labels, scores)
    order = np.argsort(-values, kind="stable")
    values, positive = values[order], positive[order]
    last_of_equals = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    found = np.cumsum(positive)[last_of_equals][::-1]
    predicted = (last_of_equals + 1)[::-1]
    return PrecisionRecallCurve(
        precision=np.append(found / predicted, 1.0),
        recall=np.append(found / positive.sum(), 0.0),
        thresholds=values[last_of_equals][::-1],
    )


@dataclass(frozen=True)
class CalibrationBins:
    """Confidence and accuracy of the samples in each bin of confidence.

    Parameters
    ----------
    edges : ndarray of shape (B + 1,)
        Bin b holds the confidences above ``edges[b]`` up to and including ``edges[b + 1]``.
    count : ndarray of shape (B,), int
        Samples in the bin.
    confidence, accuracy : ndarray of shape (B,)
        Their means; not a number (`nan`) where the bin is empty.
    """

    edges: NDArray[np.float64]
    count: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]


def calibration_bins(labels: ArrayLike, probabilities: ArrayLike, *, num_bins: int = 15) -> CalibrationBins:
    """Sort samples into bins of equal width by the probability of their predicted class.

    Parameters
    ----------
    labels : array_like of shape (N,), int
        Right classes.
    probabilities : array_like of shape (N, K)
        Rows that sum to 1; the largest entry is the prediction and its value the confidence.
    num_bins : int
        B, over the interval from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, there is no sample, or an entry lies outside [0, 1].

    Examples
    --------
    >>> calibration_bins([0, 1], [[0.9, 0.1], [0.9, 0.1]], num_bins=2).accuracy[1]
    np.float64(0.5)
    """
    num_bins = integer("num_bins", num_bins, minimum=1)
    rows = array("probabilities", probabilities, shape=("N", "K"))
    right = array("labels", labels, shape=(len(rows),))
    if rows.size == 0 or not ((rows >= 0) & (rows <= 1 + 1e-6)).all():
        raise ValueError("probabilities must be rows of numbers from 0 to 1, at least one row; apply softmax to logits")
    confidence, hit = rows.max(axis=1), rows.argmax(axis=1) == right
    edges = np.linspace(0.0, 1.0, num_bins + 1)
    which = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, num_bins - 1)
    count = np.bincount(which, minlength=num_bins)
    with np.errstate(invalid="ignore"):
        means = [np.bincount(which, weights=values, minlength=num_bins) / count for values in (confidence, hit)]
    return CalibrationBins(edges=edges, count=count, confidence=means[0], accuracy=means[1])


def expected_calibration_error(labels: ArrayLike, probabilities: ArrayLike, *, num_bins: int = 15) -> float:
    """Return the mean distance between confidence and accuracy over the bins, weighted by their samples.

    Parameters, errors as in :func:`calibration_bins`.

    Returns
    -------
    float
        0 where every bin is as accurate as it is confident; at most 1.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger 2017, On calibration of modern neural networks, equation 3.

    Examples
    --------
    >>> round(expected_calibration_error([0, 1], [[0.9, 0.1], [0.9, 0.1]]), 6)
    0.4
    """
    bins = calibration_bins(labels, probabilities, num_bins=num_bins)
    filled = bins.count > 0
    gaps = np.abs(bins.accuracy[filled] - bins.confidence[filled])
    return float((gaps * bins.count[filled]).sum() / bins.count.sum())


def _binary(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    values = array("scores", scores, shape=("N",)).astype(float)
    positive = array("labels", labels, shape=(len(values),))
    if not np.isin(positive, (0, 1)).all() or not positive.any():
        raise ValueError("labels must be 0 or 1, with at least one 1")
    if not np.isfinite(values).all():
        raise ValueError("scores must be finite")
    return positive.astype(np.int64), values
