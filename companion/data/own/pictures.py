"""Pictures in a folder, and the label file that belongs to each."""

import math
import unicodedata
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from companion.data.decoding import image_size
from companion.data.own.problems import Problems

EXTENSIONS = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")
"""How the name of a picture ends, in small or capital letters; the same as torchvision's."""

FilePath = str | PathLike[str]


def existing_folder(argument: str, folder: FilePath) -> Path:
    """Return a folder that is there.

    Parameters
    ----------
    argument : str
        Name of the argument, for the message.
    folder : path
        What the caller was given.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    path = Path(folder)
    if not path.is_dir():
        got = "which is a file" if path.exists() else "which does not exist"
        raise FileNotFoundError(f"{argument} must name a folder, got {path}, {got}")
    return path


def existing_file(argument: str, file: FilePath) -> Path:
    """Return a file that is there.

    Parameters
    ----------
    argument : str
        Name of the argument, for the message.
    file : path
        What the caller was given.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    path = Path(file)
    if not path.is_file():
        got = "which is a folder" if path.exists() else "which does not exist"
        raise FileNotFoundError(f"{argument} must name a file, got {path}, {got}")
    return path


def files_in(folder: Path, extensions: Sequence[str]) -> list[Path]:
    """Return the files directly in a folder with one of these extensions; hidden files are passed over.

    Parameters
    ----------
    folder : Path
        Where to look.
    extensions : sequence of str
        In small letters, with the dot; a file may have them in capitals.

    Returns
    -------
    list of Path
        By name.
    """
    found = (path for path in folder.iterdir() if path.suffix.lower() in extensions and not path.name.startswith("."))
    return sorted((path for path in found if path.is_file()), key=lambda path: path.name)


def pairs(
    images: Sequence[Path],
    labels: Sequence[Path],
    problems: Problems,
    *,
    names: Sequence[str] | None,
    remedy: str,
) -> list[tuple[Path, Path]]:
    """Return each picture with the label file of the same stem (the name without its extension).

    Parameters
    ----------
    images, labels : sequence of Path
        What was found; stems that differ in their Unicode form alone (NFC, NFD) are the same. Where
        there is no picture at all nothing is noted: one reason tells more than all the labels.
    problems : Problems
        Where to note a stem without a picture, without a label, or with two of one kind.
    names : sequence of str, optional
        Stems to read; what else is there is then passed over. All if None.
    remedy : str
        What to do about a picture without a label; "{stem}" stands for its stem.

    Returns
    -------
    list of (Path, Path)
        By stem.
    """
    by_stem: dict[str, tuple[list[Path], list[Path]]] = {}
    for kind, paths in enumerate((images, labels)):
        for path in paths:
            by_stem.setdefault(composed(path.stem), ([], []))[kind].append(path)
    result = []
    stems = sorted(by_stem if names is None else distinct_names(names))
    for stem in stems if images else ():
        of_stem = by_stem.get(stem, ([], []))
        if all(len(paths) == 1 for paths in of_stem):
            result.append((of_stem[0][0], of_stem[1][0]))
        else:
            _explain(stem, *of_stem, problems, remedy.format(stem=stem))
    return result


def _explain(stem: str, images: list[Path], labels: list[Path], problems: Problems, remedy: str) -> None:
    for kind, paths in (("pictures", images), ("label files", labels)):
        if len(paths) > 1:
            listed = " and ".join(path.name for path in paths)
            problems.add(listed, f"two {kind} with the same name but for the extension; rename or remove one")
            return
    if labels:
        problems.add(labels[0].name, f"label without picture; add a picture {stem}{EXTENSIONS[0]} or remove the label")
    elif images:
        problems.add(images[0].name, f"picture without label; {remedy}")
    else:
        problems.add(
            stem,
            "is among the names to read, but neither a picture nor a label is called so; give names without extension",
        )


def composed(name: str) -> str:
    """Return a name in the Unicode form NFC, so that names that look alike are alike.

    Parameters
    ----------
    name : str
        As a file system gives it; macOS takes letters and their accents apart (NFD).

    Returns
    -------
    str

    Examples
    --------
    >>> len("e\\u0301"), len(composed("e\\u0301"))
    (2, 1)
    """
    return unicodedata.normalize("NFC", name)


def distinct_names(names: Sequence[str]) -> Sequence[str]:
    """Return names that are different and at least one.

    Parameters
    ----------
    names : sequence of str
        What the caller was given.

    Returns
    -------
    sequence of str
        In the Unicode form NFC.

    Raises
    ------
    ValueError
        If there is none, or two are the same.
    """
    if isinstance(names, str) or not names or len(set(map(composed, names))) != len(names):
        raise ValueError(f"names must be a sequence of different names without extension, at least one, got {names!r}")
    return [composed(name) for name in names]


def picture_size(path: Path) -> tuple[int, int]:
    """Return the size of the upright picture.

    Parameters
    ----------
    path : Path
        The picture.

    Returns
    -------
    height, width : int
        Pixels.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is empty or no picture; the message does not name the file, which `Problems.of` does.
    """
    if path.stat().st_size == 0:
        raise ValueError("the picture is an empty file; copy it again")
    try:
        return image_size(path)
    except ValueError as error:
        reason = str(error).rpartition(f"{path}: ")[2]
        raise ValueError(f"cannot be read as a picture ({reason}); copy it again or remove it") from error


def same_size(annotated: tuple[int, int], size: tuple[int, int]) -> None:
    """Refuse an annotation that was made for another height and width than the upright picture has.

    Parameters
    ----------
    annotated, size : tuple of int
        Height and width as the annotation states them, and of the upright picture.

    Raises
    ------
    ValueError
        If they differ.

    Examples
    --------
    >>> same_size((300, 400), (400, 300))
    Traceback (most recent call last):
    ...
    ValueError: the label says 400 x 300 (width x height), the upright picture has 300 x 400: it was labelled before \
it was turned as its EXIF orientation asks; turn the pixels for good (jpegtran, exiftran) and label it again
    """
    if annotated == size:
        return
    said = f"the label says {annotated[1]} x {annotated[0]} (width x height), the upright picture has "
    said += f"{size[1]} x {size[0]}: "
    if annotated == size[::-1]:
        raise ValueError(
            f"{said}it was labelled before it was turned as its EXIF orientation asks; "
            "turn the pixels for good (jpegtran, exiftran) and label it again"
        )
    raise ValueError(f"{said}it was labelled at another size; give the picture that was labelled")


def whole_size(height: float, width: float) -> tuple[int, int]:
    """Return height and width as whole numbers.

    Parameters
    ----------
    height, width : float
        As a file states them.

    Returns
    -------
    height, width : int

    Raises
    ------
    ValueError
        If one is no whole number of at least 1.
    """
    for value in (height, width):
        if not (math.isfinite(value) and value >= 1 and value == int(value)):
            raise ValueError(f"height and width must be whole numbers of at least 1, got {height} and {width}")
    return int(height), int(width)
