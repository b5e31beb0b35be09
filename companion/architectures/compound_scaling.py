"""Compound scaling: depth, width and resolution of a net grow together by one coefficient."""

from math import log

from companion.architectures.efficientnet_specs import SCALES
from companion.check import one_of, real

DEPTH_BASE, WIDTH_BASE, RESOLUTION_BASE = 1.2, 1.1, 1.15
"""alpha, beta and gamma of compound scaling (section 4): depth, width and resolution grow as their powers."""


def compound_scale(phi: float) -> tuple[float, float, float]:
    """Return the factors on depth, width and resolution for a compound coefficient (equation 3).

    Parameters
    ----------
    phi : float
        At least 0; each step about doubles the multiply-adds.

    Examples
    --------
    >>> [round(factor, 3) for factor in compound_scale(2)]
    [1.44, 1.21, 1.322]
    """
    real("phi", phi, minimum=0)
    return DEPTH_BASE**phi, WIDTH_BASE**phi, RESOLUTION_BASE**phi


def implied_coefficients(name: str) -> tuple[float, float, float]:
    """Return the compound coefficient that each published factor would need: by depth, by width, by resolution.

    Parameters
    ----------
    name : str
        A key of `SCALES`.

    Raises
    ------
    ValueError
        If it is none.

    Notes
    -----
    The three would be equal if the published nets followed equation 3 to the digit.

    Examples
    --------
    >>> [round(phi, 1) for phi in implied_coefficients("efficientnet_b7")]
    [6.2, 7.3, 7.0]
    """
    scale = SCALES[one_of("name", name, tuple(SCALES))]
    factors = (scale.depth, scale.width, scale.resolution / SCALES["efficientnet_b0"].resolution)
    by_depth, by_width, by_resolution = (
        log(factor) / log(base) for factor, base in zip(factors, (DEPTH_BASE, WIDTH_BASE, RESOLUTION_BASE), strict=True)
    )
    return by_depth, by_width, by_resolution
