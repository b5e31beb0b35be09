"""Invented characters and outlines: what a mark of each class covers, drawn anew each time.

Notes
-----
A character is one to three bent strokes, each a quadratic curve between points drawn once for its class; no letter
and no digit is meant. An outline is a polygon, a star, a disc or a wavy blob, filled or hollow.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

SIDE = 32
"""Height and width of a drawn picture, pixels."""

NUM_CHARACTERS = 192
NUM_OUTLINES = 64

_SEED = 20
_STROKES, _PIECES = 3, 7  # at most so many strokes of so many straight pieces
_ANGLES = 96
_REGULAR = (3, 4, 5, 6, 8)


def cover_characters(classes: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Return how much of each pixel a character covers, in a new hand each time.

    Parameters
    ----------
    classes : ndarray of shape (N,), int64
        From 0 to 191.
    rng : numpy.random.Generator
        Moves the points of the strokes, turns, stretches and shifts the character, chooses the pen.

    Returns
    -------
    ndarray of shape (N, 32, 32), float32, 0..1
    """
    count = len(classes)
    points = _character_points()[classes]  # (N, 3, 3, 2)
    points = points + rng.normal(0, 0.08, points.shape).astype(np.float32)
    points = points @ _maps(count, rng, turn=0.3, squash=0.65)[:, None]
    placed = points * rng.uniform(0.5, 0.85, (count, 1, 1, 1)) + rng.uniform(-0.2, 0.2, (count, 1, 1, 2))
    curves = _quadratic(placed.astype(np.float32))  # (N, 3, 8, 2)
    distance = _distance_to_strokes(curves)
    width = rng.uniform(0.05, 0.16, (count, 1, 1)).astype(np.float32)
    softness = rng.uniform(0.06, 0.25, (count, 1, 1)).astype(np.float32)
    covered: Array = np.clip(np.float32(0.5) + (width - distance) / softness, 0, 1)
    return covered


def cover_outlines(classes: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Return how much of each pixel an outline covers, turned, stretched and shifted anew each time.

    Parameters
    ----------
    classes : ndarray of shape (N,), int64
        From 0 to 63.
    rng : numpy.random.Generator
        Makes the choices.

    Returns
    -------
    ndarray of shape (N, 32, 32), float32, 0..1
    """
    count = len(classes)
    radii, holes = _outline_radii()
    centre = rng.uniform(-0.25, 0.25, (count, 1, 1, 2)).astype(np.float32)
    size = rng.uniform(0.4, 0.9, (count, 1, 1)).astype(np.float32)
    places = (_grid()[None] - centre) @ _maps(count, rng, turn=np.pi, squash=0.7)[:, None]
    reach = np.hypot(places[..., 0], places[..., 1]) / size
    turns = (np.arctan2(places[..., 1], places[..., 0]) / (2 * np.pi)) % 1 * _ANGLES
    first = turns.astype(np.int64) % _ANGLES
    rows = classes[:, None, None]
    share = turns - np.floor(turns)
    radius = radii[rows, first] * (1 - share) + radii[rows, (first + 1) % _ANGLES] * share
    inside = np.minimum(radius - reach, reach - holes[rows] * radius)
    softness = rng.uniform(0.06, 0.2, (count, 1, 1)) / size
    return np.clip(0.5 + inside / softness, 0, 1).astype(np.float32)


def _maps(count: int, rng: np.random.Generator, *, turn: float, squash: float) -> Array:
    """Return random linear maps (N, 2, 2): stretch along one axis, shear a little, turn."""
    angle = rng.uniform(-turn, turn, count)
    stretch, shear = rng.uniform(squash, 1, count), rng.uniform(-0.2, 0.2, count)
    cosine, sine, one = np.cos(angle), np.sin(angle), np.ones(count)
    rotation = np.stack([np.stack([cosine, sine], -1), np.stack([-sine, cosine], -1)], 1)
    shape = np.stack([np.stack([stretch, 0 * one], -1), np.stack([shear, one], -1)], 1)
    result: Array = (shape @ rotation).astype(np.float32)
    return result


def _quadratic(points: Array) -> Array:
    """Return places (N, S, 8, 2) on the curves that run from the first of three points through the second."""
    t = np.linspace(0, 1, _PIECES + 1, dtype=np.float32)[:, None]
    first, middle, last = (points[:, :, None, i] for i in range(3))
    control = 2 * middle - (first + last) / 2
    curve: Array = (1 - t) ** 2 * first + 2 * t * (1 - t) * control + t**2 * last
    return curve


def _distance_to_strokes(curves: Array) -> Array:
    """Return the distance (N, 32, 32) of each pixel to the nearest piece of a stroke."""
    shape = (len(curves), curves.shape[1] * (curves.shape[2] - 1), 2)
    starts, ends = (part.reshape(shape) for part in (curves[:, :, :-1], curves[:, :, 1:]))
    grid = _grid().reshape(1, -1, 2)
    nearest = np.full((len(curves), SIDE * SIDE), np.inf, dtype=np.float32)
    for piece in range(starts.shape[1]):
        start, along = starts[:, piece, None], (ends - starts)[:, piece, None]  # (N, 1, 2)
        offset = grid - start
        length = (along**2).sum(-1) + np.float32(1e-6)
        share = np.clip((offset[..., 0] * along[..., 0] + offset[..., 1] * along[..., 1]) / length, 0, 1)
        x, y = offset[..., 0] - share * along[..., 0], offset[..., 1] - share * along[..., 1]
        np.minimum(nearest, x * x + y * y, out=nearest)
    return np.sqrt(nearest).reshape(-1, SIDE, SIDE)


@cache
def _grid() -> Array:
    """Return the centres of the pixels (32, 32, 2) in -1..1."""
    places = ((np.arange(SIDE) + 0.5) * (2 / SIDE) - 1).astype(np.float32)
    return np.stack(np.meshgrid(places, places), axis=-1)


@cache
def _character_points() -> Array:
    """Return three points a stroke and three strokes a character (192, 3, 3, 2); missing strokes repeat the first."""
    rng = np.random.default_rng(_SEED)
    points = rng.uniform(-0.85, 0.85, (NUM_CHARACTERS, _STROKES, 3, 2))
    middle = points[:, :, [0, 2]].mean(axis=2)
    points[:, :, 1] = middle + rng.normal(0, 0.45, middle.shape)  # how a stroke bends
    closed = rng.random((NUM_CHARACTERS, _STROKES)) < 0.2
    points[closed, 2] = points[closed, 0] + rng.normal(0, 0.1, (closed.sum(), 2))
    joined = rng.random(NUM_CHARACTERS) < 0.6  # the second stroke begins where the first one ends
    points[joined, 1, 0] = points[joined, 0, 2]
    count = rng.integers(1, _STROKES + 1, NUM_CHARACTERS)
    for stroke in range(1, _STROKES):
        points[count <= stroke, stroke] = points[count <= stroke, 0]
    corners = points.reshape(NUM_CHARACTERS, -1, 2)
    low, high = corners.min(axis=1), corners.max(axis=1)
    half = ((high - low) / 2).max(axis=1)[:, None, None, None]
    result: Array = ((points - ((low + high) / 2)[:, None, None]) / half).astype(np.float32)
    return result


@cache
def _outline_radii() -> tuple[Array, Array]:
    """Return the distance from the centre in 96 directions (64, 96), and the share of it that is a hole (64,)."""
    angles = np.arange(_ANGLES) * (2 * np.pi / _ANGLES)
    regular = [np.ones(_ANGLES)]
    for corners in _REGULAR:
        turn = angles % (2 * np.pi / corners) - np.pi / corners
        regular += [np.cos(np.pi / corners) / np.cos(turn), 0.45 + 0.55 * np.abs(turn) * corners / np.pi]
    rng = np.random.default_rng(_SEED + 1)
    waves = np.arange(1, 6)
    blobs = []
    for _ in range(NUM_OUTLINES - 2 * len(regular)):
        wave = (rng.normal(0, 0.22, 5)[:, None] * np.cos(waves[:, None] * angles + rng.uniform(0, 7, (5, 1)))).sum(0)
        blobs.append(np.exp(wave) / np.exp(wave).max())
    holes = np.repeat([0.0, 0.55, 0.0], [len(regular), len(regular), len(blobs)])
    return np.array([*regular, *regular, *blobs], dtype=np.float32), holes.astype(np.float32)
