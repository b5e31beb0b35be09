"""What pretrained nets want to see: pictures in colour, normalised by the statistics of ImageNet."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array

IMAGENET_MEAN = (0.485, 0.456, 0.406)
"""Mean of red, green and blue over ImageNet, pictures in 0..1."""

IMAGENET_STD = (0.229, 0.224, 0.225)
"""Their standard deviations."""


def normalise(images: NDArray[Any]) -> NDArray[np.float32]:
    """Return pictures with mean 0 and standard deviation 1 by the statistics of ImageNet.

    Parameters
    ----------
    images : ndarray of shape (N, H, W, C)
        RGB, or gray with C = 1, which becomes three equal channels; uint8, or float in [0, 1].

    Returns
    -------
    ndarray of shape (N, H, W, 3), float32
        As Keras takes them; for PyTorch transpose to (N, 3, H, W).

    Raises
    ------
    TypeError, ValueError
        If the shape does not fit, or floats lie outside [0, 1].

    Examples
    --------
    >>> normalise(np.full((1, 1, 1, 1), 255, dtype=np.uint8)).round(2)
    array([[[[2.25, 2.43, 2.64]]]], dtype=float32)
    """
    pictures = array("images", images, shape=("N", "H", "W", "C"))
    if pictures.shape[3] not in (1, 3):
        raise ValueError(f"images must have 1 or 3 channels, got {pictures.shape[3]}")
    if pictures.dtype == np.uint8:
        pictures = pictures.astype(np.float32) / np.float32(255)
    elif not np.issubdtype(pictures.dtype, np.floating):
        raise TypeError(f"images must be uint8, or float in [0, 1], got dtype {pictures.dtype}")
    elif not (np.all(pictures >= 0) and np.all(pictures <= 1)):  # also refuses NaN
        raise ValueError(f"images must be uint8, or float in [0, 1], got {pictures.min():g} to {pictures.max():g}")
    mean, deviation = (np.array(values, dtype=np.float32) for values in (IMAGENET_MEAN, IMAGENET_STD))
    return ((pictures.astype(np.float32) - mean) / deviation).astype(np.float32)
