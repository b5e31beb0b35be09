"""Batch normalization in NumPy: training and evaluation.

Channels are the last axis, as in Keras; everything before it, examples and pixels alike, is averaged over.

References
----------
Ioffe and Szegedy 2015, Batch normalization, algorithms 1 and 2 and section 3.2.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, real


class Moments(NamedTuple):
    """Mean and biased variance of every channel, each of shape (C,)."""

    mean: NDArray[Any]
    variance: NDArray[Any]


def moments(values: ArrayLike) -> Moments:
    """Return mean and variance of every channel.

    Parameters
    ----------
    values : array_like of shape (..., C), float
        At least one number per channel: (N, C) from a dense layer, (N, H, W, C) from a convolution.

    Returns
    -------
    Moments
        The variance is the biased one: squares are divided by the number of values, not by one less.

    Raises
    ------
    TypeError, ValueError
        If the values are not numbers, have fewer than two axes, or are empty.

    Examples
    --------
    >>> moments([[1.0], [2.0], [3.0], [6.0]])
    Moments(mean=array([3.]), variance=array([3.5]))
    """
    values = at_least_one("values", values)
    axes = tuple(range(values.ndim - 1))
    return Moments(values.mean(axis=axes), values.var(axis=axes))


def batch_norm_train(
    values: ArrayLike, scale: ArrayLike, shift: ArrayLike, *, epsilon: float = 1e-5
) -> tuple[NDArray[Any], Moments]:
    """Normalize every channel with its own moments, then scale and shift it.

    Parameters
    ----------
    values : array_like of shape (..., C), float
        What the layer before gives for a batch.
    scale, shift : array_like of shape (C,), float
        The trained numbers, gamma and beta in the paper.
    epsilon : float
        Added to the variance, so that a channel that is constant does not divide by 0.

    Returns
    -------
    output : ndarray of shape (..., C)
        Every channel has mean `shift`, and standard deviation `scale` but for `epsilon`.
    moments : Moments
        What the running statistics should learn from this batch.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or shape, or `epsilon` is negative.

    Examples
    --------
    >>> output, _ = batch_norm_train([[1.0], [3.0]], [2.0], [10.0], epsilon=0)
    >>> output.ravel()
    array([ 8., 12.])
    """
    batch = moments(values)
    return batch_norm_eval(values, scale, shift, batch, epsilon=epsilon), batch


def batch_norm_eval(
    values: ArrayLike, scale: ArrayLike, shift: ArrayLike, statistics: Moments, *, epsilon: float = 1e-5
) -> NDArray[Any]:
    """Normalize every channel with stored statistics, then scale and shift it.

    Parameters
    ----------
    values : array_like of shape (..., C), float
        What the layer before gives; one example is enough.
    scale, shift : array_like of shape (C,), float
        The trained numbers.
    statistics : Moments
        Running mean and variance, each of shape (C,).
    epsilon : float
        Added to the variance.

    Returns
    -------
    ndarray of shape (..., C)
        Each example's output depends on that example alone.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or shape, a variance is negative, or `epsilon` is.

    Examples
    --------
    >>> batch_norm_eval([[5.0]], [2.0], [10.0], Moments(np.array([3.0]), np.array([4.0])), epsilon=0)
    array([[12.]])
    """
    values = channels_last("values", values)
    channels = values.shape[-1]
    scale, shift = array("scale", scale, shape=(channels,)), array("shift", shift, shape=(channels,))
    mean = array("statistics.mean", statistics[0], shape=(channels,))
    variance = array("statistics.variance", statistics[1], shape=(channels,))
    if (variance < 0).any():
        raise ValueError(f"statistics.variance must hold numbers of at least 0, got {variance.min()}")
    deviation = np.sqrt(variance + real("epsilon", epsilon, minimum=0))
    output: NDArray[Any] = scale * (values - mean) / deviation + shift
    return output


def channels_last(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return `values` as an array with at least two axes, the last of them the channels.

    Raises
    ------
    TypeError, ValueError
        If it is not; the message begins with `name`.

    Examples
    --------
    >>> channels_last("values", [[1.0, 2.0]]).shape
    (1, 2)
    """
    ndim = max(np.ndim(values), 2)
    return array(name, values, shape=(*"NABDEFGHIJKLM"[: ndim - 1], "C"))


def at_least_one(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return `values` like :func:`channels_last`, refusing to average over nothing.

    Raises
    ------
    TypeError, ValueError
        If it has fewer than two axes or is empty; the message begins with `name`.

    Examples
    --------
    >>> at_least_one("values", [[1.0, 2.0]]).shape
    (1, 2)
    """
    result = channels_last(name, values)
    if result.size == 0:
        raise ValueError(f"{name} must hold at least one value per channel, got shape {result.shape}")
    return result
