"""The gradient of batch normalization in training mode, by hand.

References
----------
Ioffe and Szegedy 2015, Batch normalization, section 3.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, real
from companion.normalization.reference import channels_last, moments


class Gradients(NamedTuple):
    """Gradient of the loss by the layer's input (as the input), by its scale (C,) and by its shift (C,)."""

    values: NDArray[Any]
    scale: NDArray[Any]
    shift: NDArray[Any]


def batch_norm_backward(
    output_gradient: ArrayLike, values: ArrayLike, scale: ArrayLike, *, epsilon: float = 1e-5
) -> Gradients:
    """Return the gradients of a layer in training mode.

    Parameters
    ----------
    output_gradient : array_like of shape (..., C), float
        Gradient of the loss by the layer's output.
    values : array_like of shape (..., C), float
        The layer's input.
    scale : array_like of shape (C,), float
        The trained scale.
    epsilon : float
        As in the forward pass.

    Returns
    -------
    Gradients
        By input, scale and shift.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or shape, or `epsilon` is negative.

    Notes
    -----
    Mean and variance depend on every value, so two terms are subtracted from the straight path: the mean of the
    gradient, and its part along the normalized values. That is why the input's gradient sums to 0 in every channel: to
    add a constant to a channel changes nothing.

    Examples
    --------
    >>> gradients = batch_norm_backward([[1.0], [0.0], [0.0]], [[1.0], [2.0], [6.0]], [1.0])
    >>> bool(abs(gradients.values.sum()) < 1e-12)
    True
    """
    values = channels_last("values", values)
    channels = values.shape[-1]
    gradient = array("output_gradient", output_gradient, shape=values.shape)
    scale = array("scale", scale, shape=(channels,))
    batch = moments(values)
    deviation = np.sqrt(batch.variance + real("epsilon", epsilon, minimum=0))
    normalized = (values - batch.mean) / deviation
    axes = tuple(range(values.ndim - 1))
    along = (gradient * normalized).mean(axis=axes)
    by_values = scale / deviation * (gradient - gradient.mean(axis=axes) - normalized * along)
    return Gradients(by_values, (gradient * normalized).sum(axis=axes), gradient.sum(axis=axes))
