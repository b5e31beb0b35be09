"""Group normalization in NumPy, and its two ends: layer and instance normalization.

Each example is normalized with its own moments, so the batch it comes in does not matter, and training and evaluation
are the same.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer, real
from companion.normalization.reference import at_least_one


def group_norm(
    values: ArrayLike, scale: ArrayLike, shift: ArrayLike, *, groups: int, epsilon: float = 1e-5
) -> NDArray[Any]:
    """Normalize groups of neighbouring channels of every example, then scale and shift every channel.

    Parameters
    ----------
    values : array_like of shape (N, ..., C), float
        What the layer before gives.
    scale, shift : array_like of shape (C,), float
        The trained numbers, one per channel and not per group.
    groups : int
        Number of groups; it divides C.
    epsilon : float
        Added to the variance.

    Returns
    -------
    ndarray of shape (N, ..., C)
        Before scale and shift, every group of every example has mean 0 and variance 1.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or shape, or the groups do not divide the channels.

    References
    ----------
    Wu and He 2018, Group normalization, equations 1 to 7.

    Examples
    --------
    >>> group_norm([[0.0, 2.0, 10.0, 30.0]], np.ones(4), np.zeros(4), groups=2, epsilon=0)
    array([[-1.,  1., -1.,  1.]])
    """
    values = at_least_one("values", values)
    channels = values.shape[-1]
    scale, shift = array("scale", scale, shape=(channels,)), array("shift", shift, shape=(channels,))
    if channels % integer("groups", groups, minimum=1):
        raise ValueError(f"groups must divide the {channels} channels, got {groups}")
    grouped = values.reshape(len(values), -1, groups, channels // groups)
    mean = grouped.mean(axis=(1, 3), keepdims=True)
    variance = grouped.var(axis=(1, 3), keepdims=True)
    normalized = (grouped - mean) / np.sqrt(variance + real("epsilon", epsilon, minimum=0))
    output: NDArray[Any] = scale * normalized.reshape(values.shape) + shift
    return output


def layer_norm(values: ArrayLike, scale: ArrayLike, shift: ArrayLike, *, epsilon: float = 1e-5) -> NDArray[Any]:
    """Normalize every example over all its pixels and channels: one group.

    Parameters, errors as in :func:`group_norm`.

    Returns
    -------
    ndarray of shape (N, ..., C)
        ``group_norm(..., groups=1)``.

    Notes
    -----
    For vectors (N, C) this is Ba et al. 2016. In convolutional nets the name also stands for something else: ConvNeXt
    and ``keras.layers.LayerNormalization`` normalize the channels of every pixel by itself.

    Examples
    --------
    >>> layer_norm([[1.0, 3.0]], np.ones(2), np.zeros(2), epsilon=0)
    array([[-1.,  1.]])
    """
    return group_norm(values, scale, shift, groups=1, epsilon=epsilon)


def instance_norm(values: ArrayLike, scale: ArrayLike, shift: ArrayLike, *, epsilon: float = 1e-5) -> NDArray[Any]:
    """Normalize every channel of every example over its pixels: as many groups as channels.

    Parameters, errors as in :func:`group_norm`.

    Returns
    -------
    ndarray of shape (N, ..., C)
        ``group_norm(..., groups=C)``.

    References
    ----------
    Ulyanov, Vedaldi and Lempitsky 2016, Instance normalization.

    Examples
    --------
    >>> instance_norm([[[1.0, 10.0], [3.0, 30.0]]], np.ones(2), np.zeros(2), epsilon=0)
    array([[[-1., -1.],
            [ 1.,  1.]]])
    """
    channels = at_least_one("values", values).shape[-1]
    return group_norm(values, scale, shift, groups=channels, epsilon=epsilon)
