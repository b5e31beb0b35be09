"""The objects of one picture, checked, and the ImageData that many of them make."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from companion.data.decoding import read_image
from companion.data.image_data import VOID, ImageData
from companion.data.lazy import Lazy
from companion.data.outlines import Outline, Painting, paint
from companion.data.own.problems import Problems

Box = tuple[float, float, float, float]

_TOLERANCE = 1.0
_MOST = VOID - 1  # index masks are uint8, and 0 is background


@dataclass(frozen=True, eq=False)
class Annotated:
    """One picture and its objects.

    Parameters
    ----------
    path : Path
        The picture.
    name : str
        What it is called.
    size : tuple of int
        Height and width, upright.
    labels : tuple of int
        Class of each object.
    boxes : tuple of (x1, y1, x2, y2)
        In pixels.
    difficult : tuple of bool
        Whether evaluation passes the object over.
    outlines : tuple of Polygons or RunLengths
        One an object, or none at all.
    """

    path: Path
    name: str
    size: tuple[int, int]
    labels: tuple[int, ...]
    boxes: tuple[Box, ...]
    difficult: tuple[bool, ...]
    outlines: tuple[Outline, ...] = ()


def fitting_box(box: Sequence[float], size: tuple[int, int]) -> Box:
    """Return a box inside the picture.

    Parameters
    ----------
    box : sequence of 4 float, pixels, xyxy
    size : tuple of int
        Height and width.

    Returns
    -------
    tuple of float
        The box; what sticks out by at most one pixel, which is how tools round, is cut off.

    Raises
    ------
    ValueError
        If it is not finite, has no area, or sticks out further.

    Examples
    --------
    >>> fitting_box([-1, 0, 30, 20.4], (20, 40))
    (0.0, 0.0, 30.0, 20.0)
    """
    x1, y1, x2, y2 = (float(value) for value in box)
    height, width = size
    told = f"the box from ({x1:g}, {y1:g}) to ({x2:g}, {y2:g})"
    if not all(math.isfinite(value) for value in (x1, y1, x2, y2)):
        raise ValueError(f"{told} is not finite; draw it again")
    if x2 <= x1 or y2 <= y1:
        raise ValueError(f"{told} has no area; draw it again or remove it")
    if min(x1, y1) < -_TOLERANCE or x2 > width + _TOLERANCE or y2 > height + _TOLERANCE:
        raise ValueError(
            f"{told} lies outside the picture of {width} x {height} pixels by more than {_TOLERANCE:g}; "
            "see whether it was drawn for this picture, at this size"
        )
    inside = max(x1, 0.0), max(y1, 0.0), min(x2, float(width)), min(y2, float(height))
    if inside[2] <= inside[0] or inside[3] <= inside[1]:
        raise ValueError(f"{told} lies outside the picture of {width} x {height} pixels; remove it")
    return inside


def refuse_fractions(values: Sequence[float], size: tuple[int, int], form: str) -> None:
    """Refuse the numbers of boxes that are fractions of the picture where pixels are wanted.

    Parameters
    ----------
    values : sequence of float
        All numbers of all boxes in a file, as they stand there.
    size : tuple of int
        Height and width of the picture, or of the largest.
    form : str
        What the format is called, for the message.

    Raises
    ------
    ValueError
        If there are numbers, all lie within 0 and 1, and the picture is larger than 2 pixels.

    Notes
    -----
    Numbers that are all 1 are no fractions: in VOC they are the first pixel, and as fractions a box without area.

    Examples
    --------
    >>> refuse_fractions([0.1, 0.2, 0.5, 1.0], (6, 8), "VOC")
    Traceback (most recent call last):
    ...
    ValueError: all numbers lie between 0 and 1: VOC wants pixels, not fractions of the picture
    """
    fractions = all(0 <= value <= 1 for value in values) and any(value != 1 for value in values)
    if fractions and max(size) > 2:
        raise ValueError(f"all numbers lie between 0 and 1: {form} wants pixels, not fractions of the picture")


def distinct_class_names(class_names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the classes as a tuple.

    Parameters
    ----------
    class_names : sequence of str
        Name of class 0, 1, ...

    Returns
    -------
    tuple of str

    Raises
    ------
    ValueError
        If they are one text, there is none, one is no text or empty, or two are the same.
    """
    if isinstance(class_names, str):
        raise ValueError(f'class_names must be a list of names such as ["cat"], got {class_names!r}')
    names = tuple(class_names)
    if not names or len(set(names)) != len(names) or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"class_names must be different names, at least one, got {class_names!r}")
    return names


def assembled(
    pictures: Sequence[Annotated], class_names: Sequence[str], problems: Problems, *, name: str, split: str
) -> ImageData:
    """Return the pictures as one data set, or raise the problems found.

    Parameters
    ----------
    pictures : sequence of Annotated
        In their final order.
    class_names : sequence of str
        Name of class 0, 1, ...
    problems : Problems
        What was found so far.
    name, split : str
        As in `ImageData`.

    Returns
    -------
    ImageData
        With masks and instances if the objects have outlines; they are painted when they are asked for.

    Raises
    ------
    ValueError
        If there are problems, or more objects or classes than an index mask can tell apart.
    """
    outlined = any(picture.outlines for picture in pictures)
    if outlined and len(class_names) > _MOST:
        problems.add("the classes", f"a mask tells at most {_MOST} apart, got {len(class_names)}")
    for picture in pictures:
        if outlined and len(picture.labels) > _MOST:
            problems.add(picture.name, f"a mask tells at most {_MOST} objects apart, got {len(picture.labels)}")
    problems.raise_found()
    return ImageData(
        name,
        split,
        Lazy(read_image, tuple(picture.path for picture in pictures)),
        tuple(np.array(picture.labels, dtype=np.int64) for picture in pictures),
        tuple(class_names),
        boxes=tuple(np.array(picture.boxes, dtype=np.float64).reshape(-1, 4) for picture in pictures),
        masks=Lazy(paint, tuple(_semantic(picture) for picture in pictures)) if outlined else None,
        instances=Lazy(paint, tuple(_instances(picture) for picture in pictures)) if outlined else None,
        difficult=tuple(np.array(picture.difficult, dtype=bool) for picture in pictures),
        names=tuple(picture.name for picture in pictures),
    )


def _semantic(picture: Annotated) -> Painting:
    return Painting(picture.size, picture.outlines, tuple(label + 1 for label in picture.labels), picture.difficult)


def _instances(picture: Annotated) -> Painting:
    return Painting(picture.size, picture.outlines, tuple(range(1, len(picture.labels) + 1)), picture.difficult)
