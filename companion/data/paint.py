"""How a drawn object looks: its colours, its pattern, the light on it, the shadow it casts."""

import colorsys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.data.backgrounds import cut_detail
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


def surface(
    pose: Pose, distance: Array, x: Array, y: Array, *, light: Light, rng: np.random.Generator, split: str
) -> Array:
    """Return the colours of an object on the grid of its window.

    Parameters
    ----------
    pose : Pose
        The shape, which its pattern turns with.
    distance : ndarray of shape (H, W)
        Its signed distance.
    x, y : ndarray of shape (W,) and (H,)
        Positions about the centre, pixels.
    light : Light
        The scene's light.
    rng : numpy.random.Generator
        Makes the choices.
    split : str
        Where the grain of a rough surface may come from.

    Returns
    -------
    ndarray of shape (H, W, 3), float32, about 0..255
    """
    first, second = _colour(rng), _colour(rng)
    pattern = PATTERNS[rng.integers(len(PATTERNS))]
    radius = np.float32(0.5 * (pose.bounds[2:] - pose.bounds[:2]).max())
    lit = 1 - np.float32(light.strength) * (light.direction[1] * y[:, None] + light.direction[0] * x) / radius
    lit *= np.float32(0.75) + np.float32(0.25) * np.clip(-4 * distance / radius, 0, 1)  # a bevelled rim
    if pattern == "rough":
        lit *= cut_detail(split, distance.shape, rng)
    mixture = np.zeros_like(lit) if pattern in ("plain", "rough") else _pattern(pattern, pose, x, y, rng)
    colours: Array = (first + (second - first) * mixture[..., None]) * lit[..., None]
    return colours


def _pattern(pattern: str, pose: Pose, x: Array, y: Array, rng: np.random.Generator) -> Array:
    """Return how much of the second colour there is, (H, W), in the object's own turned frame."""
    inverse = np.linalg.inv(pose.matrix).astype(np.float32) * np.float32(np.pi * rng.uniform(1.5, 3.5))
    u = np.sin(inverse[0, 1] * y[:, None] + inverse[0, 0] * x)
    v = np.sin(inverse[1, 1] * y[:, None] + inverse[1, 0] * x)
    wave = {"stripes": u, "checks": u * v, "dots": np.abs(u * v) - np.float32(0.4)}[pattern]
    mixture: Array = np.clip(np.float32(0.5) + 4 * wave, 0, 1)
    return mixture


def _colour(rng: np.random.Generator) -> Array:
    """Return a random colour (3,) that is neither nearly black nor, as a rule, gray."""
    red_green_blue = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.25, 1), rng.uniform(0.35, 1))
    return np.array(red_green_blue, dtype=np.float32) * 255
