"""Pictures with a folder of index masks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.data.decoding import read_image, read_mask
from companion.data.image_data import VOID, ImageData
from companion.data.lazy import Lazy
from companion.data.own.objects import distinct_class_names
from companion.data.own.picture_folders import note_no_picture, pictures_in
from companion.data.own.pictures import FilePath, existing_folder, files_in, pairs, picture_size
from companion.data.own.problems import Problems

_MASK_EXTENSIONS = (".png", ".bmp", ".tif", ".tiff")
_BACKGROUND = ("background", "bg", "_background_", "__background__")
_REMEDY = "add {stem}.png, all 0 if it shows background alone"


@dataclass(frozen=True)
class MaskFile:
    """A mask file and how many classes it may hold."""

    path: Path
    num_classes: int


def read_mask_folder(
    images: FilePath,
    masks: FilePath,
    class_names: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    name: str = "own",
    split: str = "train",
) -> ImageData:
    """Return pictures with semantic masks from files.

    Parameters
    ----------
    images : path
        Folder of the pictures.
    masks : path
        Folder with one PNG, BMP or TIFF file a picture, of the same stem (the name without its extension) and size: in
        gray or with a palette, 0 is background, class c is c + 1, 255 is void (belongs to nothing, metrics look away).
    class_names : sequence of str
        Name of class 0, 1, ..., which have the values 1, 2, ... in the files; background is not among them.
    names : sequence of str, optional
        Stems to read; all if None. Then each picture needs a mask and each mask a picture.
    name, split : str
        What the data set is called and which part of it this is.

    Returns
    -------
    ImageData
        By stem; pictures and masks are decoded when they are asked for. `labels` are empty: a semantic mask does not
        tell objects apart.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If `class_names` begins with the background (background, bg, _background_, __background__), or if anything is
        wrong; the message names the first ten problems and counts all. What the pixels of a mask hold
        is looked at for the first mask at once, for the others when they are decoded: a value that is no class raises
        then and names the file.

    Notes
    -----
    JPEG is refused for masks: its compression changes values. A mask of 0 and 255 alone is refused too, because most
    tools mean "object" by 255 there, and as void the object would be passed over in silence.

    Examples
    --------
    >>> read_mask_folder("photos", "masks", ["cat"])
    Traceback (most recent call last):
    ...
    FileNotFoundError: images must name a folder, got photos, which does not exist
    """
    image_folder, mask_folder = existing_folder("images", images), existing_folder("masks", masks)
    classes = _without_background(distinct_class_names(class_names))
    if len(classes) >= VOID:
        raise ValueError(f"class_names must be at most {VOID - 1} where masks are files, got {len(classes)}")
    problems = Problems(f"the masks in {mask_folder}")
    pictures = pictures_in(image_folder, problems, names=names)
    if not pictures:
        note_no_picture(image_folder, problems)
    found = pairs(
        pictures,
        _mask_files(mask_folder, image_folder, problems),
        problems,
        names=names,
        remedy=_REMEDY,
    )
    for picture, mask in found:
        with problems.of(mask.name):
            _check_sizes(picture, mask)
    files = tuple(MaskFile(mask, len(classes)) for _, mask in found)
    if files and not problems.found:
        with problems.of(files[0].path.name):
            read_class_mask(files[0])
    problems.raise_found()
    return ImageData(
        name,
        split,
        Lazy(read_image, tuple(picture for picture, _ in found)),
        tuple(np.empty(0, dtype=np.int64) for _ in found),
        classes,
        masks=Lazy(read_class_mask, files),
        names=tuple(picture.name for picture, _ in found),
    )


def read_class_mask(file: MaskFile) -> NDArray[np.uint8]:
    """Return a mask whose values were checked.

    Parameters
    ----------
    file : MaskFile

    Returns
    -------
    ndarray of shape (H, W), uint8
        0 background, class c is c + 1, 255 void.

    Raises
    ------
    ValueError
        If a value is no class, or 0 and 255 are the only ones.
    """
    mask = read_mask(file.path)
    values = np.flatnonzero(np.bincount(mask.reshape(-1), minlength=256)).tolist()
    unknown = [value for value in values if file.num_classes < value < VOID]
    if unknown:
        raise ValueError(
            f"{file.path}: unknown class value {', '.join(map(str, unknown[:5]))} in the mask; allowed are 0 "
            f"(background), 1 to {file.num_classes} (class 0 is 1) and {VOID} (void)"
        )
    if values == [0, VOID]:
        raise ValueError(f"{file.path}: the mask holds only 0 and 255, which is void here; write objects as 1")
    return mask


def _without_background(classes: tuple[str, ...]) -> tuple[str, ...]:
    if classes[0].casefold() in _BACKGROUND:
        raise ValueError(
            "class_names must not name the background, which is 0 anyway; its first name is the class of 1: leave "
            f"{classes[0]!r} out"
        )
    return classes


def _mask_files(folder: Path, images: Path, problems: Problems) -> list[Path]:
    if folder.resolve() == images.resolve():
        raise ValueError(f"masks must lie in another folder than images, got {folder} for both")
    for path in files_in(folder, (".jpg", ".jpeg")):
        problems.add(path.name, "JPEG changes the values of a mask; save it as PNG from the original")
    return files_in(folder, _MASK_EXTENSIONS)


def _check_sizes(picture: Path, mask: Path) -> None:
    size, expected = picture_size(mask), picture_size(picture)
    if size != expected:
        raise ValueError(
            f"the mask has {size[1]} x {size[0]} pixels (width x height), the upright picture {expected[1]} x "
            f"{expected[0]}; make them alike"
        )
