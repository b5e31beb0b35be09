"""What a JSON file of COCO's form says, without a look at the pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.data.outlines import Outline, Polygons, RunLengths
from companion.data.own.fields import number, numbers, part, whole, word
from companion.data.own.objects import Annotated, Box, fitting_box, refuse_fractions
from companion.data.own.pictures import whole_size
from companion.data.own.problems import Problems
from companion.data.run_lengths import run_length_mask, uncompressed_counts

_LISTS = ("images", "annotations", "categories")

Document = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class _Object:
    told: str
    label: int
    numbers: tuple[float, ...]
    box: Box
    crowd: bool
    outline: Outline | None


def parse_document(content: bytes) -> Document:
    """Return the three lists of a COCO file.

    Parameters
    ----------
    content : bytes
        What the file holds.

    Returns
    -------
    dict of str to list
        The lists "images", "annotations" and "categories".

    Raises
    ------
    ValueError
        If it is empty, no JSON, or lacks one of the lists "images", "annotations" and "categories".

    Examples
    --------
    >>> parse_document(b'{"images": [], "annotations": []}')
    Traceback (most recent call last):
    ...
    ValueError: must hold the lists images, annotations, categories; categories is missing or no list
    """
    if not content.strip():
        raise ValueError("is empty; export it again")
    try:
        document = json.loads(content)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON ({error}); export it again") from error
    for key in _LISTS:
        if not isinstance(document, dict) or not isinstance(document.get(key), list):
            raise ValueError(f"must hold the lists {', '.join(_LISTS)}; {key} is missing or no list")
    return {key: document[key] for key in _LISTS}


def listed_pictures(document: Document, problems: Problems) -> tuple[tuple[str, ...], list[Annotated]]:
    """Return the classes and the pictures of a COCO file with their objects.

    Parameters
    ----------
    document : dict
        What `parse_document` gave.
    problems : Problems
        Where to note what is wrong.

    Returns
    -------
    class_names : tuple of str
        In the order of the category ids, which may have gaps: class c is the c-th smallest id.
    pictures : list of Annotated
        By file name; `path` is the file name alone, sizes are those that the file states.
    """
    categories = _categories(document["categories"], problems)
    images = _images(document["images"], problems)
    objects: dict[int, list[_Object]] = {identity: [] for identity in images}
    label_of = {identity: label for label, identity in enumerate(sorted(categories))}
    for position, item in enumerate(document["annotations"]):
        told = f"annotation {_told(item, position)}"
        with problems.of(told):
            image_id = whole(item, "image_id")
            if image_id not in images:
                raise ValueError(f"label without picture: image {image_id} is not listed; list it or remove the label")
            objects[image_id].append(_object(item, told, images[image_id][1], label_of))
    with problems.of("the boxes"):
        sizes = [images[identity][1] for identity, things in objects.items() if things]
        values = [value for things in objects.values() for thing in things for value in thing.numbers]
        refuse_fractions(values, max(sizes, key=max, default=(1, 1)), "COCO")
    _outlines_for_all([thing for things in objects.values() for thing in things], problems)
    pictures = [_annotated(*images[identity], objects[identity]) for identity in images]
    return tuple(categories[identity] for identity in sorted(categories)), sorted(pictures, key=lambda it: it.name)


def _categories(items: Sequence[Any], problems: Problems) -> dict[int, str]:
    categories: dict[int, str] = {}
    for position, item in enumerate(items):
        with problems.of(f"category {_told(item, position)}"):
            identity, class_name = whole(item, "id"), word(item, "name")
            if identity in categories or class_name in categories.values():
                raise ValueError(f"its id or its name {class_name!r} is there twice; give each class one of its own")
            categories[identity] = class_name
    return categories


def _images(items: Sequence[Any], problems: Problems) -> dict[int, tuple[str, tuple[int, int]]]:
    images: dict[int, tuple[str, tuple[int, int]]] = {}
    file_names = set()
    for position, item in enumerate(items):
        with problems.of(f"image {_told(item, position)}"):
            identity, file_name = whole(item, "id"), word(item, "file_name")
            if PurePosixPath(file_name).name in ("", ".."):
                raise ValueError(f"'file_name' must name a file, got {file_name!r}")
            if identity in images or file_name in file_names:
                raise ValueError(f"its id or its file name {file_name!r} is listed twice; list each picture once")
            images[identity] = file_name, whole_size(number(item, "height"), number(item, "width"))
            file_names.add(file_name)
    return images


def _object(item: Any, told: str, size: tuple[int, int], label_of: dict[int, int]) -> _Object:
    category = whole(item, "category_id")
    if category not in label_of:
        raise ValueError(f"unknown class {category}; the ids of the categories are {', '.join(map(str, label_of))}")
    x, y, width, height = values = numbers(part(item, "bbox"), "bbox", 4)
    box = fitting_box((x, y, x + width, y + height), size)
    outline = _outline(item.get("segmentation"), size)
    return _Object(told, label_of[category], tuple(values), box, _crowd(item.get("iscrowd", 0)), outline)


def _crowd(value: Any) -> bool:
    if type(value) not in (int, bool) or value not in (0, 1):  # "0" would count as a crowd otherwise
        raise ValueError(f"'iscrowd' must be 0, 1, true or false, got {value!r}")
    return bool(value)


def _outline(segmentation: Any, size: tuple[int, int]) -> Outline | None:
    if not segmentation:
        return None
    if isinstance(segmentation, dict):
        counts = part(segmentation, "counts")
        runs = uncompressed_counts(counts) if isinstance(counts, str) else numbers(counts, "counts", None)
        if part(segmentation, "size") != list(size):
            raise ValueError(f"size of its run-length code must be {list(size)}, got {segmentation['size']}")
        return RunLengths(_run_lengths(runs, size))
    if not isinstance(segmentation, list):
        raise ValueError("segmentation must be a list of polygons or a run-length code")
    polygons = []
    for polygon in segmentation:
        edges = numbers(polygon, "segmentation", None)
        if len(edges) % 2:
            raise ValueError(f"a polygon must have an x and a y for each corner, got {len(edges)} numbers")
        polygons.append(np.array(edges, dtype=np.float64).reshape(-1, 2))
    return Polygons(tuple(polygons))


def _run_lengths(runs: Sequence[float], size: tuple[int, int]) -> NDArray[np.int64]:
    most = size[0] * size[1]
    for run in runs:
        if not (0 <= run <= most and run == int(run)):
            raise ValueError(f"counts must be whole numbers of at most {most}, all pixels, got {str(run)[:20]}")
    lengths = np.array(runs, dtype=np.int64)
    run_length_mask(lengths, *size)  # raises if they do not add up
    return lengths


def _outlines_for_all(objects: Sequence[_Object], problems: Problems) -> None:
    if any(thing.outline for thing in objects):
        for thing in objects:
            if thing.outline is None:
                problems.add(thing.told, "has no segmentation while others have one; the masks would lack this object")


def _annotated(file_name: str, size: tuple[int, int], objects: Sequence[_Object]) -> Annotated:
    return Annotated(
        Path(file_name),
        file_name,
        size,
        tuple(thing.label for thing in objects),
        tuple(thing.box for thing in objects),
        tuple(thing.crowd for thing in objects),
        tuple(thing.outline for thing in objects if thing.outline is not None),
    )


def _told(item: Any, position: int) -> str:
    """Return how to name an item: by its id, or by its place in the list."""
    identity = item.get("id") if isinstance(item, dict) else None
    return f"number {position + 1} of the list" if identity is None else str(identity)
