"""Photographic backgrounds for drawn scenes; each split sees its own part of every photograph."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from companion.data.photos import photo

PHOTOS = ("brick", "chelsea", "china", "coffee", "flower", "grass", "gravel", "hubble_deep_field", "retina")
"""Photographs that may be shown and hold no person."""

_SHARES = {"train": (0.0, 0.6), "validation": (0.6, 0.8), "test": (0.8, 1.0)}
_SMALLEST, _LARGEST = 72, 256  # side of a crop, pixels of the photograph


def region(name: str, split: str) -> tuple[int, int, int, int]:
    """Return the part of a photograph that a split may use: a strip across its longer side.

    Parameters
    ----------
    name : str
        One of `PHOTOS`.
    split : str
        "train", "validation" or "test".

    Returns
    -------
    tuple of int, pixels of the photograph, xyxy
        Strips of different splits are disjoint.

    Examples
    --------
    >>> region("brick", "train"), region("brick", "test")
    ((0, 0, 307, 512), (410, 0, 512, 512))
    """
    height, width = photo(name).shape[:2]
    first, last = _SHARES[split]
    if width >= height:
        return round(first * width), 0, round(last * width), height
    return 0, round(first * height), width, round(last * height)


def cut_background(split: str, size: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a random square of a random photograph, resized, sometimes mirrored, and tinted.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".
    size : int
        Height and width of the result, pixels.
    rng : numpy.random.Generator
        Makes the choices.

    Returns
    -------
    ndarray of shape (size, size, 3), float32, 0..255
    """
    strip = _strips(split)[rng.integers(len(PHOTOS))]
    side = rng.uniform(_SMALLEST, min(*strip.size, _LARGEST))
    x, y = rng.uniform(0, 1, 2) * (np.array(strip.size) - side)
    picture = strip.resize((size, size), Image.Resampling.BILINEAR, box=(x, y, x + side, y + side))
    pixels = np.asarray(picture, dtype=np.float32)
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    return pixels * rng.uniform(0.8, 1.15, 3).astype(np.float32)


def cut_detail(split: str, shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a random rectangle of a photograph in gray, about 1 on average: the grain of a rough surface.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".
    shape : tuple of int
        Height and width, pixels.
    rng : numpy.random.Generator
        Makes the choices.

    Returns
    -------
    ndarray of shape (height, width), float32
    """
    height, width = shape
    strip = _grains(split)[rng.integers(len(PHOTOS))]
    y, x = (rng.integers(0, max(1, room + 1)) for room in (strip.shape[0] - height, strip.shape[1] - width))
    grain = strip[y : y + height, x : x + width]
    if grain.shape != (height, width):  # a very large object: repeat the strip
        repeats = -(-height // grain.shape[0]), -(-width // grain.shape[1])
        grain = np.tile(grain, repeats)[:height, :width]
    relative: NDArray[np.float32] = grain / (grain.mean() + np.float32(1))
    return relative


@cache
def _strips(split: str) -> tuple[Image.Image, ...]:
    return tuple(Image.fromarray(photo(name)).crop(region(name, split)) for name in PHOTOS)


@cache
def _grains(split: str) -> tuple[NDArray[np.float32], ...]:
    return tuple(np.asarray(strip.convert("L"), dtype=np.float32) for strip in _strips(split))
