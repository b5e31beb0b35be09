"""The pictures that the small weights are trained on: 444 classes of things that are cut or drawn anew each time.

Notes
-----
Each class is one thing in endless variants, as in Dosovitskiy et al. 2014: an invented character, an outline, a surface
of filtered noise, or a square of a photograph. Which class it is must be told from the picture alone, whatever its
colours, ground, place, size, light, sharpness and noise.

References
----------
Dosovitskiy, Springenberg, Riedmiller, Brox 2014, Discriminative unsupervised feature learning with convolutional neural
networks.
"""

import numpy as np
from numpy.typing import NDArray

from companion.check import integer
from companion.pretrained.pretext_marks import (
    NUM_CHARACTERS,
    NUM_OUTLINES,
    SIDE,
    cover_characters,
    cover_outlines,
)
from companion.pretrained.pretext_patterns import NUM_PATTERNS, draw_patterns
from companion.pretrained.pretext_photos import NUM_SQUARES, draw_patches, draw_squares

Array = NDArray[np.float32]

FAMILIES = {"characters": NUM_CHARACTERS, "outlines": NUM_OUTLINES, "patterns": NUM_PATTERNS, "squares": NUM_SQUARES}
"""Number of classes of each kind, in the order of the labels."""

NUM_CLASSES = sum(FAMILIES.values())

_SHARES = (0.35, 0.15, 0.15, 0.35)  # of the pictures
_GRAY = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def draw_batch(count: int, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return pictures and their classes.

    Parameters
    ----------
    count : int
        Number of pictures.
    rng : numpy.random.Generator
        Makes all choices, so the same state gives the same pictures.

    Returns
    -------
    images : ndarray of shape (count, 32, 32, 3), uint8
    labels : ndarray of shape (count,), int64
        From 0 to 443, in the order of `FAMILIES`.

    Raises
    ------
    TypeError, ValueError
        If `count` is not a whole number of at least 0.

    Examples
    --------
    >>> images, labels = draw_batch(5, np.random.default_rng(0))
    >>> images.shape, labels.shape
    ((5, 32, 32, 3), (5,))
    """
    integer("count", count, minimum=0)
    kinds = rng.choice(len(_SHARES), size=count, p=_SHARES)
    images, labels = np.empty((count, SIDE, SIDE, 3), np.float32), np.empty(count, np.int64)
    first = 0
    for kind, (family, size) in enumerate(FAMILIES.items()):
        rows = np.flatnonzero(kinds == kind)
        classes = rng.integers(size, size=len(rows))
        images[rows] = _draw(family, classes, rng)
        labels[rows] = first + classes
        first += size
    return expose(images, rng), labels


def _draw(family: str, classes: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Return pictures of one family in full light, (N, 32, 32, 3), 0..255."""
    if family == "squares":
        return draw_squares(classes, rng)
    cover = {"characters": cover_characters, "outlines": cover_outlines, "patterns": draw_patterns}[family]
    return paint(cover(classes, rng), rng, plain=0.9 if family == "patterns" else 0.4)


def paint(coverage: Array, rng: np.random.Generator, *, plain: float) -> Array:
    """Return marks in one colour or surface on a ground of another, of clearly different brightness.

    Parameters
    ----------
    coverage : ndarray of shape (N, H, W), float32, 0..1
        Where the marks are.
    rng : numpy.random.Generator
        Chooses the colours.
    plain : float
        Share of the pictures whose ground is one plain colour; the others stand on photographs.

    Returns
    -------
    ndarray of shape (N, 32, 32, 3), float32, 0..255
    """
    count = len(coverage)
    ground = draw_patches(count, rng) * rng.uniform(0.3, 1, (count, 1, 1, 1)).astype(np.float32)
    bare = rng.random(count) < plain
    ground[bare] = rng.uniform(0, 255, (bare.sum(), 1, 1, 3))
    gray = (ground @ _GRAY).mean(axis=(1, 2))
    room_below, room_above = np.maximum(gray - 60, 0), np.maximum(195 - gray, 0)
    place = rng.random(count) * (room_below + room_above)
    target = np.where(place < room_below, place, place + 60 + gray - room_below)
    ink = target[:, None] + rng.normal(0, 35, (count, 3)) @ (np.eye(3) - _GRAY)  # a tint that keeps the brightness
    colours = np.broadcast_to(ink[:, None, None], ground.shape).astype(np.float32)
    rough = rng.random(count) < 0.3
    grain = draw_patches(int(rough.sum()), rng) @ _GRAY
    grain = grain / (grain.mean(axis=(1, 2), keepdims=True) + 1)
    colours = colours.copy()
    colours[rough] *= grain[..., None]
    mixed: Array = ground + (colours - ground) * coverage[..., None]
    return np.clip(mixed, 0, 255)


def expose(images: Array, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the pictures that different cameras would take: gray or tinted, dark or bright, coarse, noisy.

    Parameters
    ----------
    images : ndarray of shape (N, 32, 32, 3), float32, 0..255
        Not changed.
    rng : numpy.random.Generator
        Makes the choices.

    Returns
    -------
    ndarray of shape (N, 32, 32, 3), uint8
    """
    count = len(images)

    def some(share: float) -> NDArray[np.bool_]:
        return rng.random(count) < share

    def factor(low: float, high: float, channels: int = 1) -> Array:
        return rng.uniform(low, high, (count, 1, 1, channels)).astype(np.float32)

    gray = np.where(some(0.5)[:, None, None, None], (images @ _GRAY)[..., None], images)
    mean = gray.mean(axis=(1, 2, 3), keepdims=True)
    light = (mean + (gray - mean) * factor(0.5, 1.3)) * factor(0.6, 1.3) * factor(0.9, 1.1, 3)
    negative = some(0.1)
    light[negative] = 255 - light[negative]
    for step, share in ((4, 0.12), (2, 0.2)):
        coarse = some(share)
        light[coarse] = _coarse(light[coarse], step)
    noise = rng.standard_normal(light.shape, dtype=np.float32) * factor(0, 12)
    taken: NDArray[np.uint8] = np.clip(np.rint(light + noise), 0, 255).astype(np.uint8)
    return taken


def _coarse(images: Array, step: int) -> Array:
    """Return the pictures averaged over squares of `step` pixels and stretched again between their centres."""
    small = SIDE // step
    means = images.reshape(-1, small, step, small, step, 3).mean(axis=(2, 4))
    places = np.clip((np.arange(SIDE) + 0.5) / step - 0.5, 0, small - 1)
    weights = np.maximum(1 - np.abs(places[:, None] - np.arange(small)), 0).astype(np.float32)  # (32, small)
    stretched: Array = np.einsum("yi,xj,nijc->nyxc", weights, weights, means, optimize=True)
    return stretched
