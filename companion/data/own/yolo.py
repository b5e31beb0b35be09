"""Pictures with boxes or polygons in YOLO's text files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from companion.data.image_data import ImageData
from companion.data.outlines import Polygons
from companion.data.own.objects import Annotated, Box, assembled, distinct_class_names, fitting_box
from companion.data.own.picture_folders import note_no_picture, pictures_in
from companion.data.own.pictures import FilePath, existing_folder, files_in, pairs, picture_size
from companion.data.own.problems import Problems

_REMEDY = "add {stem}.txt, an empty file if it shows no object"
_LINE = "a line must be `class cx cy w h` or `class x1 y1 x2 y2 x3 y3 ...`"


def read_yolo(
    images: FilePath,
    labels: FilePath,
    class_names: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    name: str = "own",
    split: str = "train",
) -> ImageData:
    """Return pictures with objects from YOLO text files.

    Parameters
    ----------
    images : path
        Folder of the pictures.
    labels : path
        Folder with one text file a picture, of the same stem (the name without its extension). An empty file says that
        the picture shows no object; a missing one is an error, because it cannot be told from a forgotten one.
        ``classes.txt``, which labelImg writes beside them, is passed over. It may be the same folder.
    class_names : sequence of str
        Name of class 0, 1, ..., as in ``classes.txt`` or under ``names`` in the YAML file.
    names : sequence of str, optional
        Stems to read; all if None. Then each picture needs a text file and each text file a picture.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        By stem; pictures are decoded when they are asked for. Boxes are float64, xyxy, pixels of the upright picture.
        With polygons also masks and instances, painted when they are asked for; an object's box is then the smallest
        around its corners, and where objects overlap the smaller one owns the pixel (`companion.data.outlines.paint`).

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If anything is wrong; the message names the first ten problems and counts all.

    Notes
    -----
    A line is ``class cx cy w h``, a box by its middle and size, or ``class x1 y1 x2 y2 x3 y3 ...``, a polygon; all in
    fractions of the width and height of the picture once it is upright (nothing in the file says so, but the common
    tools do). All lines of a data set must be of one kind. A box that sticks out of the picture by at most one pixel,
    as rounded fractions do, is cut off; further is an error.

    Examples
    --------
    >>> read_yolo("photos", "labels", ["cat"])
    Traceback (most recent call last):
    ...
    FileNotFoundError: images must name a folder, got photos, which does not exist
    """
    image_folder, label_folder = existing_folder("images", images), existing_folder("labels", labels)
    classes = distinct_class_names(class_names)
    problems = Problems(f"the YOLO labels in {label_folder}")
    files = [path for path in files_in(label_folder, (".txt",)) if path.name != "classes.txt"]
    found_pictures = pictures_in(image_folder, problems, names=names)
    if not found_pictures:
        note_no_picture(image_folder, problems, labels=label_folder)
    found = pairs(found_pictures, files, problems, names=names, remedy=_REMEDY)
    pictures = []
    for picture, file in found:
        with problems.of(picture.name):
            pictures.append(_annotated(picture, file, picture_size(picture), classes, problems))
    _one_kind(pictures, problems)
    return assembled(pictures, classes, problems, name=name, split=split)


def parse_line(line: str, size: tuple[int, int], num_classes: int) -> tuple[int, Box, Polygons | None]:
    """Return class, box and polygon, if there is one, of a line.

    Parameters
    ----------
    line : str
    size : tuple of int
        Height and width of the picture.
    num_classes : int

    Returns
    -------
    label : int
    box : tuple of 4 float, pixels, xyxy
    outline : Polygons or None

    Raises
    ------
    ValueError
        If it is no such line, the class is unknown, or the box lies outside the picture or has no area.

    Examples
    --------
    >>> parse_line("0 0.5 0.5 0.2 0.5", (100, 200), 1)
    (0, (80.0, 25.0, 120.0, 75.0), None)
    """
    words = line.split()
    if "," in line and (len(words) < 5 or any(word.endswith(",") for word in words)):  # "0 0,5 ..." is no CSV
        raise ValueError(f"this looks like CSV: YOLO separates by spaces, got {line.strip()[:60]!r}")
    if len(words) < 5 or len(words) % 2 == 0:
        with_score = " (is the sixth a detector's score? remove it)" if len(words) == 6 else ""
        raise ValueError(f"{_LINE}, got {len(words)} values{with_score}")
    try:
        label, numbers = int(words[0]), np.array([float(word) for word in words[1:]])
    except ValueError:
        raise ValueError(f"{_LINE}, a whole number and then fractions, got {line.strip()[:60]!r}") from None
    if not 0 <= label < num_classes:
        raise ValueError(f"unknown class {label}; {_classes_told(num_classes)}")
    scale = np.array([size[1], size[0]], dtype=np.float64)
    points = numbers.reshape(-1, 2) * scale
    boxed = len(points) == 2
    low, high = (points[0] - points[1] / 2, points[0] + points[1] / 2) if boxed else (points.min(0), points.max(0))
    try:
        box = fitting_box([*low, *high], size)
    except ValueError as error:
        hint = "; YOLO wants fractions of the picture, not pixels" if (numbers > 1.5).any() else ""
        raise ValueError(f"{error}{hint}") from None
    return label, box, None if boxed else Polygons((points,))


def _classes_told(count: int) -> str:
    if count == 1:
        return "there is 1 class, 0"
    return f"there are {count} classes, 0 {'and' if count == 2 else 'to'} {count - 1}"


def _annotated(
    picture: Path, file: Path, size: tuple[int, int], classes: tuple[str, ...], problems: Problems
) -> Annotated:
    objects: list[tuple[int, Box, Polygons | None]] = []
    with problems.of(file.name):
        for number, line in enumerate(_text(file).splitlines(), start=1):
            if line.strip():
                with problems.of(f"{file.name} line {number}"):
                    objects.append(parse_line(line, size, len(classes)))
    labels, boxes, outlines = zip(*objects, strict=True) if objects else ((), (), ())
    kept = tuple(outline for outline in outlines if outline is not None)
    return Annotated(picture, picture.name, size, labels, boxes, (False,) * len(labels), kept)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("is no text file in UTF-8; export it again") from error


def _one_kind(pictures: Sequence[Annotated], problems: Problems) -> None:
    """Note the pictures that have boxes where the data set has polygons: their masks would lack objects."""
    if not any(picture.outlines for picture in pictures):
        return
    for picture in pictures:
        boxes = len(picture.labels) - len(picture.outlines)
        if boxes:
            problems.add(
                picture.name,
                f"its label has {boxes} box{'' if boxes == 1 else 'es'} while others have polygons; "
                "use one kind for all",
            )
