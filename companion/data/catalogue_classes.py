"""The class lists of the book's page on data sets."""

from collections.abc import Sequence

from companion.data import class_names

_HEADINGS = {  # list: heading of its section
    class_names.CIFAR100: "Classes of CIFAR-100",
    class_names.OXFORD_PETS: "Classes of Oxford-IIIT Pet",
    class_names.VOC: "Classes of Pascal VOC",
    class_names.COCO: "Classes of COCO",
}
_COLUMNS, _ROWS = 4, 20  # of the table of COCO's classes


def classes_of(names: Sequence[str]) -> str:
    """Return a data set's classes in one line: the names, or a link to the section that has them.

    Examples
    --------
    >>> classes_of(("ants", "bees"))
    'Classes: ants, bees.'
    >>> classes_of(class_names.VOC)
    'Classes: 20, [listed below](#classes-of-pascal-voc).'
    """
    heading = _HEADINGS.get(tuple(names))
    if heading is None:
        return f"Classes: {', '.join(names)}."
    return f"Classes: {len(names)}, [listed below](#{heading.lower().replace(' ', '-')})."


def class_lists() -> str:
    """Return the sections with the long lists, as Markdown."""
    lines = ["## Class lists", ""]
    lines += ["`companion.data.class_names` has them too. A label is the place in the list, from 0.", ""]
    lines += [f"### {_HEADINGS[class_names.CIFAR100]}", "", f"{', '.join(class_names.CIFAR100)}.", ""]
    lines += [f"They fall into 20 groups of five: {', '.join(class_names.CIFAR100_COARSE)}.", ""]
    lines += [f"### {_HEADINGS[class_names.OXFORD_PETS]}", "", f"{', '.join(class_names.OXFORD_PETS)}.", ""]
    lines += [f"### {_HEADINGS[class_names.VOC]}", "", f"{', '.join(class_names.VOC)}.", ""]
    return "\n".join([*lines, *_coco(), *_imagenet()])


def _coco() -> list[str]:
    gaps = ", ".join(f"{number} ({name})" for number, name in class_names.COCO_UNUSED.items() if number < 91)
    lines = [f"### {_HEADINGS[class_names.COCO]}", ""]
    lines += [
        "The paper of 2014 lists 91 classes, numbered from 1. Eleven of them never came into the released annotations, "
        f"which have the other 80 under their old ids, from 1 to 90 with ten gaps: {gaps}. The eleventh is 91 "
        f"({class_names.COCO_UNUSED[91]}), so it leaves no gap. A net that is told to have 91 outputs counts the ids "
        "from 0, with 0 for the background. `class_names.coco_index` turns an id into a label from 0 to 79 and "
        "`coco_id` turns it back. The table gives the ids; labels run down the columns.",
        "",
    ]
    labels = [f"{column * _ROWS} to {column * _ROWS + _ROWS - 1}" for column in range(_COLUMNS)]
    lines += [f"| labels {' | '.join(labels)} |", "|---" * _COLUMNS + "|"]
    cells = [f"{number} {name}" for number, name in zip(class_names.COCO_IDS, class_names.COCO, strict=True)]
    lines += [f"| {' | '.join(cells[row::_ROWS])} |" for row in range(_ROWS)]
    return [*lines, ""]


def _imagenet() -> list[str]:
    lines = ["### Classes of ILSVRC 2012 (ImageNet)", ""]
    lines += [
        "No data set of this package has them, but official weights do: 1,000 classes in the order of their WordNet "
        "numbers, under the short names that torchvision gives them.",
        "",
        "<details>",
        "<summary>The 1,000 names</summary>",
        "",
    ]
    for first in range(0, len(class_names.IMAGENET), 100):
        names = class_names.IMAGENET[first : first + 100]
        lines += [f"*{first} to {first + 99}:* {', '.join(names)}.", ""]
    return [*lines, "</details>", ""]
