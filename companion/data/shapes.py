"""Flat shapes as signed distances: below zero inside, above zero outside, in pixels near the outline.

Notes
-----
A polygon is described by half-planes. A convex one is their intersection, a cross the union of two bars, and a
pentagram the set of points that lie in at least four of the five half-planes of its sides. Discs and rings that are
squashed become ellipses, whose distance is scaled from the unit circle: exact in sign, approximate in size.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

SHAPES = ("disc", "ring", "square", "cross", "triangle", "star")

_ARM = 0.34  # half width of a bar of the cross, in its half length
_HOLE = 0.55  # inner radius of the ring
_CORNERS = {"triangle": 3, "square": 4, "star": 5}

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Pose:
    """How a unit shape is turned and stretched.

    Parameters
    ----------
    shape : str
        One of `SHAPES`.
    matrix : ndarray of shape (2, 2)
        Unit coordinates to pixels, about the centre.
    bounds : ndarray of shape (4,), pixels, xyxy
        Bounds of the whole shape about its centre.
    """

    shape: str
    matrix: NDArray[np.float64]
    bounds: NDArray[np.float64]


def make_pose(shape: str, size: float, *, squash: float = 1.0, angle: float = 0.0) -> Pose:
    """Return the pose in which the longer side of the shape's box is `size`.

    Parameters
    ----------
    shape : str
        One of `SHAPES`.
    size : float
        Longer side of the bounding box, pixels.
    squash : float
        Height over width before the turn, from 0 (excluded) to 1.
    angle : float
        Turn in radians.

    Returns
    -------
    Pose

    Examples
    --------
    >>> make_pose("square", 10.0, angle=np.pi / 4).bounds.round(6)
    array([-5., -5.,  5.,  5.])
    """
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix = np.array([[cosine, -sine * squash], [sine, cosine * squash]])
    if shape in ("disc", "ring"):
        reach = np.sqrt((matrix**2).sum(axis=1))
        bounds = np.concatenate([-reach, reach])
    else:
        corners = _outline(shape) @ matrix.T
        bounds = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    scale = size / (bounds[2:] - bounds[:2]).max()
    return Pose(shape, matrix * scale, bounds * scale)


def signed_distance(pose: Pose, x: Array, y: Array) -> Array:
    """Return the distance to the outline on a grid of points.

    Parameters
    ----------
    pose : Pose
        The shape.
    x : ndarray of shape (W,)
        Horizontal positions about the shape's centre, pixels.
    y : ndarray of shape (H,)
        Vertical positions, downwards.

    Returns
    -------
    ndarray of shape (H, W), float32, pixels
        Negative inside.

    Examples
    --------
    >>> pose = make_pose("disc", 10.0)
    >>> signed_distance(pose, np.array([0.0, 5.0, 7.0], np.float32), np.zeros(1, np.float32)).round(3) + 0
    array([[-5.,  0.,  2.]], dtype=float32)
    """
    if pose.shape in ("disc", "ring"):
        return _round_distance(pose, x, y)
    normals, offsets = _half_planes(pose.shape)
    normals = normals @ np.linalg.inv(pose.matrix)
    lengths = np.sqrt((normals**2).sum(axis=1))
    a, b = ((normals / lengths[:, None]).T[..., None]).astype(np.float32)
    sides = (b * y)[:, :, None] + (a * x - (offsets / lengths).astype(np.float32)[:, None])[:, None, :]  # (E, H, W)
    if pose.shape == "cross":
        bars: Array = np.minimum(sides[:4].max(axis=0), sides[4:].max(axis=0))
        return bars
    if pose.shape == "star":
        second: Array = np.partition(sides, -2, axis=0)[-2]
        return second
    nearest: Array = sides.max(axis=0)
    return nearest


def _round_distance(pose: Pose, x: Array, y: Array) -> Array:
    inverse = np.linalg.inv(pose.matrix).astype(np.float32)
    u = inverse[0, 1] * y[:, None] + inverse[0, 0] * x
    v = inverse[1, 1] * y[:, None] + inverse[1, 0] * x
    radius = np.sqrt(u * u + v * v)
    scale = np.float32(np.linalg.norm(pose.matrix, axis=0).min())
    outside: Array = (radius - 1) * scale
    return np.maximum(outside, (np.float32(_HOLE) - radius) * scale) if pose.shape == "ring" else outside


@cache
def _half_planes(shape: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return normals (E, 2) and offsets (E,) of ``normal . point <= offset``."""
    if shape == "cross":
        axes = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
        return np.concatenate([axes, axes]), np.array([1, 1, _ARM, _ARM, _ARM, _ARM, 1, 1])
    sides = _CORNERS[shape]
    if shape == "star":  # the side from corner i to i + 2 faces corner i + 1
        return _circle(sides, 0.0), np.full(sides, np.cos(2 * np.pi / sides))
    return _circle(sides, 0.5), np.full(sides, np.cos(np.pi / sides))


@cache
def _outline(shape: str) -> NDArray[np.float64]:
    """Return the outermost corners (n, 2)."""
    if shape == "cross":
        ends = np.array([[1, _ARM], [1, -_ARM], [_ARM, 1], [-_ARM, 1]])
        return np.concatenate([ends, -ends])
    return _circle(_CORNERS[shape], 0.0)


def _circle(count: int, step: float) -> NDArray[np.float64]:
    """Return `count` points on the unit circle, beginning `step` steps from the upward one."""
    turns = 2 * np.pi * (np.arange(count) + step) / count
    return np.stack([np.sin(turns), -np.cos(turns)], axis=1)
