"""Draw one scene: place objects on a background so that none is hidden too much, and remember who owns which pixel."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from companion.check import integer, pair, real
from companion.data.backgrounds import cut_background
from companion.data.paint import Light, coverage, draw_light, surface
from companion.data.shapes import SHAPES, Pose, make_pose, signed_distance

_TRIALS = 40  # places tried for one object
_RESTARTS = 20  # fresh starts of a scene that became too crowded
_MARGIN = 8  # room around an object for its shadow, pixels


@dataclass(frozen=True)
class Recipe:
    """What the scenes of one set have in common.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    objects : tuple of int
        Smallest and largest number of objects.
    object_size : tuple of int
        Smallest and largest longer side of an object's whole box, pixels.
    occlusion : float
        Largest share of an object that later ones may hide.
    """

    size: int = 128
    objects: tuple[int, int] = (1, 4)
    object_size: tuple[int, int] = (16, 64)
    occlusion: float = 0.3

    def __post_init__(self) -> None:
        integer("size", self.size, minimum=16)
        fewest, most = pair("objects", self.objects)
        integer("objects[1]", most, minimum=fewest, maximum=255)
        smallest, largest = pair("object_size", self.object_size, minimum=6)
        integer("object_size[1]", largest, minimum=smallest, maximum=self.size)
        real("occlusion", self.occlusion, minimum=0, maximum=0.9)


def draw_scene(
    recipe: Recipe, rng: np.random.Generator, split: str
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int64]]:
    """Draw one scene.

    Parameters
    ----------
    recipe : Recipe
        What to draw.
    rng : numpy.random.Generator
        Makes the choices.
    split : str
        Whose part of the photographs is the background.

    Returns
    -------
    picture : ndarray of shape (size, size, 3), uint8
    instances : ndarray of shape (size, size), uint8
        0 is background, object i is i + 1.
    classes : ndarray of shape (n,), int64
        Class of each object.

    Raises
    ------
    ValueError
        If the smallest number of objects does not fit.
    """
    fewest, most = recipe.objects
    wanted = int(rng.integers(fewest, most + 1))
    for _ in range(_RESTARTS):
        canvas = cut_background(split, recipe.size, rng)
        scene = _Scene(canvas, np.zeros(canvas.shape[:2], np.uint8), draw_light(rng), recipe, split)
        while len(scene.classes) < wanted and scene.add_object(rng):
            pass
        if len(scene.classes) >= fewest:
            return _expose(canvas, rng), scene.instances, np.array(scene.classes, dtype=np.int64)
    raise ValueError(
        f"objects must fit: {fewest} objects of {recipe.object_size[0]} pixels and more, hidden by at most "
        f"{recipe.occlusion:g}, found no place in {recipe.size} x {recipe.size} pixels"
    )


def tight_boxes(instances: NDArray[np.uint8], count: int) -> NDArray[np.float64]:
    """Return the box around the pixels of each object.

    Parameters
    ----------
    instances : ndarray of shape (H, W), uint8
        0 is background, object i is i + 1.
    count : int
        Number of objects; each owns at least one pixel.

    Returns
    -------
    ndarray of shape (count, 4), float64, pixels, xyxy

    Examples
    --------
    >>> tight_boxes(np.array([[0, 0, 0], [0, 1, 1]], dtype=np.uint8), 1)
    array([[1., 1., 3., 2.]])
    """
    boxes = np.empty((count, 4))
    for i in range(count):
        owned = instances == i + 1
        columns, rows = np.flatnonzero(owned.any(axis=0)), np.flatnonzero(owned.any(axis=1))
        boxes[i] = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    return boxes


@dataclass
class _Scene:
    """A scene while it is being drawn; `canvas` and `instances` are painted on."""

    canvas: NDArray[np.float32]
    instances: NDArray[np.uint8]
    light: Light
    recipe: Recipe
    split: str
    classes: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)  # pixels each object had when it was drawn

    def add_object(self, rng: np.random.Generator) -> bool:
        """Draw one more object where it hides nothing too much; say whether a place was found."""
        label = int(rng.integers(len(SHAPES)))
        smallest, largest = self.recipe.object_size
        for trial in range(_TRIALS):
            limit = largest - (largest - smallest) * trial / _TRIALS  # crowded scenes get smaller objects
            pose = make_pose(
                SHAPES[label],
                rng.uniform(smallest, limit),
                squash=rng.uniform(0.75, 1),
                angle=rng.uniform(0, 2 * np.pi),
            )
            centre = rng.uniform(-pose.bounds[:2], self.recipe.size - pose.bounds[2:])
            window = self._window(pose, centre)
            x, y = (np.arange(s.start, s.stop) + 0.5 - c for s, c in zip(window[::-1], centre, strict=True))
            x, y = x.astype(np.float32), y.astype(np.float32)
            distance = signed_distance(pose, x, y)
            if self._fits(window, distance <= 0):
                self._paint(window, pose, distance, x, y, rng)
                self._own(window, distance <= 0, label)
                return True
        return False

    def _window(self, pose: Pose, centre: NDArray[np.float64]) -> tuple[slice, slice]:
        """Return rows and columns that hold the object and its shadow."""
        first = np.maximum(np.floor(centre + pose.bounds[:2]).astype(int) - _MARGIN, 0)
        last = np.minimum(np.ceil(centre + pose.bounds[2:]).astype(int) + _MARGIN, self.recipe.size)
        return slice(first[1], last[1]), slice(first[0], last[0])

    def _fits(self, window: tuple[slice, slice], owned: NDArray[np.bool_]) -> bool:
        """Say whether the new object has a pixel and leaves enough of every older one to be seen."""
        if not self.areas:
            return bool(owned.any())
        covered = np.bincount(self.instances[window][owned], minlength=len(self.areas) + 1)[1:]
        visible = np.bincount(self.instances.ravel(), minlength=len(self.areas) + 1)[1:] - covered
        areas = np.array(self.areas)
        return bool(owned.any() and (visible > 0).all() and (areas - visible <= self.recipe.occlusion * areas).all())

    def _paint(
        self,
        window: tuple[slice, slice],
        pose: Pose,
        distance: NDArray[np.float32],
        x: NDArray[np.float32],
        y: NDArray[np.float32],
        rng: np.random.Generator,
    ) -> None:
        """Blend the object, and its soft shadow before it, into the canvas."""
        canvas = self.canvas[window]
        shift = self.light.direction * np.float32(_MARGIN / 2)
        blurred = signed_distance(pose, x - shift[0], y - shift[1]) / np.float32(_MARGIN / 2)
        canvas *= 1 - np.float32(self.light.shadow) * coverage(blurred)[..., None]
        colours = surface(pose, distance, x, y, light=self.light, rng=rng, split=self.split)
        canvas += (colours - canvas) * coverage(distance)[..., None]

    def _own(self, window: tuple[slice, slice], owned: NDArray[np.bool_], label: int) -> None:
        """Give the object its pixels."""
        self.classes.append(label)
        self.areas.append(int(owned.sum()))
        self.instances[window][owned] = len(self.classes)


def _expose(canvas: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the picture a camera would take: brighter or darker, with noise, cut off at black and white."""
    noise = rng.standard_normal(canvas.shape, dtype=np.float32) * np.float32(rng.uniform(1, 8))
    return np.clip(np.rint(canvas * np.float32(rng.uniform(0.7, 1.2)) + noise), 0, 255).astype(np.uint8)
