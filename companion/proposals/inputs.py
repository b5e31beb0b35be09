"""What the functions of this room ask of a picture and of its segments."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array


def as_picture(image: ArrayLike) -> NDArray[Any]:
    """Return a picture with its channels last, or say what is wrong with it.

    Parameters
    ----------
    image : array_like of shape (H, W), (H, W, 1) or (H, W, 3), uint8 or float in [0, 1]
        Gray or RGB picture.

    Returns
    -------
    ndarray of shape (H, W, 1) or (H, W, 3), uint8, float32 or float64
        The same values; floats of another precision become float64.

    Raises
    ------
    TypeError
        If it holds neither uint8 nor floats.
    ValueError
        If it has another shape, no pixel, or values that are not in [0, 1].

    Examples
    --------
    >>> as_picture(np.zeros((2, 3), dtype=np.uint8)).shape
    (2, 3, 1)
    """
    try:
        pixels = np.asarray(image)
    except ValueError:
        raise ValueError("image must have shape (H, W), (H, W, 1) or (H, W, 3), got rows of unequal length") from None
    pixels = pixels[:, :, None] if pixels.ndim == 2 else pixels  # (H, W, C)
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        raise ValueError("image must be gray or RGB, got 4 channels: leave out the transparency, image[:, :, :3]")
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 3) or not pixels.size:
        raise ValueError(
            f"image must have shape (H, W), (H, W, 1) or (H, W, 3) and a pixel at least, got {np.shape(image)}"
        )
    if pixels.dtype == np.uint8:
        return pixels
    if not np.issubdtype(pixels.dtype, np.floating):
        raise TypeError(f"image must hold uint8 or floats in [0, 1], got dtype {pixels.dtype}")
    if not (pixels.min() >= 0 and pixels.max() <= 1):  # so that nan is refused too
        raise ValueError(f"image must lie in [0, 1] if it holds floats, got {pixels.min()} to {pixels.max()}")
    return pixels if pixels.dtype == np.float32 else pixels.astype(np.float64, copy=False)


def as_rgb(image: ArrayLike) -> NDArray[Any]:
    """Return a picture of shape (H, W, 3), checked as by :func:`as_picture`; gray becomes three equal channels."""
    pixels = as_picture(image)
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels


def as_picture_and_segments(image: ArrayLike, segments: ArrayLike) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return both, checked as by :func:`as_picture` and :func:`as_segments`, or say that they do not fit each other.

    Raises
    ------
    TypeError, ValueError
        If one of them is not what it should be, or their heights or widths differ.

    Examples
    --------
    >>> as_picture_and_segments([[0.5, 0.5]], [[0], [1]])
    Traceback (most recent call last):
    ...
    ValueError: segments must have the height and width of image, (1, 2), got (2, 1)
    """
    pixels, labels = as_picture(image), as_segments(segments)
    if labels.shape != pixels.shape[:2]:
        raise ValueError(f"segments must have the height and width of image, {pixels.shape[:2]}, got {labels.shape}")
    return pixels, labels


def as_segments(segments: ArrayLike) -> NDArray[np.int64]:
    """Return segments of shape (H, W), numbered from 0 with none left out, or say what is wrong with them.

    Raises
    ------
    TypeError
        If they are not whole numbers.
    ValueError
        If there is no pixel, or a number is negative or left out.

    Examples
    --------
    >>> as_segments([[0, 2]])
    Traceback (most recent call last):
    ...
    ValueError: segments must be numbered from 0 with none left out, got 2 different numbers from 0 to 2
    """
    labels = array("segments", segments, shape=("H", "W"))
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"segments must hold whole numbers, got dtype {labels.dtype}")
    if not labels.size:
        raise ValueError(f"segments must have a pixel at least, got shape {labels.shape}")
    if labels.min() < 0 or labels.max() >= labels.size or not np.bincount(labels.ravel()).all():
        raise ValueError(
            "segments must be numbered from 0 with none left out, got "
            f"{len(np.unique(labels))} different numbers from {labels.min()} to {labels.max()}"
        )
    return labels.astype(np.int64, copy=False)
