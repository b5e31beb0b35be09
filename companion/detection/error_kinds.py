"""What is wrong with each detection: a double, a wrong place, a wrong class, or nothing there at all."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes import box_iou, match_detections
from companion.check import array, real

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
        If a shape does not fit, a box is inverted or not finite, or the threshold lies outside its range.

    Notes
    -----
    The kinds and their order (the first that fits) follow TIDE, which matches as COCO does, this as VOC does. Objects
    that nobody finds are not listed here.

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
    overlap = box_iou(boxes, true_boxes)
    classes = array("labels", labels, shape=(len(overlap),))
    true_classes = array("true_labels", true_labels, shape=(overlap.shape[1],))
    if not real("iou_threshold", iou_threshold, maximum=1) > _TOUCH:
        raise ValueError(f"iou_threshold must be above {_TOUCH}, got {iou_threshold}")
    same = classes[:, None] == true_classes
    own, other = (np.where(mask, overlap, 0.0).max(axis=1, initial=0.0) for mask in (same, ~same))
    tests = [
        _right(boxes, scores, classes, true_boxes, true_classes, iou_threshold=iou_threshold),
        other >= iou_threshold,
        (own >= _TOUCH) & (own < iou_threshold),
        own >= iou_threshold,
        other >= _TOUCH,
    ]
    return np.select(tests, KINDS[:-1], KINDS[-1])


def _right(
    boxes: ArrayLike,
    scores: ArrayLike,
    labels: NDArray[np.int64],
    true_boxes: ArrayLike,
    true_labels: NDArray[np.int64],
    *,
    iou_threshold: float,
) -> NDArray[np.bool_]:
    """Return which detections are true positives, class by class."""
    found, truths = np.asarray(boxes), np.asarray(true_boxes)
    ranked = array("scores", scores, shape=(len(found),))
    right = np.zeros(len(found), dtype=bool)
    for label in np.unique(labels):
        mine = labels == label
        there = truths[true_labels == label]
        right[mine] = match_detections(found[mine], ranked[mine], there, iou_threshold=iou_threshold)
    return right
