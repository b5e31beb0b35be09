"""Detections and ground truths of many pictures: one array a picture, checked when they are put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.boxes._checks import box_list
from companion.boxes._ranking import label_list, score_list
from companion.check import array

Arrays = Sequence[Any]
"""One array a picture; after the checks a tuple of NumPy arrays."""


@dataclass(frozen=True, eq=False)
class Detections:
    """What a detector found, picture by picture.

    Parameters
    ----------
    boxes : sequence of array_like of shape (n_i, 4), float, pixels, xyxy
        One entry a picture; `[]` where nothing was found.
    scores : sequence of array_like of shape (n_i,), float
        The higher, the surer. In any order.
    labels : sequence of array_like of shape (n_i,), int
        Classes from 0; the background is none of them. Every number up to the largest label counts as a class, so
        that labels with few gaps are best.

    Raises
    ------
    TypeError
        If the entries are not numbers, or labels not whole ones.
    ValueError
        If the three differ in length, a shape does not fit, a box is not finite or inverted, a score is not finite, or
        a label is negative. The message names the picture: ``boxes[3]`` is that of the fourth.

    Examples
    --------
    Two pictures, the second without a detection:

    >>> Detections(boxes=[[[0, 0, 4, 4]], []], scores=[[0.9], []], labels=[[0], []])
    Detections(1 in 2 pictures)
    """

    boxes: Arrays
    scores: Arrays
    labels: Arrays

    def __post_init__(self) -> None:
        counts = _boxes_and_labels(self)
        _keep(self, "scores", counts, _score)

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Detections({sum(map(len, self.labels)):,} in {len(self):,} pictures)"


@dataclass(frozen=True, eq=False)
class GroundTruth:
    """What stands in the pictures, by the annotators.

    Parameters
    ----------
    boxes : sequence of array_like of shape (m_i, 4), float, pixels, xyxy
        One entry a picture; `[]` where nothing stands. Padding is to be cut off.
    labels : sequence of array_like of shape (m_i,), int
        Classes from 0.
    crowd : sequence of array_like of shape (m_i,), bool or 0 and 1, optional
        COCO's `iscrowd`: one box around many objects. Whatever is found inside neither counts for nor against.
    areas : sequence of array_like of shape (m_i,), float, square pixels, optional
        COCO's `area`, that of the object's mask, by which it is small, medium or large. Otherwise that of the box.
    difficult : sequence of array_like of shape (m_i,), bool or 0 and 1, optional
        VOC's `difficult`: to find it neither counts for nor against.

    Raises
    ------
    TypeError, ValueError
        As for `Detections`; also if an area is negative or not finite, or `crowd` or `difficult` are no booleans.

    Examples
    --------
    >>> GroundTruth(boxes=[[[0, 0, 4, 4]], []], labels=[[0], []])
    GroundTruth(1 in 2 pictures)
    """

    boxes: Arrays
    labels: Arrays
    crowd: Arrays | None = None
    areas: Arrays | None = None
    difficult: Arrays | None = None

    def __post_init__(self) -> None:
        counts = _boxes_and_labels(self)
        for name, check in (("crowd", _flag), ("areas", _area), ("difficult", _flag)):
            if getattr(self, name) is not None:
                _keep(self, name, counts, check)

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"GroundTruth({sum(map(len, self.labels)):,} in {len(self):,} pictures)"


Check = Callable[[str, NDArray[Any]], NDArray[Any]]


def _boxes_and_labels(owner: Detections | GroundTruth) -> list[int]:
    """Put checked boxes and labels into `owner`; return how many there are in each picture."""
    boxes = tuple(box_list(f"boxes[{picture}]", rows) for picture, rows in enumerate(owner.boxes))
    object.__setattr__(owner, "boxes", boxes)
    counts = list(map(len, boxes))
    _keep(owner, "labels", counts, _label)
    return counts


def _keep(owner: Detections | GroundTruth, name: str, counts: list[int], check: Check) -> None:
    """Put one checked array a picture into the field `name` of `owner`."""
    values = getattr(owner, name)
    if len(values) != len(counts):
        raise ValueError(f"{name} must hold one entry per picture, as boxes do ({len(counts)}), got {len(values)}")
    kept = []
    for picture, (entry, count) in enumerate(zip(values, counts, strict=True)):
        title = f"{name}[{picture}]"
        kept.append(check(title, array(title, entry, shape=(count,))))
    object.__setattr__(owner, name, tuple(kept))


def _score(name: str, values: NDArray[Any]) -> NDArray[np.float64]:
    return score_list(name, values, len(values)).astype(np.float64, copy=False)


def _area(name: str, values: NDArray[Any]) -> NDArray[np.float64]:
    if not (np.isfinite(values) & (values >= 0)).all():
        raise ValueError(f"{name} must be finite and at least 0, got {values.tolist()}")
    return values.astype(np.float64, copy=False)


def _label(name: str, values: NDArray[Any]) -> NDArray[np.int64]:
    labels = label_list(name, values, len(values))
    if labels.min(initial=0) < 0:
        raise ValueError(f"{name} must be at least 0 (cut padding off), got {labels.min()}")
    return labels


def _flag(name: str, values: NDArray[Any]) -> NDArray[np.bool_]:
    if not np.isin(values, (0, 1)).all():
        raise TypeError(f"{name} must hold booleans, or 0 and 1, got {values.tolist()}")
    return values.astype(bool)
