"""Running statistics of batch normalization: what a layer remembers of the batches it saw."""

from typing import Any

from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer, real


def moving_average(old: ArrayLike, new: ArrayLike, *, keep: float) -> NDArray[Any]:
    """Return ``keep * old + (1 - keep) * new``, the update of a running mean or variance.

    Parameters
    ----------
    old : array_like of shape (C,), float
        The running value so far: 0 for a mean and 1 for a variance at the start.
    new : array_like of shape (C,), float
        The value of this batch.
    keep : float
        Share of the old value, from 0 to 1. Keras calls this number momentum; PyTorch calls ``1 - keep`` momentum.

    Returns
    -------
    ndarray of shape (C,)
        The new running value.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ or `keep` lies outside its range.

    Examples
    --------
    >>> moving_average([0.0], [10.0], keep=0.75)
    array([2.5])
    """
    old = array("old", old, shape=("C",))
    new = array("new", new, shape=old.shape)
    keep = real("keep", keep, minimum=0, maximum=1)
    return keep * old + (1 - keep) * new


def unbiased_variance(variance: ArrayLike, count: int) -> NDArray[Any]:
    """Return the variance divided by ``count - 1`` instead of `count`: what PyTorch stores.

    Parameters
    ----------
    variance : array_like of shape (C,), float
        Biased variance.
    count : int
        How many values it was computed from, N * H * W for a convolution; at least 2.

    Returns
    -------
    ndarray of shape (C,)
        Bessel's correction applied.

    Raises
    ------
    TypeError, ValueError
        If `count` is not a whole number of at least 2.

    Examples
    --------
    >>> unbiased_variance([3.0], 4)
    array([4.])
    """
    count = integer("count", count, minimum=2)
    return array("variance", variance, shape=("C",)) * (count / (count - 1))
