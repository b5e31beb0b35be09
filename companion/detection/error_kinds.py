"""What is wrong with each detection, and what the list would be without one kind of error."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes import box_iou, match_detections
from companion.boxes._checks import box_list
from companion.boxes._ranking import label_list, score_list
from companion.check import one_of, real

KINDS = ("right", "wrong class", "wrong place", "double", "wrong class and place", "background")
"""What `error_kinds` says."""

_TOUCH = 0.1  # IoU from which on a detection is about an object at all


def error_kinds(
    boxes: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    true_boxes: ArrayLike,
    true_labels: ArrayLike,
    *,
    iou_threshold: float = 0.5,
) -> NDArray[np.str_]:
    """Return the kind of each detection of one picture.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
        Detections of all classes.
    scores : array_like of shape (N,), float
        One each.
    labels : array_like of shape (N,), int
        Their classes.
    true_boxes : array_like of shape (M, 4), float, pixels, xyxy
        Ground truths of all classes.
    true_labels : array_like of shape (M,), int
        Their classes.
    iou_threshold : float
        From which on a detection lies on an object, above 0.1 and up to 1.

    Returns
    -------
    ndarray of shape (N,), str
        In the order of `boxes`, one of `KINDS`:

        - "right": a true positive, as `companion.boxes.match_detections` says, class by class;
        - "wrong class": lies on an object of another class;
        - "wrong place": is near an object of its class, IoU at least 0.1 but below the threshold;
        - "double": lies on an object of its class that a better detection has claimed;
        - "wrong class and place": is near an object of another class;
        - "background": is near nothing.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a box is inverted or not finite, a score is not finite, a label is no whole number, or
        the threshold lies outside its range.

    Notes
    -----
    The kinds are TIDE's and so are the two thresholds. What differs: TIDE matches as COCO does, this as VOC does. Where
    a detection lies on an object of another class and is near one of its own, it counts as "wrong class" here, which
    stands first in the paper's list; TIDE's code asks for "wrong place" first. Objects that nobody finds (TIDE's
    "missed") are not listed here.

    References
    ----------
    Hoiem, Chodpathumwan, Dai 2012, Diagnosing error in object detectors, section 3.1.
    Bolya, Foley, Hays, Hoffman 2020, TIDE: a general toolbox for identifying object detection errors, section 2.2.

    Examples
    --------
    >>> guesses = [[0, 0, 4, 4], [0, 0, 4, 5], [2, 0, 6, 4], [9, 9, 11, 11]]
    >>> error_kinds(guesses, [0.9, 0.8, 0.7, 0.6], [0, 0, 0, 0], [[0, 0, 4, 4]], [0]).tolist()
    ['right', 'double', 'wrong place', 'background']
    """
    found, truths = box_list("boxes", boxes), box_list("true_boxes", true_boxes)
    ranking = score_list("scores", scores, len(found))
    classes = label_list("labels", labels, len(found))
    true_classes = label_list("true_labels", true_labels, len(truths))
    if not real("iou_threshold", iou_threshold, maximum=1) > _TOUCH:
        raise ValueError(f"iou_threshold must be above {_TOUCH}, got {iou_threshold}")
    overlap, same = box_iou(found, truths), classes[:, None] == true_classes  # (N, M)
    own, other = (np.where(mask, overlap, 0.0).max(axis=1, initial=0.0) for mask in (same, ~same))
    tests = [
        _right(found, ranking, classes, truths, true_classes, iou_threshold=iou_threshold),
        other >= iou_threshold,
        (own >= _TOUCH) & (own < iou_threshold),
        own >= iou_threshold,
        other >= _TOUCH,
    ]
    return np.select(tests, KINDS[:-1], KINDS[-1])


def without_errors(
    kind: str,
    detections: tuple[ArrayLike, ArrayLike, ArrayLike],
    truths: tuple[ArrayLike, ArrayLike],
    *,
    iou_threshold: float = 0.5,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return the detections of one picture with one kind of error put right.

    A "wrong place" gets the box of its object, and a "wrong class" the class and the box, if nobody has found that
    object yet; of several the best one. The others of this kind, and all errors of the other kinds, are taken away.

    Parameters
    ----------
    kind : str
        One of `KINDS` but "right".
    detections : tuple of array_like
        Boxes (N, 4), scores (N,) and labels (N,).
    truths : tuple of array_like
        Boxes (M, 4) and labels (M,).
    iou_threshold : float
        As in :func:`error_kinds`.

    Returns
    -------
    tuple of ndarray
        Boxes, scores and labels of those that are left, in their order.

    Raises
    ------
    TypeError, ValueError
        As :func:`error_kinds`, or if the kind is none of them.

    References
    ----------
    Bolya et al. 2020, section 2.3 (oracles).

    Examples
    --------
    >>> boxes, scores, labels = without_errors("wrong place", ([[2, 0, 6, 4]], [0.7], [0]), ([[0, 0, 4, 4]], [0]))
    >>> boxes.tolist()
    [[0.0, 0.0, 4.0, 4.0]]
    """
    one_of("kind", kind, KINDS[1:])
    kinds = error_kinds(*detections, *truths, iou_threshold=iou_threshold)
    boxes, scores = np.array(detections[0], np.float64).reshape(-1, 4), np.array(detections[1], np.float64)
    labels, true_labels = (np.array(part, np.int64) for part in (detections[2], truths[1]))
    true_boxes = np.asarray(truths[0], np.float64).reshape(-1, 4)
    keep = kinds != kind
    if kind in ("wrong place", "wrong class"):
        overlap, same = box_iou(boxes, true_boxes), labels[:, None] == true_labels
        rows, objects = _mendable(kind, kinds, scores, np.where(same, overlap, -1.0), np.where(same, -1.0, overlap))
        boxes[rows], labels[rows], keep[rows] = true_boxes[objects], true_labels[objects], True
    return boxes[keep], scores[keep], labels[keep]


def _mendable(
    kind: str,
    kinds: NDArray[np.str_],
    scores: NDArray[np.float64],
    own: NDArray[np.float64],
    other: NDArray[np.float64],
) -> tuple[list[int], list[int]]:
    """Return the best wrong detection of each object that none found, and that object, by the overlaps (N, M)."""
    wanted = own if kind == "wrong place" else other
    found = {int(own[row].argmax()) for row in np.flatnonzero(kinds == "right")}
    best: dict[int, int] = {}
    for row in np.argsort(-scores, kind="stable").tolist():
        if kinds[row] == kind and int(wanted[row].argmax()) not in found:
            best.setdefault(int(wanted[row].argmax()), row)
    return list(best.values()), list(best)


def _right(
    boxes: NDArray[Any],
    scores: NDArray[Any],
    labels: NDArray[np.int64],
    true_boxes: NDArray[Any],
    true_labels: NDArray[np.int64],
    *,
    iou_threshold: float,
) -> NDArray[np.bool_]:
    """Return which detections are true positives, class by class."""
    right = np.zeros(len(boxes), dtype=bool)
    for label in np.unique(labels):
        mine = labels == label
        there = true_boxes[true_labels == label]
        right[mine] = match_detections(boxes[mine], scores[mine], there, iou_threshold=iou_threshold)
    return right
