"""Pictures with boxes in Pascal VOC's XML files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from companion.data.image_data import ImageData
from companion.data.own.objects import Annotated, Box, assembled, distinct_class_names, fitting_box, refuse_fractions
from companion.data.own.picture_folders import note_no_picture, pictures_in
from companion.data.own.pictures import (
    FilePath,
    existing_folder,
    files_in,
    pairs,
    picture_size,
    same_size,
)
from companion.data.own.problems import Problems
from companion.data.own.voc_annotation import VocAnnotation, as_written, parse_annotation

_REMEDY = "add {stem}.xml, without <object> if it shows none"


def read_voc(
    images: FilePath,
    annotations: FilePath,
    *,
    class_names: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    name: str = "own",
    split: str = "train",
) -> ImageData:
    """Return pictures with boxes from Pascal VOC XML files, as labelImg, CVAT and Roboflow write them too.

    Parameters
    ----------
    images : path
        Folder of the pictures.
    annotations : path
        Folder with one XML file a picture, of the same stem (the name without its extension). What the file says under
        ``<filename>`` and ``<path>`` is not used: it goes stale when files are renamed. It may be the same folder.
    class_names : sequence of str, optional
        The classes in order; another one in a file is then an error. Those in the files, sorted, if None.
    names : sequence of str, optional
        Stems to read, for instance the lines of a file in ``ImageSets``. All if None; then each picture needs an XML
        file and each XML file a picture.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        By stem; pictures are decoded when they are asked for. Boxes are float64, xyxy, pixels of the upright picture.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If anything is wrong; the message names the first ten problems and counts all.

    Notes
    -----
    VOC numbers pixels from 1 and counts the last one in. Our coordinates are edges, width = x2 - x1, so its box
    becomes (xmin - 1, ymin - 1, xmax, ymax): a box around the single first pixel is 1, 1, 1, 1 there and 0, 0, 1, 1
    here. Tools that number from 0 or write edges give boxes that are off by at most one pixel; nothing in a file tells
    them apart. A box that sticks out of the picture by at most one pixel is cut off, further is an error.
    So are numbers that are fractions of the picture.

    An XML file with a document type is refused: VOC has none, and entities can make a small file fill the memory.

    References
    ----------
    M. Everingham and J. Winn, The PASCAL Visual Object Classes Challenge 2007 (VOC2007) Development Kit: submission of
    results of the detection task (the first pixel is 1, 1) and ``VOCevaldet.m`` (width is xmax - xmin + 1).

    Examples
    --------
    >>> read_voc("photos", "labels")
    Traceback (most recent call last):
    ...
    FileNotFoundError: images must name a folder, got photos, which does not exist
    """
    image_folder, label_folder = existing_folder("images", images), existing_folder("annotations", annotations)
    problems = Problems(f"the VOC annotations in {label_folder}")
    pictures = pictures_in(image_folder, problems, names=names)
    if not pictures:
        note_no_picture(image_folder, problems, labels=label_folder)
    found = pairs(
        pictures,
        files_in(label_folder, (".xml",)),
        problems,
        names=names,
        remedy=_REMEDY,
    )
    return from_pairs(found, problems, _checked_size, class_names=class_names, name=name, split=split)


def from_pairs(
    found: Sequence[tuple[Path, Path]],
    problems: Problems,
    size_of: Callable[[Path, VocAnnotation], tuple[int, int]],
    *,
    class_names: Sequence[str] | None,
    name: str,
    split: str,
) -> ImageData:
    """Return the data set of pairs of a picture and its XML file.

    Parameters
    ----------
    found : sequence of (Path, Path)
        Picture and XML file.
    problems : Problems
        What was found so far.
    size_of : callable
        Given a picture and its annotation, returns height and width.
    class_names : sequence of str or None
        The classes in order; those in the files, sorted, if None.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        In the order of the pairs.

    Raises
    ------
    ValueError
        If there are problems; the message names the first ten and counts all.
    """
    annotations: list[tuple[Path, Path, tuple[int, int], VocAnnotation]] = []
    for picture, file in found:
        with problems.of(file.name):
            annotation = parse_annotation(file.read_bytes())
            annotations.append((picture, file, size_of(picture, annotation), annotation))
    if class_names is None:
        classes = tuple(sorted({thing.class_name for *_, annotation in annotations for thing in annotation.objects}))
    else:
        classes = distinct_class_names(class_names)
    pictures = [_annotated(*annotation, classes, problems) for annotation in annotations]
    return assembled(pictures, classes, problems, name=name, split=split)


def stated_size(picture: Path, annotation: VocAnnotation) -> tuple[int, int]:
    """Return the size that the XML file states, without a look at the picture.

    Parameters
    ----------
    picture : Path
        For the message.
    annotation : VocAnnotation
        What the file says.

    Returns
    -------
    height, width : int

    Raises
    ------
    ValueError
        If it states none.
    """
    if annotation.size is None:
        raise ValueError(f"states no size for {picture.name}")
    return annotation.size


def _checked_size(picture: Path, annotation: VocAnnotation) -> tuple[int, int]:
    size = picture_size(picture)
    if annotation.size is not None:
        same_size(annotation.size, size)
    return size


def _annotated(
    picture: Path,
    file: Path,
    size: tuple[int, int],
    annotation: VocAnnotation,
    classes: tuple[str, ...],
    problems: Problems,
) -> Annotated:
    objects: list[tuple[int, Box, bool]] = []
    with problems.of(file.name):
        refuse_fractions([value for thing in annotation.objects for value in as_written(thing.box)], size, "VOC")
    for number, thing in enumerate(annotation.objects, start=1):
        with problems.of(f"{file.name}, object {number} ({thing.class_name})"):
            if thing.class_name not in classes:
                raise ValueError(f"unknown class {thing.class_name!r}; class_names has {', '.join(classes)}")
            objects.append((classes.index(thing.class_name), fitting_box(thing.box, size), thing.difficult))
    labels, boxes, difficult = zip(*objects, strict=True) if objects else ((), (), ())
    return Annotated(picture, picture.name, size, labels, boxes, difficult)
