"""Learning-rate schedules: pure functions from progress in [0, 1] to a factor on the initial learning rate.

A loop calls ``schedule(step / steps)`` before each update. Set options with :func:`functools.partial`.
"""

import math

from companion.check import real


def constant(progress: float) -> float:
    """Return 1 whatever the progress.

    Parameters
    ----------
    progress : float
        Share of the updates already made, from 0 to 1.

    Returns
    -------
    float
        Factor on the initial learning rate.

    Raises
    ------
    TypeError, ValueError
        If `progress` is not such a number. (The same holds for every schedule.)

    Examples
    --------
    >>> constant(0.7)
    1.0
    """
    _checked(progress)
    return 1.0


def linear(progress: float, *, end: float = 0.0) -> float:
    """Go from 1 to `end` in a straight line.

    Parameters
    ----------
    progress : float
        As in :func:`constant`.
    end : float
        Factor at progress 1.

    Examples
    --------
    >>> linear(0.25)
    0.75
    """
    return 1.0 + _checked(progress) * (real("end", end, minimum=0) - 1.0)


def cosine(progress: float, *, end: float = 0.0) -> float:
    """Go from 1 to `end` along half a cosine: slowly at both ends, steeply in the middle.

    Parameters
    ----------
    progress : float
        As in :func:`constant`.
    end : float
        Factor at progress 1.

    References
    ----------
    Loshchilov and Hutter 2017, SGDR: stochastic gradient descent with warm restarts, equation 5, without restarts.

    Examples
    --------
    >>> [round(cosine(progress), 3) for progress in (0, 0.25, 0.5, 0.75, 1)]
    [1.0, 0.854, 0.5, 0.146, 0.0]
    """
    half_wave = 0.5 * (1.0 + math.cos(math.pi * _checked(progress)))
    end = real("end", end, minimum=0)
    return end + (1.0 - end) * half_wave


def linear_warmup_cosine(progress: float, *, warmup: float = 0.1, start: float = 0.01, end: float = 0.0) -> float:
    """Rise from `start` to 1 in a straight line, then fall to `end` along half a cosine.

    Parameters
    ----------
    progress : float
        As in :func:`constant`.
    warmup : float
        Progress at which the factor reaches 1, from 0 (no warm-up) to below 1.
    start, end : float
        Factors at progress 0 and 1.

    References
    ----------
    Goyal et al. 2017, Accurate, large minibatch SGD, section 2.2 (gradual warm-up).

    Examples
    --------
    >>> round(linear_warmup_cosine(0.05), 3), linear_warmup_cosine(0.1), linear_warmup_cosine(1.0)
    (0.505, 1.0, 0.0)
    """
    progress, warmup = _checked(progress), real("warmup", warmup, minimum=0, maximum=1)
    if warmup == 1:
        raise ValueError("warmup must be below 1, or the rate never falls, got 1")
    if progress < warmup:
        return real("start", start, minimum=0) + (1.0 - start) * progress / warmup
    return cosine(min((progress - warmup) / (1.0 - warmup), 1.0), end=end)


def step(progress: float, *, milestones: tuple[float, ...] = (0.5, 0.75), factor: float = 0.1) -> float:
    """Multiply by `factor` at each milestone.

    Parameters
    ----------
    progress : float
        As in :func:`constant`.
    milestones : tuple of float
        Progress values; a milestone counts from its own value on.
    factor : float
        What each of them multiplies by.

    Examples
    --------
    >>> [round(step(progress), 4) for progress in (0.49, 0.5, 0.75)]
    [1.0, 0.1, 0.01]
    """
    progress, factor = _checked(progress), real("factor", factor, minimum=0)
    return factor ** sum(progress >= real("milestones", milestone) for milestone in milestones)


def _checked(progress: float) -> float:
    return real("progress", progress, minimum=0, maximum=1)
