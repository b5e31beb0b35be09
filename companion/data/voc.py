"""Pascal VOC 2007 and 2012: boxes, and masks for the part of the pictures that has them."""

from pathlib import Path

import numpy as np

from companion.check import one_of
from companion.data.decoding import read_image, read_mask
from companion.data.fetch import fetch
from companion.data.image_data import SPLITS, ImageData
from companion.data.instance_masks import majority_classes, read_instances, tight_boxes
from companion.data.lazy import Lazy
from companion.data.own.problems import Problems
from companion.data.own.voc import from_pairs, stated_size
from companion.data.registry import entry
from companion.data.splits import stratified_split

_SPLIT_SEED = 0
_LISTS = {  # official list of each split; where validation has none, it is a tenth of the training list
    "voc2007": {"train": "train", "validation": "val", "test": "test"},
    "voc2012": {"train": "train", "validation": "train", "test": "val"},
}
_NAMES = ("voc2007", "voc2012", "voc2007_segmentation", "voc2012_segmentation")


def read(name: str, split: str) -> ImageData:
    """Return one split of "voc2007", "voc2012", "voc2007_segmentation" or "voc2012_segmentation".

    Parameters
    ----------
    name : str
        Which data set.
    split : str
        2007: the official train, val and test lists. 2012, whose test part has no labels: "test" is the official val
        list, "validation" a tenth of the train list at random, "train" the rest.

    Returns
    -------
    ImageData
        Detection: boxes, with `difficult`. Segmentation: masks (class c is c + 1, which is the palette index of the
        files; 255 void), instances (255 void), and a label and a box for each instance.

    Raises
    ------
    ValueError
        If the name or the split is unknown, or files are damaged; the message names them.
    OSError
        If the files cannot be had.

    Notes
    -----
    Boxes for segmentation are the smallest around the masks, and an instance has the class that most of its pixels
    have: nothing written promises that the objects of the XML file stand in the order of the instances. To find them
    all masks of the split are decoded once.
    """
    one_of("name", name, _NAMES)
    one_of("split", split, SPLITS)
    year = name.removesuffix("_segmentation")
    root = fetch(name) / "VOCdevkit" / f"VOC{year.removeprefix('voc')}"
    kind = "Main" if name == year else "Segmentation"
    stems = _stems(root / "ImageSets" / kind / f"{_LISTS[year][split]}.txt")
    if len(set(_LISTS[year].values())) < len(SPLITS) and split != "test":
        parts = stratified_split(np.zeros(len(stems), dtype=np.int64), validation=0.1, test=0, seed=_SPLIT_SEED)
        stems = [stems[i] for i in parts[split]]
    return _detection(root, stems, name, split) if name == year else _segmentation(root, stems, name, split)


def _stems(path: Path) -> list[str]:
    """Return the pictures that a list names, sorted; of a list with more columns the first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted(line.split()[0] for line in lines if line.strip())


def _detection(root: Path, stems: list[str], name: str, split: str) -> ImageData:
    found = [(root / "JPEGImages" / f"{stem}.jpg", root / "Annotations" / f"{stem}.xml") for stem in stems]
    problems = Problems(f"the annotations in {root / 'Annotations'}")
    return from_pairs(found, problems, stated_size, class_names=entry(name).class_names, name=name, split=split)


def _segmentation(root: Path, stems: list[str], name: str, split: str) -> ImageData:
    classes = [root / "SegmentationClass" / f"{stem}.png" for stem in stems]
    instances = [root / "SegmentationObject" / f"{stem}.png" for stem in stems]
    labels, boxes = [], []
    problems = Problems(f"the masks in {root / 'SegmentationClass'} and {root / 'SegmentationObject'}")
    for class_file, instance_file in zip(classes, instances, strict=True):
        with problems.of(class_file.name):
            mask = read_mask(instance_file)
            labels.append(majority_classes(mask, read_mask(class_file)))
            boxes.append(tight_boxes(mask))
    problems.raise_found()
    return ImageData(
        name,
        split,
        Lazy(read_image, tuple(root / "JPEGImages" / f"{stem}.jpg" for stem in stems)),
        tuple(labels),
        entry(name).class_names,
        boxes=tuple(boxes),
        masks=Lazy(read_mask, tuple(classes)),
        instances=Lazy(read_instances, tuple(instances)),
        names=tuple(f"{stem}.jpg" for stem in stems),
    )
