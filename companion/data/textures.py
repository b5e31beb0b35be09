"""Gray patches cut from real photographs, one class a texture, with training and test regions that never touch.

Notes
-----
A patch overlaps its neighbours *within* a split, so the patches of one class are far from independent: a few hundred of
them are worth much less than a few hundred photographs. What is honest is the split itself: training, validation and
test patches come from disjoint rectangles of the photograph, which `REGIONS` lists.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import array, integer, one_of
from companion.data.image_data import SPLITS, ImageData
from companion.data.photos import photo
from companion.data.splits import stratified_split
from companion.data.texture_regions import REGIONS, Texture

__all__ = [
    "CLASS_NAMES",
    "COUNTS",
    "REGIONS",
    "SIZE",
    "Texture",
    "cut_patches",
    "draw_positions",
    "read",
    "split_at_random",
]

SIZE = 32
"""Height and width of a patch, pixels."""

COUNTS = {"train": 150, "validation": 40, "test": 40}
"""Patches a class in each split."""

CLASS_NAMES = tuple(REGIONS)


def draw_positions(name: str, split: str, count: int, *, seed: int = 0) -> NDArray[np.int64]:
    """Return where patches of one class are cut: squares drawn at random inside the rectangles of a split.

    Parameters
    ----------
    name : str
        Class, a key of `REGIONS`.
    split : str
        "train", "validation" or "test".
    count : int
        Number of squares.
    seed : int
        The same seed gives the same squares.

    Returns
    -------
    ndarray of shape (count, 4), int64, pixels of the photograph, xyxy
        Each lies wholly inside one rectangle of the split; a larger rectangle gets more of them.

    Raises
    ------
    ValueError
        If the class or the split is unknown, or `count` is negative.

    Examples
    --------
    >>> draw_positions("brick", "test", 2).shape
    (2, 4)
    """
    texture = REGIONS[one_of("name", name, CLASS_NAMES)]
    rectangles = np.array(getattr(texture, one_of("split", split, SPLITS)))
    rng = np.random.default_rng([seed, SPLITS.index(split), CLASS_NAMES.index(name)])
    side = SIZE * texture.reduction
    room = rectangles[:, 2:] - rectangles[:, :2] - side + 1  # places for the top left corner
    places = room.prod(axis=1)
    chosen = rng.choice(len(rectangles), integer("count", count, minimum=0), p=places / places.sum())
    top_left = rectangles[chosen, :2] + rng.integers(0, room[chosen])
    return np.concatenate([top_left, top_left + side], axis=1)


def cut_patches(name: str, positions: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the patches of one class at the given squares of its photograph.

    Parameters
    ----------
    name : str
        Class, a key of `REGIONS`.
    positions : ndarray of shape (N, 4), int, pixels of the photograph, xyxy
        Squares of side 32 times the reduction of the class.

    Returns
    -------
    ndarray of shape (N, 32, 32, 1), uint8
        Gray patches.

    Raises
    ------
    ValueError
        If a square has another size or leaves the photograph.
    """
    texture = REGIONS[one_of("name", name, CLASS_NAMES)]
    boxes = array("positions", positions, shape=("N", 4)).astype(np.int64)
    picture, step = _gray(texture.photo), texture.reduction
    height, width = picture.shape
    inside = (boxes[:, :2] >= 0).all() and (boxes[:, 2:] <= [width, height]).all()
    if not inside or (boxes[:, 2:] - boxes[:, :2] != SIZE * step).any():
        raise ValueError(f"positions must be squares of {SIZE * step} pixels inside {width} x {height} pixels")
    patches = np.empty((len(boxes), SIZE, SIZE, 1), dtype=np.uint8)
    for patch, (x1, y1, x2, y2) in zip(patches, boxes, strict=True):
        blocks = picture[y1:y2, x1:x2].reshape(SIZE, step, SIZE, step)
        patch[..., 0] = np.rint(blocks.mean(axis=(1, 3)))
    return patches


def read(split: str) -> ImageData:
    """Return one split of the textures.

    Parameters
    ----------
    split : str
        "train" (150 patches a class), "validation" or "test" (40 each).

    Returns
    -------
    ImageData
        Images (N, 32, 32, 1).
    """
    positions = [draw_positions(name, split, COUNTS[one_of("split", split, SPLITS)]) for name in CLASS_NAMES]
    return _gather(split, positions)


def split_at_random(*, seed: int = 0) -> tuple[ImageData, ImageData, ImageData]:
    """Cut patches anywhere in a texture and *then* share them out at random: a split that leaks.

    Most test patches overlap a training patch, so the test accuracy says how well a net remembers, not how well it
    recognises. It is here to be compared with `read`, whose splits have the same sizes.

    Parameters
    ----------
    seed : int
        The same seed gives the same split.

    Returns
    -------
    train, validation, test : ImageData
        As many patches as `read` gives.
    """
    # The proportions of the three regions differ; 100, 40 and 40 squares drawn in each and mixed cover all of them.
    pools = [
        np.concatenate([draw_positions(name, split, COUNTS[split], seed=seed) for split in SPLITS]) for name in REGIONS
    ]
    total = sum(COUNTS.values())
    shares = {split: COUNTS[split] / total for split in ("validation", "test")}
    chosen = stratified_split(np.repeat(np.arange(len(pools)), total), **shares, seed=seed)
    parts = []
    for split in SPLITS:
        rows = [chosen[split][chosen[split] // total == i] % total for i in range(len(pools))]
        parts.append(_gather(split, [pool[row] for pool, row in zip(pools, rows, strict=True)]))
    return parts[0], parts[1], parts[2]


def _gather(split: str, positions: Sequence[NDArray[np.int64]]) -> ImageData:
    """Return the patches at `positions`, one array of squares a class."""
    images = np.concatenate([cut_patches(name, where) for name, where in zip(CLASS_NAMES, positions, strict=True)])
    labels = np.repeat(np.arange(len(positions)), [len(where) for where in positions])
    return ImageData("textures", split, images, labels, CLASS_NAMES)


@cache
def _gray(name: str) -> NDArray[np.float32]:
    """Return a photograph in gray, with the weights that Pillow and OpenCV use (ITU-R BT.601)."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return photo(name).astype(np.float32) @ weights
