"""Draw one scene: place objects on a background so that none is hidden too much, and remember who owns which pixel."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from companion.check import integer, pair, real
from companion.data.backgrounds import Background, choose_background, cut_background
from companion.data.paint import Light, Surface, choose_surface, coverage, draw_light, shade
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


@dataclass
class Plan:
    """A scene whose objects have their places, before a pixel is painted.

    Parameters
    ----------
    background : Background
        What lies behind.
    light : Light
        What falls on the objects.
    instances : ndarray of shape (size, size), uint8
        0 is background, object i is i + 1.
    strokes : list of Stroke
        The objects in the order in which they are painted.
    """

    background: Background
    light: Light
    instances: NDArray[np.uint8]
    strokes: list["Stroke"] = field(default_factory=list)

    @property
    def classes(self) -> NDArray[np.int64]:
        """Class of each object, (n,)."""
        return np.array([stroke.label for stroke in self.strokes], dtype=np.int64)


@dataclass(frozen=True)
class Stroke:
    """One object: its class, shape and surface, its window of the picture, and the grid there."""

    label: int
    pose: Pose
    surface: Surface
    window: tuple[slice, slice]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    distance: NDArray[np.float32]
    area: int  # pixels it had when it was placed


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
    plan = plan_scene(recipe, rng, split)
    canvas = cut_background(plan.background, split, recipe.size)
    for stroke in plan.strokes:
        _paint(canvas[stroke.window], stroke, plan.light, split)
    return _expose(canvas, rng), plan.instances, plan.classes


def plan_scene(recipe: Recipe, rng: np.random.Generator, split: str) -> Plan:
    """Make all choices of a scene but its noise, and paint nothing: boxes and masks are then known.

    Parameters and errors as in :func:`draw_scene`, which makes the same choices.
    """
    fewest, most = recipe.objects
    wanted = int(rng.integers(fewest, most + 1))
    for _ in range(_RESTARTS):
        background = choose_background(split, rng)
        plan = Plan(background, draw_light(rng), np.zeros((recipe.size, recipe.size), np.uint8))
        while len(plan.strokes) < wanted and _add_object(plan, recipe, rng, split):
            pass
        if len(plan.strokes) >= fewest:
            return plan
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


def _add_object(plan: Plan, recipe: Recipe, rng: np.random.Generator, split: str) -> bool:
    """Place one more object where it hides nothing too much; say whether a place was found."""
    label = int(rng.integers(len(SHAPES)))
    smallest, largest = recipe.object_size
    for trial in range(_TRIALS):
        limit = largest - (largest - smallest) * trial / _TRIALS  # crowded scenes get smaller objects
        pose = make_pose(
            SHAPES[label],
            rng.uniform(smallest, limit),
            squash=rng.uniform(0.75, 1),
            angle=rng.uniform(0, 2 * np.pi),
        )
        centre = rng.uniform(-pose.bounds[:2], recipe.size - pose.bounds[2:])
        window = _window(pose, centre, recipe.size)
        x, y = (np.arange(s.start, s.stop) + 0.5 - c for s, c in zip(window[::-1], centre, strict=True))
        x, y = x.astype(np.float32), y.astype(np.float32)
        distance = signed_distance(pose, x, y)
        owned = distance <= 0
        if _fits(plan, window, owned, recipe.occlusion):
            surface = choose_surface(split, distance.shape, rng)
            plan.strokes.append(Stroke(label, pose, surface, window, x, y, distance, int(owned.sum())))
            plan.instances[window][owned] = len(plan.strokes)
            return True
    return False


def _window(pose: Pose, centre: NDArray[np.float64], size: int) -> tuple[slice, slice]:
    """Return rows and columns that hold the object and its shadow."""
    first = np.maximum(np.floor(centre + pose.bounds[:2]).astype(int) - _MARGIN, 0)
    last = np.minimum(np.ceil(centre + pose.bounds[2:]).astype(int) + _MARGIN, size)
    return slice(first[1], last[1]), slice(first[0], last[0])


def _fits(plan: Plan, window: tuple[slice, slice], owned: NDArray[np.bool_], occlusion: float) -> bool:
    """Say whether the new object has a pixel and leaves enough of every older one to be seen."""
    if not plan.strokes:
        return bool(owned.any())
    covered = np.bincount(plan.instances[window][owned], minlength=len(plan.strokes) + 1)[1:]
    visible = np.bincount(plan.instances.ravel(), minlength=len(plan.strokes) + 1)[1:] - covered
    areas = np.array([stroke.area for stroke in plan.strokes])
    return bool(owned.any() and (visible > 0).all() and (areas - visible <= occlusion * areas).all())


def _paint(canvas: NDArray[np.float32], stroke: Stroke, light: Light, split: str) -> None:
    """Blend the object, and its soft shadow before it, into its window of the canvas."""
    shift = light.direction * np.float32(_MARGIN / 2)
    blurred = signed_distance(stroke.pose, stroke.x - shift[0], stroke.y - shift[1]) / np.float32(_MARGIN / 2)
    canvas *= 1 - np.float32(light.shadow) * coverage(blurred)[..., None]
    colours = shade(stroke.surface, stroke.pose, stroke.distance, stroke.x, stroke.y, light=light, split=split)
    canvas += (colours - canvas) * coverage(stroke.distance)[..., None]


def _expose(canvas: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the picture a camera would take: brighter or darker, with noise, cut off at black and white."""
    noise = rng.standard_normal(canvas.shape, dtype=np.float32) * np.float32(rng.uniform(1, 8))
    return np.clip(np.rint(canvas * np.float32(rng.uniform(0.7, 1.2)) + noise), 0, 255).astype(np.uint8)
