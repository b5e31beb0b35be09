"""How a drawn object looks: its colours, its pattern, the light on it, the shadow it casts."""

import colorsys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.data.backgrounds import choose_detail, cut_detail
from companion.data.shapes import Pose

PATTERNS = ("plain", "stripes", "checks", "dots", "rough")

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Light:
    """The light of one scene.

    Parameters
    ----------
    direction : ndarray of shape (2,), float32
        Unit vector in the picture, x to the right and y down, towards which the light falls.
    strength : float
        How much brighter the lit side is, 0 to 1.
    shadow : float
        How dark a shadow is, 0 to 1.
    """

    direction: Array
    strength: float
    shadow: float


def draw_light(rng: np.random.Generator) -> Light:
    """Return a random light."""
    angle = rng.uniform(0, 2 * np.pi)
    direction = np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)
    return Light(direction, rng.uniform(0.1, 0.45), rng.uniform(0.2, 0.6))


def coverage(distance: Array) -> Array:
    """Return how much of each pixel the shape covers, from its signed distance: one half exactly on the outline."""
    share: Array = np.clip(np.float32(0.5) - distance, 0, 1)
    return share


@dataclass(frozen=True)
class Surface:
    """What an object is painted with.

    Parameters
    ----------
    colours : tuple of two ndarrays of shape (3,), float32
        Its colours, 0..255.
    pattern : str
        One of `PATTERNS`.
    grain : tuple of int
        Where the grain of a rough surface is taken from.
    frequency : float
        Waves of stripes, checks and dots.
    """

    colours: tuple[Array, Array]
    pattern: str
    grain: tuple[int, int, int] = (0, 0, 0)
    frequency: float = 0.0


def choose_surface(split: str, shape: tuple[int, ...], rng: np.random.Generator) -> Surface:
    """Choose at random how an object in a window (height, width) is painted."""
    colours = _colour(rng), _colour(rng)
    pattern = PATTERNS[rng.integers(len(PATTERNS))]
    if pattern == "rough":
        return Surface(colours, pattern, grain=choose_detail(split, shape, rng))
    return Surface(colours, pattern, frequency=0.0 if pattern == "plain" else rng.uniform(1.5, 3.5))


def shade(chosen: Surface, pose: Pose, distance: Array, x: Array, y: Array, *, light: Light, split: str) -> Array:
    """Return the colours of an object on the grid of its window.

    Parameters
    ----------
    chosen : Surface
        What it is painted with.
    pose : Pose
        The shape, which its pattern turns with.
    distance : ndarray of shape (H, W)
        Its signed distance.
    x, y : ndarray of shape (W,) and (H,)
        Positions about the centre, pixels.
    light : Light
        The scene's light.
    split : str
        Where the grain of a rough surface comes from.

    Returns
    -------
    ndarray of shape (H, W, 3), float32, about 0..255
    """
    first, second = chosen.colours
    radius = np.float32(0.5 * (pose.bounds[2:] - pose.bounds[:2]).max())
    lit = 1 - np.float32(light.strength) * (light.direction[1] * y[:, None] + light.direction[0] * x) / radius
    lit *= np.float32(0.75) + np.float32(0.25) * np.clip(-4 * distance / radius, 0, 1)  # a bevelled rim
    if chosen.pattern == "rough":
        lit *= cut_detail(chosen.grain, split, distance.shape)
    mixture = np.zeros_like(lit) if chosen.pattern in ("plain", "rough") else _pattern(chosen, pose, x, y)
    colours: Array = (first + (second - first) * mixture[..., None]) * lit[..., None]
    return colours


def _pattern(chosen: Surface, pose: Pose, x: Array, y: Array) -> Array:
    """Return how much of the second colour there is, (H, W), in the object's own turned frame."""
    inverse = np.linalg.inv(pose.matrix).astype(np.float32) * np.float32(np.pi * chosen.frequency)
    u = np.sin(inverse[0, 1] * y[:, None] + inverse[0, 0] * x)
    v = np.sin(inverse[1, 1] * y[:, None] + inverse[1, 0] * x)
    wave = {"stripes": u, "checks": u * v, "dots": np.abs(u * v) - np.float32(0.4)}[chosen.pattern]
    mixture: Array = np.clip(np.float32(0.5) + 4 * wave, 0, 1)
    return mixture


def _colour(rng: np.random.Generator) -> Array:
    """Return a random colour (3,) that is neither nearly black nor, as a rule, gray."""
    red_green_blue = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.25, 1), rng.uniform(0.35, 1))
    return np.array(red_green_blue, dtype=np.float32) * 255
