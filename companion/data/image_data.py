"""One split of one data set: pictures, labels, and boxes and masks where there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.check import one_of

SPLITS = ("train", "validation", "test")

Arrays = NDArray[Any] | tuple[NDArray[Any], ...]


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
        C is 1 (gray) or 3 (RGB). Photographs of different sizes are a tuple of N arrays (H, W, C).
    labels : ndarray of shape (N,), int64
        Class of each picture. Where a picture holds several objects, a tuple of N arrays of shape (n_i,).
    class_names : tuple of str
        Name of class 0, 1, ...
    boxes : tuple of N ndarrays of shape (n_i, 4), float64, pixels, xyxy, optional
        One box an object, in the order of `labels`.
    masks : ndarray of shape (N, H, W), uint8, optional
        Semantic masks: 0 is background, class c is c + 1.
    instances : ndarray of shape (N, H, W), uint8, optional
        Instance masks: 0 is background, object i of the picture is i + 1.

    Raises
    ------
    ValueError
        If the split is unknown or the parts differ in length.

    Examples
    --------
    >>> gray = np.zeros((2, 8, 8, 1), dtype=np.uint8)
    >>> data = ImageData("squares", "train", gray, np.array([0, 1]), ("black", "white"))
    >>> len(data), data.take([1]).labels
    (2, array([1]))
    """

    name: str
    split: str
    images: Arrays
    labels: Arrays
    class_names: tuple[str, ...]
    boxes: tuple[NDArray[np.float64], ...] | None = None
    masks: NDArray[np.uint8] | None = None
    instances: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        one_of("split", self.split, SPLITS)
        for part in ("labels", "boxes", "masks", "instances"):
            value = getattr(self, part)
            if value is not None and len(value) != len(self.images):
                raise ValueError(f"{part} must hold one entry per image ({len(self.images)}), got {len(value)}")

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        shape = self.images.shape[1:] if isinstance(self.images, np.ndarray) else "of different sizes"
        return f"ImageData({self.name!r}, {self.split!r}: {len(self)} images {shape}, {len(self.class_names)} classes)"

    def take(self, indices: Sequence[int] | NDArray[Any] | slice) -> "ImageData":
        """Return the pictures at `indices`, with their labels, boxes and masks.

        Parameters
        ----------
        indices : sequence of int, ndarray of int or bool, or slice
            As NumPy indexes the first axis.

        Returns
        -------
        ImageData
            The same data set and split with only these pictures, in this order.

        Raises
        ------
        IndexError
            If an index is out of range.
        """
        positions: Any = indices if isinstance(indices, slice) else np.asarray(indices, dtype=_kind(indices))
        chosen = np.arange(len(self))[positions]

        def pick(part: Any) -> Any:
            if part is None:
                return None
            return tuple(part[i] for i in chosen) if isinstance(part, tuple) else part[chosen]

        parts = ("images", "labels", "boxes", "masks", "instances")
        return replace(self, **{part: pick(getattr(self, part)) for part in parts})


def _kind(indices: Any) -> type:
    """Return the type to index with; an empty list would otherwise become an array of floats."""
    return bool if np.asarray(indices).dtype == bool else int
