"""Pictures sorted into a folder per class."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from companion.data.decoding import read_image
from companion.data.image_data import ImageData
from companion.data.lazy import Lazy
from companion.data.own.objects import distinct_class_names
from companion.data.own.picture_folders import pictures_in
from companion.data.own.pictures import EXTENSIONS, FilePath, existing_folder, files_in
from companion.data.own.problems import Problems


def read_folder_per_class(
    root: FilePath, *, class_names: Sequence[str] | None = None, name: str = "own", split: str = "train"
) -> ImageData:
    """Return pictures whose class is the folder they lie in.

    Parameters
    ----------
    root : path
        Folder that holds one folder a class, named as the class.
    class_names : sequence of str, optional
        The classes in order; a folder of another name is then an error. All folders, sorted, if None.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        By class, then by file name; pictures are decoded when they are asked for. `names` are "class/file".

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If anything is wrong; the message names the first ten problems and counts all.

    Notes
    -----
    Pictures are the files directly in a class folder whose name ends in one of `companion.data.own.EXTENSIONS`.
    A photograph in a format that is not read (HEIC, HEIF, AVIF) and a picture beside the class folders are errors, so
    that none vanishes in silence. Other files (texts, ``Thumbs.db``, GIF) and hidden files and
    folders are passed over, as torchvision's ImageFolder does with other extensions; unlike it, this reader does not
    look into deeper folders, so that a `root` one level too high is noticed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as root:
    ...     (Path(root) / "cats").mkdir()
    ...     read_folder_per_class(root, class_names=["cats", "dogs"])
    Traceback (most recent call last):
    ...
    ValueError: 2 problems with the class folders in ...:
    - cats: class folder without pictures (files named .jpg, .jpeg, .png, .ppm, .bmp, .pgm, .tif, .tiff, .webp); add \
some or remove it
    - dogs: there is no such class folder; make it or take it out of class_names
    """
    folder = existing_folder("root", root)
    problems = Problems(f"the class folders in {folder}")
    found = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    classes = tuple(found) if class_names is None else distinct_class_names(class_names)
    for other in sorted(set(found) - set(classes)):
        problems.add(other, f"unknown class; class_names has {', '.join(classes)}")
    if not classes:
        problems.add(folder.name, _no_classes(folder))
    else:
        for loose in pictures_in(folder, problems):
            problems.add(loose.name, "a picture beside the class folders; move it into the folder of its class")
    paths = [_class_pictures(folder / class_name, problems) for class_name in classes]
    problems.raise_found()
    return ImageData(
        name,
        split,
        Lazy(read_image, tuple(path for of_class in paths for path in of_class)),
        np.repeat(np.arange(len(classes)), [len(of_class) for of_class in paths]).astype(np.int64),
        classes,
        names=tuple(f"{path.parent.name}/{path.name}" for of_class in paths for path in of_class),
    )


def _class_pictures(folder: Path, problems: Problems) -> list[Path]:
    if not folder.is_dir():
        problems.add(folder.name, "there is no such class folder; make it or take it out of class_names")
        return []
    pictures = pictures_in(folder, problems, shown=f"{folder.name}/")
    for path in pictures:
        if path.stat().st_size == 0:
            problems.add(f"{folder.name}/{path.name}", "the picture is an empty file; copy it again")
    if not pictures:
        deeper = sorted(path.name for path in folder.iterdir() if path.is_dir())
        hint = f"it holds folders ({', '.join(deeper[:3])}): is `root` one level too high?" if deeper else ""
        expected = f"class folder without pictures (files named {', '.join(EXTENSIONS)})"
        problems.add(folder.name, f"{expected}; {hint or 'add some or remove it'}")
    return pictures


def _no_classes(folder: Path) -> str:
    loose = len(files_in(folder, EXTENSIONS))
    got = f"{loose} pictures directly in it" if loose else "an empty folder"
    return f"holds no class folder; make one for each class and move its pictures there, got {got}"
