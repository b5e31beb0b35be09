"""Penn-Fudan: people on two campuses, each with a mask and a box."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.check import one_of
from companion.data.completeness import check_complete
from companion.data.decoding import read_image, read_mask
from companion.data.fetch import fetch
from companion.data.image_data import SPLITS, ImageData
from companion.data.instance_masks import read_instances, tight_boxes
from companion.data.lazy import Lazy
from companion.data.registry import entry
from companion.data.splits import stratified_split

_SPLIT_SEED = 0
_VALIDATION, _TEST = 20 / 170, 30 / 170


def read(name: str, split: str) -> ImageData:
    """Return one split of "penn_fudan".

    Parameters
    ----------
    name : str
    split : str
        There are no official parts: 120 of the 170 pictures are for training, 20 for validation, 30 for testing, of
        each campus its share.

    Returns
    -------
    ImageData
        With boxes, masks and instances; a box is the smallest around its mask.

    Raises
    ------
    ValueError
        If the name or the split is unknown, or a mask is damaged.
    OSError
        If the files cannot be had, or there are more or fewer than were published.
    """
    one_of("name", name, ("penn_fudan",))
    one_of("split", split, SPLITS)
    root = fetch(name)
    images = sorted((root / "PNGImages").glob("[!.]*.png"))
    check_complete(name, len(images), splits=SPLITS)
    masks = [root / "PedMasks" / f"{path.stem}_mask.png" for path in images]
    place = np.array([path.name.startswith("Penn") for path in images], dtype=np.int64)
    chosen = stratified_split(place, validation=_VALIDATION, test=_TEST, seed=_SPLIT_SEED)[split]
    boxes = tuple(tight_boxes(read_instances(masks[i])) for i in chosen)
    return ImageData(
        name,
        split,
        Lazy(read_image, tuple(images[i] for i in chosen)),
        tuple(np.zeros(len(of_picture), dtype=np.int64) for of_picture in boxes),
        entry(name).class_names,
        boxes=boxes,
        masks=Lazy(read_people, tuple(masks[i] for i in chosen)),
        instances=Lazy(read_instances, tuple(masks[i] for i in chosen)),
        names=tuple(images[i].name for i in chosen),
    )


def read_people(path: Path) -> NDArray[np.uint8]:
    """Return the semantic mask (H, W) of an instance mask: 1 where anybody is."""
    return (read_mask(path) > 0).astype(np.uint8)
