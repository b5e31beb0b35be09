"""One split of one data set: pictures, labels, and boxes and masks where there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import one_of
from companion.data.consistency import Arrays, check_counts, check_difficult, check_labels, checked_indices
from companion.data.lazy import Lazy

SPLITS = ("train", "validation", "test")

VOID = 255
"""Value of a mask where a pixel belongs to nothing, and neither a loss nor a metric looks."""

Pictures = Arrays | Lazy

_PER_PICTURE = ("images", "labels", "boxes", "masks", "instances", "difficult", "names")
_PER_OBJECT = ("labels", "boxes", "difficult")


@dataclass(frozen=True, eq=False)
class ImageData:
    """Pictures and what is known about them.

    Parameters
    ----------
    name : str
        Name of the data set.
    split : str
        "train", "validation" or "test".
    images : ndarray of shape (N, H, W, C), uint8
        C is 1 (gray) or 3 (RGB). Photographs of different sizes are a tuple of N arrays (H, W, C). A large data set
        is a `Lazy` sequence of such arrays, each decoded when it is asked for.
    labels : ndarray of shape (N,), int64
        Class of each picture. Where a picture holds several objects, a tuple of N arrays of shape (n_i,).
    class_names : tuple of str
        Name of class 0, 1, ...
    boxes : tuple of N ndarrays of shape (n_i, 4), float64, pixels, xyxy, optional
        One box an object, in the order of `labels`.
    masks : ndarray of shape (N, H, W), uint8, or tuple or Lazy of N arrays (H, W), optional
        Semantic masks: 0 is background, class c is c + 1, 255 is void (belongs to nothing, metrics ignore it).
    instances : ndarray of shape (N, H, W), uint8, or tuple or Lazy of N arrays (H, W), optional
        Instance masks: 0 is background, object i of the picture is i + 1, 255 is void.
    difficult : tuple of N ndarrays of shape (n_i,), bool, optional
        Objects that training leaves out and evaluation neither rewards nor punishes: those that Pascal VOC calls
        difficult, crowds of COCO.
    names : tuple of N str, or ()
        File name or number of each picture, to look one up.

    Raises
    ------
    TypeError
        If labels are not whole numbers, or `difficult` are not booleans.
    ValueError
        If the split is unknown, the parts differ in length, a picture has not as many labels as boxes, or a label is no
        class: below 0, or, where there are `class_names`, beyond the last one.

    Examples
    --------
    >>> gray = np.zeros((2, 8, 8, 1), dtype=np.uint8)
    >>> data = ImageData("squares", "train", gray, np.array([0, 1]), ("black", "white"))
    >>> len(data), data.take([1]).labels
    (2, array([1]))
    """

    name: str
    split: str
    images: Pictures
    labels: Arrays
    class_names: tuple[str, ...]
    boxes: tuple[NDArray[np.float64], ...] | None = None
    masks: Pictures | None = None
    instances: Pictures | None = None
    difficult: tuple[NDArray[np.bool_], ...] | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of("split", self.split, SPLITS)
        for part in _PER_PICTURE[1:]:
            value = getattr(self, part)
            absent = value is None or (part == "names" and value == ())
            if not absent and len(value) != len(self.images):
                raise ValueError(f"{part} must hold one entry per image ({len(self.images)}), got {len(value)}")
        self._check_objects()

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        if isinstance(self.images, Lazy):
            sizes = "decoded when asked for"
        else:
            sizes = str(self.images.shape[1:]) if isinstance(self.images, np.ndarray) else "of different sizes"
        parts = [f"{len(self)} images {sizes}", f"{len(self.class_names)} classes"]
        parts += [part for part in ("boxes", "masks", "instances") if getattr(self, part) is not None]
        return f"ImageData({self.name!r}, {self.split!r}: {', '.join(parts)})"

    def take(self, indices: Sequence[int] | NDArray[Any] | slice) -> "ImageData":
        """Return the pictures at `indices`, with their labels, boxes and masks; what is lazy stays so.

        Parameters
        ----------
        indices : sequence of int, ndarray of shape (n,), int, or (N,), bool, or slice
            As NumPy indexes the first axis.

        Returns
        -------
        ImageData
            The same data set and split with only these pictures, in this order.

        Raises
        ------
        IndexError
            If an index is out of range.
        TypeError
            If they are neither whole numbers nor booleans.
        ValueError
            If they are not in one row, or not one boolean per picture.
        """
        chosen = np.arange(len(self))[indices if isinstance(indices, slice) else checked_indices(indices, len(self))]

        def pick(part: Any) -> Any:
            if part is None or len(part) == 0:
                return part
            if isinstance(part, Lazy):
                return part.take(chosen.tolist())
            return tuple(part[i] for i in chosen) if isinstance(part, tuple) else part[chosen]

        return replace(self, **{part: pick(getattr(self, part)) for part in _PER_PICTURE})

    def decoded(self) -> "ImageData":
        """Return the same with pictures and masks in memory.

        Returns
        -------
        ImageData
            Pictures of one size as one array (N, H, W, C), of different sizes as a tuple; masks likewise.

        Raises
        ------
        ValueError
            If a file is corrupt.

        Notes
        -----
        A picture takes H * W * C bytes, each kind of mask H * W more: 5,000 photographs of 500 x 375 pixels 2.8 GB.
        Resize first (`companion.data.resizing`): at 128 x 128 the same take 0.25 GB.

        Examples
        --------
        >>> rows = Lazy(np.ones, ((2, 3, 1), (2, 3, 1)))
        >>> ImageData("white", "test", rows, np.zeros(2, int), ("white",)).decoded().images.shape
        (2, 2, 3, 1)
        """
        parts = ("images", "masks", "instances")
        in_memory: dict[str, Any] = {part: _in_memory(getattr(self, part)) for part in parts}
        return replace(self, **in_memory)

    def _check_objects(self) -> None:
        """Refuse labels that are no classes, and pictures whose labels, boxes and marks differ in number."""
        check_labels(self.labels, self.class_names, self.names)
        if self.difficult is not None:
            check_difficult(self.difficult, self.names)
        parts = {part: getattr(self, part) for part in _PER_OBJECT if isinstance(getattr(self, part), tuple)}
        if parts:
            check_counts(parts, self.names)


def _in_memory(part: Pictures | None) -> Arrays | None:
    """Return the arrays as one array if they are of one size, else as a tuple."""
    if part is None or isinstance(part, np.ndarray):
        return part
    if not len(part):
        return ()
    first = part[0]
    stacked = np.empty((len(part), *first.shape), first.dtype)  # filled one by one, so that nothing lies there twice
    different: list[NDArray[Any]] = []
    for i, array in enumerate(part):
        if different or array.shape != first.shape:
            different = different or [row.copy() for row in stacked[:i]]
            different.append(array)
        else:
            stacked[i] = array
    return tuple(different) if different else stacked
