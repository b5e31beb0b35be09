"""How much each layer of a dense block uses the maps of the layers before it, read off the weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import integer


def weight_by_source(kernels: Sequence[ArrayLike], entering: int, growth_rate: int) -> NDArray[np.float64]:
    """Return the mean absolute weight of every layer on the maps of every layer before it.

    Parameters
    ----------
    kernels : sequence of array_like of shape (O, C, H, W)
        First convolution of each layer of the block, in PyTorch's layout, and last, if you like, that of the
        transition: entry l (from 0) sees ``C = entering + l * growth_rate`` maps.
    entering : int
        Maps that enter the block.
    growth_rate : int
        Maps that every layer adds.

    Returns
    -------
    ndarray of shape (N, N)
        Entry (s, t): the mean of the absolute weights of kernel t on source s; source 0 is the block's input, source s
        layer s. NaN where there is no connection, s > t.

    Raises
    ------
    TypeError, ValueError
        If a number is out of range, or a kernel has not the depth it should have.

    Notes
    -----
    The measure of the paper's figure 5. Every layer normalises what it sees with scales of its own, and those are left
    out here as there.

    References
    ----------
    Huang, Liu, van der Maaten, Weinberger 2017, Densely connected convolutional networks, section 5.

    Examples
    --------
    >>> first, second = np.ones((1, 2, 1, 1)), np.array([3.0, -3.0, 0.5]).reshape(1, 3, 1, 1)
    >>> weight_by_source([first, second], entering=2, growth_rate=1)
    array([[1. , 3. ],
           [nan, 0.5]])
    """
    integer("entering", entering, minimum=1)
    integer("growth_rate", growth_rate, minimum=1)
    found = np.full((len(kernels), len(kernels)), np.nan)
    for target, kernel in enumerate(kernels):
        weights, depth = np.abs(np.asarray(kernel, dtype=float)), entering + target * growth_rate
        if weights.ndim != 4 or weights.shape[1] != depth:
            raise ValueError(f"kernels[{target}] must have shape (O, {depth}, H, W), got {weights.shape}")
        ends = [entering + source * growth_rate for source in range(target)]
        parts = np.split(weights, ends, axis=1)  # (O, entering, H, W), then (O, growth_rate, H, W) each
        found[: target + 1, target] = [part.mean() for part in parts]
    return found
