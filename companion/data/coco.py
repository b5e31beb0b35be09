"""COCO val2017: 5,000 pictures with boxes and outlines of objects of 80 classes."""

from dataclasses import replace

from companion.check import one_of
from companion.data.fetch import fetch
from companion.data.image_data import ImageData
from companion.data.own.coco import read_document
from companion.data.own.objects import assembled
from companion.data.own.problems import Problems


def read(name: str, split: str) -> ImageData:
    """Return "coco_val2017".

    Parameters
    ----------
    name : str
    split : str
        "test" alone: all of it. The training pictures, 19 GB, are no part of this package.

    Returns
    -------
    ImageData
        By file name, with boxes, masks and instances, which are painted when they are asked for. Crowds are
        `difficult`. Class c is the c-th of COCO's category ids, which go to 90 and have gaps.

    Raises
    ------
    ValueError
        If the name or the split is unknown, or the annotations are damaged.
    OSError
        If the files cannot be had.

    Notes
    -----
    Sizes of pictures are those in the annotations: no picture is opened before it is asked for.
    """
    one_of("name", name, ("coco_val2017",))
    one_of("split", split, ("test",))
    root = fetch(name)
    file = root / "annotations" / "instances_val2017.json"
    classes, listed = read_document(file)
    pictures = [replace(picture, path=root / "val2017" / picture.name) for picture in listed]
    return assembled(pictures, classes, Problems(f"the COCO annotations in {file}"), name=name, split=split)
