"""Squares of photographs, each a class of its own, and patches to paint with.

Notes
-----
All come from the training strips of nine photographs (:mod:`companion.data.backgrounds`), and none touches a
rectangle from which the textures of `companion.data` cut validation or test patches. Seven more photographs,
`HELD_OUT`, are never looked at, so that what is learned can be judged on them. Where a square borders on such a
rectangle, averaging pixels may mix in its nearest row.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from companion.data.backgrounds import region
from companion.data.photos import photo
from companion.data.texture_regions import REGIONS
from companion.pretrained.pretext_marks import SIDE

Box = tuple[int, int, int, int]

SURFACES = ("brick", "grass", "gravel", "hubble_deep_field")
"""Photographs that look alike everywhere: all squares of about one size are one class."""

THINGS = ("chelsea", "china", "coffee", "flower", "retina")
"""Photographs with much to see: every square is a class."""

HELD_OUT = ("astronaut", "camera", "coins", "ihc", "moon", "motorcycle", "rocket")
"""Photographs that no pretext picture is taken from."""

NUM_SQUARES = 24 * len(THINGS) + 2 * len(SURFACES)

_SEED = 60
_SIDES = ((44, 64), (96, 140))  # of squares of a surface
_PATCHES = 1500
_LEAST_CONTRAST = 12  # standard deviation of the gray levels below which there is nothing to see


def draw_squares(classes: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a part of the square of each class, shifted, scaled, turned and sometimes mirrored.

    Parameters
    ----------
    classes : ndarray of shape (N,), int64
        From 0 to 127.
    rng : numpy.random.Generator
        Makes the choices.

    Returns
    -------
    ndarray of shape (N, 32, 32, 3), float32, 0..255
    """
    squares = _squares()
    pictures = np.empty((len(classes), SIDE, SIDE, 3), dtype=np.float32)
    for picture, label in zip(pictures, classes, strict=True):
        name, boxes = squares[label]
        picture[:] = _cut(name, boxes[rng.integers(len(boxes))], rng)
    return pictures


def draw_patches(count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return random patches to paint with, (count, 32, 32, 3), float32, 0..255, sometimes mirrored."""
    bank = _bank()
    patches = bank[rng.integers(len(bank), size=count)].astype(np.float32)
    mirrored = rng.random(count) < 0.5
    patches[mirrored] = patches[mirrored, :, ::-1]
    return patches


def allowed(name: str, box: Box) -> bool:
    """Return whether a rectangle of a photograph may be learned from.

    Parameters
    ----------
    name : str
        One of the nine photographs.
    box : tuple of int, pixels, xyxy
        The rectangle.

    Returns
    -------
    bool
        True if it lies in the training strip and touches no rectangle of validation or test textures.

    Examples
    --------
    >>> allowed("brick", (0, 0, 64, 64)), allowed("brick", (250, 0, 330, 64))
    (True, False)
    """
    left, top, right, bottom = _strip(name)
    inside = box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom
    return inside and not any(_touch(box, other) for other in _forbidden(name))


def squares_of(name: str) -> list[Box]:
    """Return every square that a photograph gives to a class, pixels, xyxy."""
    return [box for other, boxes in _squares() if other == name for box in boxes]


def _touch(one: Box, other: Box) -> bool:
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])


def _contrast(name: str, box: Box) -> float:
    """Return the standard deviation of the gray levels in a square, from the photograph reduced by four."""
    x1, y1, x2, y2 = (edge // 4 for edge in box)
    return float(_pyramid(name)[2][y1:y2, x1:x2].mean(axis=2).std())


@cache
def _strip(name: str) -> Box:
    return region(name, "train")


@cache
def _forbidden(name: str) -> tuple[Box, ...]:
    textures = [texture for texture in REGIONS.values() if texture.photo == name]
    return tuple(box for texture in textures for box in (*texture.validation, *texture.test))


def _cut(name: str, box: Box, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a turned window of 0.5 to 0.75 of the square, which never leaves the square."""
    side = box[2] - box[0]
    angle = rng.uniform(-0.35, 0.35)
    window = side * rng.uniform(0.5, 0.75)
    room = (side - window * (abs(np.cos(angle)) + abs(np.sin(angle)))) / 2
    middle = np.array([box[0] + box[2], box[1] + box[3]]) / 2 + rng.uniform(-room, room, 2)
    step = window / SIDE * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if rng.random() < 0.5:
        step[:, 0] *= -1
    level = max(0, int(np.log2(window / SIDE) + 0.5))
    picture = _pyramid(name)[level]
    places = (np.arange(SIDE) + 0.5 - SIDE / 2).astype(np.float32)
    x, y = ((middle[i] + step[i, 0] * places + step[i, 1] * places[:, None]) / 2**level - 0.5 for i in (0, 1))
    return _bilinear(picture, x, y)


def _bilinear(picture: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the colours between pixels, at places that lie inside the picture."""
    column = np.clip(x.astype(np.int64), 0, picture.shape[1] - 2)
    row = np.clip(y.astype(np.int64), 0, picture.shape[0] - 2)
    right, down = (x - column).astype(np.float32)[..., None], (y - row).astype(np.float32)[..., None]
    upper = picture[row, column] * (1 - right) + picture[row, column + 1] * right
    lower = picture[row + 1, column] * (1 - right) + picture[row + 1, column + 1] * right
    mixed = upper * (1 - down) + lower * down
    return mixed.astype(np.float32, copy=False)


@cache
def _pyramid(name: str) -> tuple[NDArray[np.uint8], ...]:
    """Return the photograph, and it averaged over squares of 2, 4 and 8 pixels."""
    picture = Image.fromarray(photo(name))
    return tuple(np.asarray(picture if level == 0 else picture.reduce(2**level)) for level in range(4))


@cache
def _squares() -> tuple[tuple[str, tuple[Box, ...]], ...]:
    """Return photograph and squares of every class: one square of a thing, 48 of a surface."""
    rng = np.random.default_rng(_SEED)
    classes: list[tuple[str, tuple[Box, ...]]] = []
    for name in THINGS:
        sides = (150, 400) if name == "retina" else (56, 110)
        classes += [(name, (box,)) for box in _place(name, 24, sides, rng)]
    for name in SURFACES:
        classes += [(name, tuple(_place(name, 48, sides, rng, crowded=True))) for sides in _SIDES]
    return tuple(classes)


def _place(
    name: str, count: int, sides: tuple[int, int], rng: np.random.Generator, *, crowded: bool = False
) -> list[Box]:
    """Return squares of a photograph that may be used, their centres well apart unless `crowded`."""
    left, top, right, bottom = _strip(name)
    boxes: list[Box] = []
    apart = 0.0 if crowded else 0.4
    while len(boxes) < count:
        side = int(rng.integers(sides[0], sides[1] + 1))
        x, y = int(rng.integers(left, right - side + 1)), int(rng.integers(top, bottom - side + 1))
        box = (x, y, x + side, y + side)
        near = any(max(abs(x - old[0]), abs(y - old[1])) < apart * side for old in boxes)
        if allowed(name, box) and not near and _contrast(name, box) >= _LEAST_CONTRAST:
            boxes.append(box)
        apart *= 0.9995  # a crowded photograph lets them come closer
    return boxes


@cache
def _bank() -> NDArray[np.uint8]:
    rng = np.random.default_rng(_SEED + 1)
    names = [*THINGS, *SURFACES]
    boxes = [box for name in names for box in _place(name, _PATCHES // len(names), (36, 120), rng, crowded=True)]
    owners = np.repeat(names, _PATCHES // len(names))
    patches = [_cut(str(name), box, rng) for name, box in zip(owners, boxes, strict=True)]
    return np.rint(patches).astype(np.uint8)
