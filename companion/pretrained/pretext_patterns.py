"""Invented surfaces: filtered noise whose grain, direction and steps belong to its class."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from companion.pretrained.pretext_marks import SIDE

Array = NDArray[np.float32]

NUM_PATTERNS = 60

_SEED = 40
_STEPS = 4  # ways to turn noise into gray levels


@dataclass(frozen=True)
class _Patterns:
    """What belongs to the classes, one entry each; two bands of frequencies are added."""

    frequency: Array  # (60, 2), cycles a picture
    spread: Array  # (60, 2), octaves
    direction: Array  # (60, 2), radians
    strictness: Array  # (60, 2), 0 for all directions alike
    weight: Array  # (60,), of the second band
    step: NDArray[np.int64]  # (60,)


def draw_patterns(classes: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Return a piece of the surface of each class.

    Parameters
    ----------
    classes : ndarray of shape (N,), int64
        From 0 to 59.
    rng : numpy.random.Generator
        Draws the noise, turns and scales the surface a little.

    Returns
    -------
    ndarray of shape (N, 32, 32), float32, 0..1
    """
    noise = rng.standard_normal((len(classes), SIDE, SIDE), dtype=np.float32)
    turn = rng.uniform(-0.2, 0.2, (len(classes), 1)).astype(np.float32)
    scale = rng.uniform(0.87, 1.15, (len(classes), 1)).astype(np.float32)
    waves = np.fft.irfft2(np.fft.rfft2(noise) * _amplitude(classes, turn, scale), s=(SIDE, SIDE)).astype(np.float32)
    waves -= waves.mean(axis=(1, 2), keepdims=True)
    waves /= waves.std(axis=(1, 2), keepdims=True) + np.float32(1e-6)
    return _stepped(waves, _patterns().step[classes])


def _amplitude(classes: NDArray[np.int64], turn: Array, scale: Array) -> Array:
    """Return how much of each frequency there is, (N, 32, 17)."""
    table = _patterns()
    across, down = np.fft.rfftfreq(SIDE) * SIDE, np.fft.fftfreq(SIDE) * SIDE
    reach = np.maximum(np.hypot(down[:, None], across), 1e-3).astype(np.float32)
    angle = np.arctan2(down[:, None], across).astype(np.float32)
    total = np.zeros((len(classes), *reach.shape), dtype=np.float32)
    for band in (0, 1):
        frequency = (table.frequency[classes, band, None] * scale)[..., None]
        direction = (table.direction[classes, band, None] + turn)[..., None]
        octaves = np.log2(reach / frequency) / table.spread[classes, band, None, None]
        towards = table.strictness[classes, band, None, None] * (np.cos(2 * (angle - direction)) - 1)
        weight = np.float32(1) if band == 0 else table.weight[classes, None, None]
        total += weight * np.exp(towards - octaves**2) / frequency
    return total


def _stepped(waves: Array, steps: NDArray[np.int64]) -> Array:
    """Return gray levels: as they are, in two levels, as ridges, or as blots."""
    levels = np.empty_like(waves)
    ways: tuple[Callable[[Array], Array], ...] = (
        lambda wave: np.float32(0.5) + np.float32(0.22) * wave,
        lambda wave: np.float32(0.5) + 3 * wave,
        lambda wave: 1 - np.abs(wave),
        lambda wave: 2 * (wave - np.float32(0.8)),
    )
    for step, way in enumerate(ways):
        levels[steps == step] = way(waves[steps == step])
    return np.clip(levels, 0, 1)


@cache
def _patterns() -> _Patterns:
    rng = np.random.default_rng(_SEED)
    shape = (NUM_PATTERNS, 2)

    def uniform(low: float, high: float, size: tuple[int, ...] = shape) -> Array:
        return rng.uniform(low, high, size).astype(np.float32)

    strictness = np.where(rng.random(shape) < 0.4, 0, uniform(2, 20)).astype(np.float32)
    weight = np.where(rng.random(NUM_PATTERNS) < 0.5, 0, uniform(0.5, 1, (NUM_PATTERNS,))).astype(np.float32)
    return _Patterns(
        2 ** uniform(0.8, 3.4), uniform(0.2, 0.8), uniform(0, np.pi), strictness, weight,
        np.arange(NUM_PATTERNS) % _STEPS,
    )  # fmt: skip
