"""From logits to probabilities and to the loss, in NumPy."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.training.arguments import check_labels


def softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """Turn logits into probabilities along the last axis.

    Parameters
    ----------
    logits : array_like of shape (..., K)
        Any real numbers.

    Returns
    -------
    ndarray of shape (..., K)
        Positive, each row summing to 1.

    Notes
    -----
    Law: adding one number to all logits of a row changes nothing. The largest is subtracted first, so that `exp` does
    not overflow.

    Examples
    --------
    >>> softmax([[0.0, 0.0]])
    array([[0.5, 0.5]])
    """
    values = np.asarray(logits, dtype=float)
    exponentials = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def cross_entropy(logits: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean of ``-log(probability of the right class)``, in nats.

    Parameters
    ----------
    logits : array_like of shape (..., K)
        Scores of K classes.
    labels : array_like of shape (...), int
        Right classes, from 0 to K - 1.

    Returns
    -------
    float
        0 for a certain and right model, ln K for one that gives every class the same score.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit, a label is no class, or there is none.

    Examples
    --------
    >>> round(cross_entropy([[0.0, 0.0, 0.0]], [2]), 4)  # ln 3
    1.0986
    """
    scores, classes = np.asarray(logits, dtype=float), np.asarray(labels)
    if scores.shape[:-1] != classes.shape:
        raise ValueError(f"labels must have shape {scores.shape[:-1]}, that of logits but for K, got {classes.shape}")
    check_labels("labels", classes, num_classes=scores.shape[-1])
    shifted = scores - scores.max(axis=-1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=-1))
    return float((log_sums - np.take_along_axis(shifted, classes[..., None], axis=-1)[..., 0]).mean())
