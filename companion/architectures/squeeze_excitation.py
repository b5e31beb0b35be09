"""Squeeze and excitation in NumPy: one number a channel, a gate from all of them, the channel times its gate.

Maps are (N, H, W, C). The layers in PyTorch and Keras are in `squeeze_excitation_torch` and `squeeze_excitation_keras`.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer

REDUCTION = 16
"""How many times fewer units the hidden layer of the gate has than there are channels, r in the paper."""

__all__ = ["REDUCTION", "excite", "gate_parameters", "hidden_units", "scale", "squeeze"]


def squeeze(maps: ArrayLike) -> NDArray[np.float64]:
    """Return the mean of every map.

    Parameters
    ----------
    maps : array_like of shape (N, H, W, C)
        What a convolution gives.

    Returns
    -------
    ndarray of shape (N, C)
        z in the paper.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, equation 2.

    Examples
    --------
    >>> squeeze([[[[1.0, 0.0], [3.0, 8.0]]]])
    array([[2., 4.]])
    """
    means: NDArray[np.float64] = array("maps", maps, shape=("N", "H", "W", "C")).mean(axis=(1, 2))
    return means


def excite(squeezed: ArrayLike, first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return a gate for every channel: a dense layer with ReLU, a dense layer with a sigmoid.

    Parameters
    ----------
    squeezed : array_like of shape (N, C)
        Means of the maps.
    first : array_like of shape (C, M)
        Weights of the dense layer that reduces, W1 transposed in the paper.
    second : array_like of shape (M, C)
        Weights of the dense layer that expands, W2 transposed.

    Returns
    -------
    ndarray of shape (N, C)
        Each strictly between 0 and 1, s in the paper.

    Notes
    -----
    Without biases, as in the paper.

    References
    ----------
    Hu, Shen, Sun 2018, equation 3.

    Examples
    --------
    >>> excite([[2.0, 4.0]], [[1.0], [-0.5]], [[3.0, -1.0]])
    array([[0.5, 0.5]])
    """
    means = array("squeezed", squeezed, shape=("N", "C"))
    hidden = np.maximum(means @ array("first", first, shape=(means.shape[1], "M")), 0)  # (N, M)
    sums = hidden @ array("second", second, shape=(hidden.shape[1], means.shape[1]))  # (N, C)
    gates: NDArray[np.float64] = 1 / (1 + np.exp(-sums))
    return gates


def scale(maps: ArrayLike, gates: ArrayLike) -> NDArray[np.float64]:
    """Return every map times its gate.

    Parameters
    ----------
    maps : array_like of shape (N, H, W, C)
        What the gates were made from.
    gates : array_like of shape (N, C)
        One number a map.

    Returns
    -------
    ndarray of shape (N, H, W, C)
        The product. The gates get two axes of length 1 first, or NumPy would lay them along width and channels.

    References
    ----------
    Hu, Shen, Sun 2018, equation 4.

    Examples
    --------
    >>> scale([[[[1.0, 0.0], [3.0, 8.0]]]], [[0.5, 0.25]]).tolist()
    [[[[0.5, 0.0], [1.5, 2.0]]]]
    """
    values = array("maps", maps, shape=("N", "H", "W", "C"))
    factors = array("gates", gates, shape=(values.shape[0], values.shape[3]))
    product: NDArray[np.float64] = values * factors[:, None, None, :]  # (N, 1, 1, C)
    return product


def hidden_units(channels: int, reduction: int = REDUCTION) -> int:
    """Return the units of a gate's hidden layer: channels / reduction, rounded down, at least 1.

    Parameters
    ----------
    channels : int
        Maps that are scaled.
    reduction : int
        r in the paper.

    Raises
    ------
    TypeError, ValueError
        If a number is not whole or below 1.

    Examples
    --------
    >>> hidden_units(256), hidden_units(8)
    (16, 1)
    """
    return max(1, integer("channels", channels, minimum=1) // integer("reduction", reduction, minimum=1))


def gate_parameters(channels: int, reduction: int = REDUCTION, *, bias: bool = True) -> int:
    """Return the trained parameters of one gate.

    Parameters
    ----------
    channels, reduction : int
        As in :func:`hidden_units`.
    bias : bool
        Whether the two dense layers have biases.

    Notes
    -----
    Without biases, and with channels that the reduction divides: 2 C^2 / r, the paper's count (section 4).

    Examples
    --------
    >>> gate_parameters(256, bias=False)
    8192
    """
    hidden = hidden_units(channels, reduction)
    return 2 * channels * hidden + (hidden + channels if bias else 0)
