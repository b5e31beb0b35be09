"""All detections and ground truths as flat lists, and the pairs of them that overlap enough to be a match.

A *group* is one class in one picture: only within it may a detection be matched with a ground truth. Everything here
works on all groups at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.boxes.detections import Arrays, Detections, GroundTruth

CHUNK = 1 << 17
"""Pairs that are compared in one go: small enough that what lies between stays in the cache."""


@dataclass(frozen=True, eq=False)
class FlatDetections:
    """The best detections of every group: sorted by picture, then class, then score, best first.

    Parameters
    ----------
    boxes : ndarray of shape (D, 4), float64
    scores : ndarray of shape (D,), float64
    labels, groups, ranks : ndarray of shape (D,), int64
        Class; number of the group, rising; place within the group, 0 for the best.
    """

    boxes: NDArray[np.float64]
    scores: NDArray[np.float64]
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]
    ranks: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FlatTruths:
    """Ground truths sorted by picture, then class.

    Parameters
    ----------
    boxes : ndarray of shape (G, 4), float64
    labels, groups : ndarray of shape (G,), int64
    crowd, ignored : ndarray of shape (G,), bool
        `ignored` says what counts in no area: crowds and difficult ones.
    areas : ndarray of shape (G,), float64
    """

    boxes: NDArray[np.float64]
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]
    crowd: NDArray[np.bool_]
    ignored: NDArray[np.bool_]
    areas: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Detection and ground truth of the same group, as places in the flat lists, and their overlap; E of them."""

    detection: NDArray[np.int64]
    truth: NDArray[np.int64]
    overlap: NDArray[np.float64]


def flatten_detections(detections: Detections, *, num_classes: int, most: int | None) -> FlatDetections:
    """Return the best detections of every group.

    Parameters
    ----------
    detections : Detections
    num_classes : int
        K, more than any label.
    most : int or None
        How many of a group are kept; `None` keeps all.

    Returns
    -------
    FlatDetections
        Equal scores stand in the order in which they came.
    """
    labels, scores = _joined(detections.labels), _joined(detections.scores).astype(np.float64)
    groups = _pictures(detections.labels) * num_classes + labels
    order = np.lexsort((-scores, groups))
    groups = groups[order]
    ranks = np.arange(len(groups)) - np.searchsorted(groups, groups)
    if most is not None and len(ranks) and ranks.max() >= most:
        kept = ranks < most
        order, groups, ranks = order[kept], groups[kept], ranks[kept]
    return FlatDetections(_joined_boxes(detections.boxes)[order], scores[order], labels[order], groups, ranks)


def flatten_truths(truths: GroundTruth, *, num_classes: int) -> FlatTruths:
    """Return all ground truths.

    Parameters
    ----------
    truths : GroundTruth
    num_classes : int
        K, more than any label.

    Returns
    -------
    FlatTruths
        Those of one group stand in the order in which they came.
    """
    labels, boxes = _joined(truths.labels), _joined_boxes(truths.boxes)
    groups = _pictures(truths.labels) * num_classes + labels
    order = np.argsort(groups, kind="stable")
    crowd = _joined(truths.crowd).astype(bool) if truths.crowd is not None else np.zeros(len(labels), dtype=bool)
    ignored = crowd | _joined(truths.difficult).astype(bool) if truths.difficult is not None else crowd
    areas = _joined(truths.areas).astype(np.float64) if truths.areas is not None else flat_areas(boxes)
    return FlatTruths(boxes[order], labels[order], groups[order], crowd[order], ignored[order], areas[order])


def candidate_pairs(
    found: FlatDetections, truths: FlatTruths, *, lowest: float, over_detection: NDArray[np.bool_]
) -> Pairs:
    """Return every pair within a group that overlaps enough.

    Parameters
    ----------
    found, truths : FlatDetections, FlatTruths
    lowest : float
        The smallest overlap that is kept.
    over_detection : ndarray of shape (G,), bool
        Ground truths whose overlap is the share of the detection that lies inside; that of the others is the IoU.

    Returns
    -------
    Pairs
        Sorted by detection.
    """
    parts = []
    for detection, truth in _pairs_within_groups(found.groups, truths.groups):
        overlap = _overlap(found.boxes[detection], truths.boxes[truth], over_detection[truth])
        enough = overlap >= lowest
        parts.append((detection[enough], truth[enough], overlap[enough]))
    detections, partners, overlaps = zip(*parts, strict=True)
    return Pairs(np.concatenate(detections), np.concatenate(partners), np.concatenate(overlaps))


def flat_areas(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return width times height of checked boxes (N, 4), shape (N,), square pixels."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _pairs_within_groups(
    first: NDArray[np.int64], second: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield, a chunk at a time and at least once, the places of all pairs of equal entries of two rising lists."""
    starts = np.searchsorted(second, first, side="left")
    counts = np.searchsorted(second, first, side="right") - starts
    before = np.cumsum(counts) - counts  # pairs of all earlier entries of `first`
    total = int(counts.sum())
    bounds = [0, *np.searchsorted(before, np.arange(CHUNK, total, CHUNK)).tolist(), len(first)]
    for low, high in zip(bounds[:-1], bounds[1:], strict=True):
        times = counts[low:high]
        left = np.repeat(np.arange(low, high), times)
        offsets = np.arange(len(left)) + (before[low] if len(left) else 0)
        yield left, offsets - np.repeat((before - starts)[low:high], times)


def _overlap(
    boxes: NDArray[np.float64], others: NDArray[np.float64], over_first: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the IoU row by row, where `over_first` the shared part of the first; 0 where there is nothing to share."""
    sides = np.minimum(boxes[:, 2:], others[:, 2:]) - np.maximum(boxes[:, :2], others[:, :2])
    shared = np.maximum(sides[:, 0], 0) * np.maximum(sides[:, 1], 0)
    own = flat_areas(boxes)
    union = np.where(over_first, own, own + flat_areas(others) - shared)
    overlap: NDArray[np.float64] = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return overlap


def _joined(values: Arrays) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, dtype=np.int64), *values])


def _joined_boxes(values: Arrays) -> NDArray[np.float64]:
    return np.concatenate([np.zeros((0, 4)), *values])


def _pictures(values: Arrays) -> NDArray[np.int64]:
    """Return the number of the picture of each entry."""
    return np.repeat(np.arange(len(values)), list(map(len, values)))
