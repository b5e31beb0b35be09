"""Drawn scenes: flat shapes on photographs, with boxes, labels and masks that are exact.

Notes
-----
An object owns the pixels whose centre lies inside its outline, unless a later object covers them. Colours are blended
over about one pixel along the outline, so a pixel belongs to an object exactly if it covers at least half of it there.
Boxes are tight around the pixels one can *see*: ``x1, y1`` is the corner of the first pixel, ``x2, y2`` the far corner
of the last, so that a single pixel has width 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.check import integer, one_of
from companion.data.image_data import SPLITS, ImageData
from companion.data.lazy import Lazy
from companion.data.scene_drawing import Plan, Recipe, draw_scene, plan_scene, tight_boxes
from companion.data.shapes import SHAPES

__all__ = ["COUNTS", "IN_MEMORY", "Recipe", "draw_scenes", "draw_split", "read"]

COUNTS = {"train": 1000, "validation": 250, "test": 250}
"""Scenes in each split of `read`."""

IN_MEMORY = 2000
"""Most scenes that are drawn at once; of more, each is drawn when it is asked for."""


def draw_scenes(
    count: int,
    *,
    size: int = 128,
    objects: tuple[int, int] = (1, 4),
    object_size: tuple[int, int] = (16, 64),
    occlusion: float = 0.3,
    seed: int = 0,
) -> ImageData:
    """Draw scenes for training.

    Parameters
    ----------
    count : int
        Number of scenes.
    size : int
        Height and width, pixels.
    objects : tuple of int
        Smallest and largest number of objects in a scene.
    object_size : tuple of int
        Smallest and largest longer side of an object's whole box, pixels.
    occlusion : float
        Largest share of an object that later ones may hide, 0 to 0.9.
    seed : int
        The same seed gives the same scenes, and the first scenes do not depend on `count`.

    Returns
    -------
    ImageData
        Labels and boxes are tuples of one array a scene; objects stand in the order in which they were drawn. Of more
        than `IN_MEMORY` scenes, pictures and masks are `Lazy`; ``.decoded()`` draws them all.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of bounds, or the smallest number of objects does not fit.

    Examples
    --------
    >>> scenes = draw_scenes(2, size=64, objects=(3, 3), object_size=(12, 24))
    >>> scenes.images.shape, [len(boxes) for boxes in scenes.boxes]
    ((2, 64, 64, 3), [3, 3])
    """
    return draw_split("train", count, Recipe(size, objects, object_size, occlusion), seed=seed)


def read(split: str) -> ImageData:
    """Return one split of the scenes: 1,000 of 128 x 128 pixels for training, 250 for validation, 250 for testing."""
    return draw_split(split, COUNTS[one_of("split", split, SPLITS)])


def draw_split(split: str, count: int, recipe: Recipe | None = None, *, seed: int = 0) -> ImageData:
    """Draw scenes on the backgrounds of one split; those of different splits share no pixel of a photograph.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".
    count : int
        Number of scenes.
    recipe : Recipe, optional
        Size, number and occlusion of the objects.
    seed : int
        The same seed gives the same scenes.

    Returns
    -------
    ImageData
        Scenes with labels, boxes, semantic and instance masks.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of bounds, or the smallest number of objects does not fit.
    """
    one_of("split", split, SPLITS)
    integer("count", count, minimum=0)
    drawing = _Drawing(recipe or Recipe(), integer("seed", seed, minimum=0), split)
    return _eager(drawing, count) if count <= IN_MEMORY else _lazy(drawing, count)


@dataclass(frozen=True)
class _Drawing:
    """Draws any scene of a set; which parts of it are kept is up to the functions below."""

    recipe: Recipe
    seed: int
    split: str

    def rng(self, index: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, SPLITS.index(self.split), index])

    def plan(self, index: int) -> Plan:
        return plan_scene(self.recipe, self.rng(index), self.split)

    def draw(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int64]]:
        return draw_scene(self.recipe, self.rng(index), self.split)


def _picture(item: tuple[_Drawing, int]) -> NDArray[np.uint8]:
    drawing, index = item
    return drawing.draw(index)[0]


def _instances(item: tuple[_Drawing, int]) -> NDArray[np.uint8]:
    drawing, index = item
    return drawing.plan(index).instances


def _mask(item: tuple[_Drawing, int]) -> NDArray[np.uint8]:
    drawing, index = item
    plan = drawing.plan(index)
    return _semantic(plan.instances, plan.classes)


def _semantic(instances: NDArray[np.uint8], classes: NDArray[np.int64]) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = np.concatenate([[0], classes + 1]).astype(np.uint8)[instances]
    return mask


def _eager(drawing: _Drawing, count: int) -> ImageData:
    shape = (count, drawing.recipe.size, drawing.recipe.size)
    images, instances, masks = np.empty((*shape, 3), np.uint8), np.empty(shape, np.uint8), np.empty(shape, np.uint8)
    labels = []
    for i in range(count):
        images[i], instances[i], classes = drawing.draw(i)
        masks[i] = _semantic(instances[i], classes)
        labels.append(classes)
    boxes = tuple(tight_boxes(mask, len(classes)) for mask, classes in zip(instances, labels, strict=True))
    return ImageData("scenes", drawing.split, images, tuple(labels), SHAPES, boxes, masks, instances)


def _lazy(drawing: _Drawing, count: int) -> ImageData:
    plans = (drawing.plan(i) for i in range(count))
    known = [(plan.classes, tight_boxes(plan.instances, len(plan.strokes))) for plan in plans]
    labels, boxes = (tuple(part) for part in zip(*known, strict=True))
    items = tuple((drawing, i) for i in range(count))
    pictures, masks, instances = (Lazy(part, items) for part in (_picture, _mask, _instances))
    return ImageData("scenes", drawing.split, pictures, labels, SHAPES, boxes, masks, instances)
