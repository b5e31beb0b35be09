"""What one of Pascal VOC's XML files says, without a look at the picture."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from companion.data.own.objects import Box
from companion.data.own.pictures import whole_size


@dataclass(frozen=True)
class VocObject:
    """One ``<object>``: its class, its box in our convention, and whether it is marked difficult."""

    class_name: str
    box: Box
    difficult: bool


@dataclass(frozen=True)
class VocAnnotation:
    """One XML file: height and width as it states them, or None, and its objects."""

    size: tuple[int, int] | None
    objects: tuple[VocObject, ...]


def parse_annotation(content: bytes) -> VocAnnotation:
    """Return what an XML file says.

    Parameters
    ----------
    content : bytes
        What the file holds.

    Returns
    -------
    VocAnnotation

    Raises
    ------
    ValueError
        If it is empty, not well formed, has a document type, or an object lacks its name, its box or a number in it.

    Examples
    --------
    >>> box = b"<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>2</ymax></bndbox>"
    >>> parse_annotation(b"<annotation><object><name>cat</name>" + box + b"</object></annotation>").objects
    (VocObject(class_name='cat', box=(0.0, 0.0, 4.0, 2.0), difficult=False),)
    """
    if not content.strip():
        raise ValueError("is empty; export it again, or write <annotation/> if the picture shows no object")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("has a document type, which VOC files have not; remove it")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(f"is not well-formed XML ({error}); export it again") from error
    if root.tag != "annotation":
        raise ValueError(f"must begin with <annotation>, got <{root.tag}>; is it a file of another format?")
    return VocAnnotation(_size(root), tuple(_object(element) for element in root.findall("object")))


def as_written(box: Box) -> Box:
    """Return a box as VOC writes it.

    Parameters
    ----------
    box : tuple of 4 float, pixels, xyxy
        In our convention.

    Returns
    -------
    tuple of float
        xmin, ymin, xmax, ymax.

    Examples
    --------
    >>> as_written((0.0, 0.0, 4.0, 2.0))
    (1.0, 1.0, 4.0, 2.0)
    """
    return box[0] + 1, box[1] + 1, box[2], box[3]


def _size(root: ElementTree.Element) -> tuple[int, int] | None:
    size = root.find("size")
    if size is None or not _number(size, "width"):  # some tools write 0 where they do not know
        return None
    return whole_size(_number(size, "height"), _number(size, "width"))


def _object(element: ElementTree.Element) -> VocObject:
    class_name = (element.findtext("name") or "").strip()
    box = element.find("bndbox")
    if not class_name:
        raise ValueError("has an <object> without <name>; name its class")
    if box is None:
        raise ValueError(f"has an <object> {class_name} without <bndbox>; draw its box or remove it")
    edges = (_number(box, "xmin") - 1, _number(box, "ymin") - 1, _number(box, "xmax"), _number(box, "ymax"))
    difficult = element.find("difficult") is not None and _number(element, "difficult") != 0
    return VocObject(class_name, edges, difficult)


def _number(element: ElementTree.Element, tag: str) -> float:
    text = element.findtext(tag)
    try:
        return float(text if text is not None else "missing")
    except ValueError:
        raise ValueError(f"<{tag}> in <{element.tag}> must hold a number, got {text!r}") from None
