"""Pictures with boxes and outlines in a JSON file of COCO's form."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from companion.data.image_data import ImageData
from companion.data.own.coco_document import listed_pictures, parse_document
from companion.data.own.objects import Annotated, assembled
from companion.data.own.pictures import (
    EXTENSIONS,
    FilePath,
    composed,
    distinct_names,
    existing_file,
    existing_folder,
    files_in,
    picture_size,
    same_size,
)
from companion.data.own.problems import Problems


def read_coco(
    images: FilePath,
    annotation_file: FilePath,
    *,
    names: Sequence[str] | None = None,
    name: str = "own",
    split: str = "train",
) -> ImageData:
    """Return pictures with boxes, and masks if there are outlines, from a JSON file of COCO's form.

    Parameters
    ----------
    images : path
        Folder from which the ``file_name`` of a picture counts.
    annotation_file : path
        JSON file with the lists ``images``, ``annotations`` and ``categories``.
    names : sequence of str, optional
        Pictures to read: their file names without extension. All if None; then each picture in the folder must be
        listed, and each listed one must be there.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        By file name; pictures and masks are made when they are asked for. Boxes are float64, xyxy, pixels of the
        upright picture. Class c is the category with the c-th smallest id, used or not. A listed picture without
        annotations shows no object. ``iscrowd`` becomes `difficult`.

    Raises
    ------
    FileNotFoundError
        If there is no such folder or file.
    ValueError
        If anything is wrong; the message names the first ten problems and counts all.

    Notes
    -----
    ``bbox`` is x, y, width, height in pixels; a box that sticks out of the picture by at most one pixel is cut off,
    further is an error. Boxes are those of the file, not taken from the outlines; COCO's own boxes of crowds are a
    pixel short at the right and below.

    ``segmentation`` may be polygons or a run-length code, as numbers or as text; either all objects have one or none.
    Crowds are painted first, then the largest object, so that the smaller one owns a pixel that two share
    (`companion.data.outlines.paint`; `companion.data.polygons.polygon_mask` says which pixels a polygon has).

    Examples
    --------
    >>> read_coco("photos", "labels.json")
    Traceback (most recent call last):
    ...
    FileNotFoundError: images must name a folder, got photos, which does not exist
    """
    folder, file = existing_folder("images", images), existing_file("annotation_file", annotation_file)
    classes, listed = read_document(file)
    problems = Problems(f"the pictures of {file} in {folder}")
    chosen = listed if names is None else _chosen(listed, distinct_names(names), problems)
    pictures = [found for picture in chosen if (found := _found(picture, folder / picture.name, problems)) is not None]
    if names is None:
        _note_unlisted(folder, listed, problems)
    if not chosen and not problems.found:
        problems.add(file.name, "lists no picture")
    return assembled(pictures, classes, problems, name=name, split=split)


def read_document(file: Path) -> tuple[tuple[str, ...], list[Annotated]]:
    """Return what a JSON file of COCO's form says.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    class_names : tuple of str
        In the order of the category ids.
    pictures : list of Annotated
        By file name; `path` is the file name alone.

    Raises
    ------
    ValueError
        If anything is wrong; the message names the first ten problems and counts all.
    """
    problems = Problems(f"the COCO annotations in {file}")
    classes: tuple[str, ...] = ()
    pictures: list[Annotated] = []
    with problems.of(file.name):
        classes, pictures = listed_pictures(parse_document(file.read_bytes()), problems)
    problems.raise_found()
    return classes, pictures


def _chosen(listed: Sequence[Annotated], names: Sequence[str], problems: Problems) -> list[Annotated]:
    by_name: dict[str, list[Annotated]] = {}
    for picture in listed:
        by_name.setdefault(composed(str(PurePosixPath(picture.name).with_suffix(""))), []).append(picture)
    for missing in sorted(set(names) - set(by_name)):
        problems.add(missing, "is among the names to read, but not listed under images")
    wanted = [by_name[name] for name in sorted(set(names) & set(by_name))]
    for found in wanted:
        if len(found) > 1:
            told = " and ".join(picture.name for picture in found)
            problems.add(told, "two pictures with the same name but for the extension; rename or remove one")
    return [found[0] for found in wanted]


def _found(picture: Annotated, path: Path, problems: Problems) -> Annotated | None:
    if not path.is_file():
        problems.add(
            picture.name,
            "label without picture: listed under images, but there is no such file; add it, or give `names`",
        )
        return None
    with problems.of(picture.name):
        same_size(picture.size, picture_size(path))
    return replace(picture, path=path)


def _note_unlisted(folder: Path, listed: Sequence[Annotated], problems: Problems) -> None:
    known = {folder / picture.name for picture in listed}
    for place in sorted({folder} | {path.parent for path in known if path.parent.is_dir()}):
        for path in files_in(place, EXTENSIONS):
            if path not in known:
                shown = path.relative_to(folder).as_posix()
                problems.add(shown, "picture without label: not listed under images; list it, or give `names`")
