"""Names of the classes of public data sets, in the order of their labels; and COCO's ids, which have gaps.

The lists stand in ``class_lists``, a name a line. They are what the sets and the official weights of torchvision call
their classes.
"""

from pathlib import Path

from companion.check import integer

_FOLDER = Path(__file__).parent / "class_lists"


def _lines(name: str) -> tuple[str, ...]:
    return tuple((_FOLDER / name).read_text(encoding="utf-8").splitlines())


CIFAR100 = _lines("cifar100.txt")
"""The 100 classes of CIFAR-100 ("fine labels"), which are in alphabetical order."""

CIFAR100_COARSE = _lines("cifar100_coarse.txt")
"""The 20 groups of CIFAR-100 ("coarse labels"), five classes each."""

OXFORD_PETS = _lines("oxford_pets.txt")
"""The 37 breeds of the Oxford-IIIT Pet data set: label 0 is class 1 of its lists."""

VOC = _lines("voc.txt")
"""The 20 classes of Pascal VOC, written as in its annotations: label 0 is index 1 of its masks."""

_COCO_LINES = tuple(line.split(" ", 1) for line in _lines("coco.txt"))

COCO = tuple(name for _, name in _COCO_LINES)
"""The 80 classes that COCO's annotations have."""

COCO_IDS = tuple(int(number) for number, _ in _COCO_LINES)
"""The id in COCO's files of each of the 80 classes: from 1 to 90 with ten gaps."""

COCO_UNUSED = {
    12: "street sign",
    26: "hat",
    29: "shoe",
    30: "eye glasses",
    45: "plate",
    66: "mirror",
    68: "window",
    69: "desk",
    71: "door",
    83: "blender",
    91: "hair brush",
}
"""The 11 of the paper's 91 classes that never came into the annotations, by their ids: ten gaps and the last one."""

IMAGENET = _lines("imagenet.txt")
"""The 1,000 classes of ILSVRC 2012 in the order of official weights, which is that of their WordNet numbers."""

_INDICES = {category_id: index for index, category_id in enumerate(COCO_IDS)}


def coco_index(category_id: int) -> int:
    """Return the label, from 0 to 79, of a category id in COCO's files.

    Parameters
    ----------
    category_id : int
        From 1 to 90.

    Returns
    -------
    int
        Position in `COCO`; ``coco_id(coco_index(i)) == i``.

    Raises
    ------
    ValueError
        If no class of the annotations has this id; for one of the gaps the message names what was meant to be there.

    Examples
    --------
    >>> coco_index(1), coco_index(13), coco_index(90)
    (0, 11, 79)
    """
    integer("category_id", category_id, minimum=1, maximum=91)
    if category_id in COCO_UNUSED:
        raise ValueError(
            f"category_id must be the id of one of the 80 classes that COCO's annotations have, got {category_id}: "
            f"{COCO_UNUSED[category_id]!r} stands in the paper's list of 91 and in no annotation"
        )
    return _INDICES[category_id]


def coco_id(index: int) -> int:
    """Return the category id in COCO's files of a label from 0 to 79.

    Raises
    ------
    ValueError
        If the label lies outside.

    Examples
    --------
    >>> coco_id(0), coco_id(11), coco_id(79)
    (1, 13, 90)
    """
    return COCO_IDS[integer("index", index, minimum=0, maximum=len(COCO_IDS) - 1)]
