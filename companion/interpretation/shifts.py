"""The same pictures, as another camera might have taken them: noisier, blurred, with less contrast."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.check import array, integer, real

Images = NDArray[np.uint8]


def add_noise(images: ArrayLike, *, strength: float, rng: np.random.Generator) -> Images:
    """Add independent Gaussian noise to every pixel.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C), uint8
        Pictures.
    strength : float
        Standard deviation, in gray levels of 0..255.
    rng : numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    ndarray of shape (N, H, W, C), uint8
        New pictures, cut off at 0 and 255.

    Raises
    ------
    TypeError, ValueError
        If the pictures are no such array or `strength` is negative.

    Examples
    --------
    >>> add_noise(np.full((1, 1, 2, 1), 7, np.uint8), strength=0, rng=np.random.default_rng(0)).ravel().tolist()
    [7, 7]
    """
    pixels = _checked(images)
    noise = rng.normal(0.0, real("strength", strength, minimum=0), pixels.shape)
    return _to_uint8(pixels + noise)


def blur(images: ArrayLike, *, radius: int) -> Images:
    """Replace each pixel by the mean of the square of side 2 * radius + 1 around it.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C), uint8
        Pictures.
    radius : int
        0 changes nothing. Beyond the border the nearest pixel is repeated.

    Returns
    -------
    ndarray of shape (N, H, W, C), uint8
        New pictures.

    Raises
    ------
    TypeError, ValueError
        If the pictures are no such array or `radius` is negative.

    Examples
    --------
    >>> blur(np.array([0, 0, 90, 0, 0], np.uint8).reshape(1, 1, 5, 1), radius=1).ravel().tolist()
    [0, 30, 30, 30, 0]
    """
    pixels = _checked(images)
    side = 2 * integer("radius", radius, minimum=0) + 1
    for axis in (1, 2):
        width = [(0, 0)] * 4
        width[axis] = (radius, radius)
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(pixels, width, mode="edge"), side, axis=axis)
        pixels = windows.mean(axis=-1)
    return _to_uint8(pixels)


def scale_contrast(images: ArrayLike, *, factor: float) -> Images:
    """Move each pixel towards (or away from) its picture's mean.

    Parameters
    ----------
    images : array_like of shape (N, H, W, C), uint8
        Pictures.
    factor : float
        0 leaves the mean alone, 1 changes nothing, above 1 the contrast grows.

    Returns
    -------
    ndarray of shape (N, H, W, C), uint8
        New pictures, cut off at 0 and 255.

    Raises
    ------
    TypeError, ValueError
        If the pictures are no such array or `factor` is negative.

    Examples
    --------
    >>> scale_contrast(np.array([100, 200], np.uint8).reshape(1, 1, 2, 1), factor=0.5).ravel().tolist()
    [125, 175]
    """
    pixels = _checked(images)
    mean = pixels.mean(axis=(1, 2, 3), keepdims=True)
    return _to_uint8(mean + real("factor", factor, minimum=0) * (pixels - mean))


def _checked(images: ArrayLike) -> NDArray[np.float64]:
    pixels = array("images", images, shape=("N", "H", "W", "C"))
    if pixels.dtype != np.uint8:
        raise TypeError(f"images must be uint8, got dtype {pixels.dtype}")
    if 0 in pixels.shape[1:]:
        raise ValueError(f"images must hold pixels, got shape {pixels.shape}")
    return pixels.astype(np.float64)


def _to_uint8(pixels: NDArray[np.float64]) -> Images:
    return np.rint(np.clip(pixels, 0, 255)).astype(np.uint8)
