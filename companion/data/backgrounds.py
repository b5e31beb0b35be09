"""Photographic backgrounds for drawn scenes; each split sees its own part of every photograph."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Background:
    """A square of a photograph, and what is done to it.

    Parameters
    ----------
    photo : int
        Which of `PHOTOS`.
    box : tuple of float
        The square in the strip of a split, pixels, xyxy.
    mirrored : bool
        Whether left and right change places.
    tint : ndarray of shape (3,), float32
        Factors of the channels.
    """

    photo: int
    box: tuple[float, float, float, float]
    mirrored: bool
    tint: NDArray[np.float32]


def choose_background(split: str, rng: np.random.Generator) -> Background:
    """Choose a random square of a random photograph, sometimes mirrored, and tinted."""
    number = int(rng.integers(len(PHOTOS)))
    strip = _strips(split)[number]
    side = rng.uniform(_SMALLEST, min(*strip.size, _LARGEST))
    x, y = rng.uniform(0, 1, 2) * (np.array(strip.size) - side)
    mirrored = rng.random() < 0.5
    return Background(number, (x, y, x + side, y + side), mirrored, rng.uniform(0.8, 1.15, 3).astype(np.float32))


def cut_background(chosen: Background, split: str, size: int) -> NDArray[np.float32]:
    """Return the pixels of a background.

    Parameters
    ----------
    chosen : Background
        What to cut.
    split : str
        "train", "validation" or "test".
    size : int
        Height and width of the result, pixels.

    Returns
    -------
    ndarray of shape (size, size, 3), float32, 0..255
    """
    strip = _strips(split)[chosen.photo]
    picture = strip.resize((size, size), Image.Resampling.BILINEAR, box=chosen.box)
    pixels = np.asarray(picture, dtype=np.float32)
    return (pixels[:, ::-1] if chosen.mirrored else pixels) * chosen.tint


def choose_detail(split: str, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[int, int, int]:
    """Choose a random rectangle (height, width) of a photograph: its number in `PHOTOS`, its first row and column."""
    height, width = shape
    number = int(rng.integers(len(PHOTOS)))
    strip = _grains(split)[number]
    y, x = (rng.integers(0, max(1, room + 1)) for room in (strip.shape[0] - height, strip.shape[1] - width))
    return number, int(y), int(x)


def cut_detail(chosen: tuple[int, int, int], split: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return a rectangle of a photograph in gray, about 1 on average: the grain of a rough surface.

    Parameters
    ----------
    chosen : tuple of int
        Which one, see :func:`choose_detail`.
    split : str
        "train", "validation" or "test".
    shape : tuple of int
        Height and width, pixels.

    Returns
    -------
    ndarray of shape (height, width), float32
    """
    (number, y, x), (height, width) = chosen, shape
    grain = _grains(split)[number][y : y + height, x : x + width]
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
