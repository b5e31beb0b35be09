"""Average precision of the detections of one class: who is right, the curve, one number.

At a size to follow with a pencil; `companion.boxes.evaluation` does it for many pictures and classes at once.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion.boxes._ranking import best_first, score_list
from companion.boxes.envelope import mean_height
from companion.boxes.iou import box_iou
from companion.check import array, integer, one_of, real


def match_detections(
    boxes: ArrayLike, scores: ArrayLike, true_boxes: ArrayLike, *, iou_threshold: float = 0.5
) -> NDArray[np.bool_]:
    """Return which detections of one picture and one class are right, by the rule of Pascal VOC.

    Detections take their turn, best score first, equal scores in their order. Each claims the ground truth that it
    overlaps most. It is right if that overlap reaches the threshold and nobody has claimed this ground truth before;
    it is not given a second choice.

    Parameters
    ----------
    boxes : array_like of shape (N, 4), float, pixels, xyxy
        Detections.
    scores : array_like of shape (N,), float
        One each.
    true_boxes : array_like of shape (M, 4), float, pixels, xyxy
        Ground truths; the first of equally good ones is claimed.
    iou_threshold : float
        In (0, 1]; ``IoU >= iou_threshold`` is enough.

    Returns
    -------
    ndarray of shape (N,), bool
        True positives, in the order of `boxes`. The others are false positives.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a box is inverted or not finite, a score is not finite, or the threshold lies outside
        (0, 1].

    Notes
    -----
    Law: at most M detections are right. The paper asks for more than the threshold; the code of VOC and COCO, and ours,
    for at least the threshold. VOC's code counts pixels at both ends; ours does so for ``boxes + [0, 0, 1, 1]``.
    COCO's rule differs: see `companion.boxes.protocols.Protocol`.

    References
    ----------
    Everingham, Van Gool, Williams, Winn, Zisserman 2010, The Pascal visual object classes (VOC) challenge,
    section 4.2.

    Examples
    --------
    The second detection claims what the first one has:

    >>> match_detections([[0, 0, 4, 4], [0, 0, 4, 5], [9, 9, 11, 11]], [0.9, 0.8, 0.7], [[0, 0, 4, 4]])
    array([ True, False, False])
    """
    overlap = box_iou(boxes, true_boxes)
    ranks = best_first(score_list("scores", scores, len(overlap)))
    if not real("iou_threshold", iou_threshold, maximum=1) > 0:
        raise ValueError(f"iou_threshold must be above 0, got {iou_threshold}")
    hits = np.zeros(len(overlap), dtype=bool)
    claimed = np.zeros(overlap.shape[1], dtype=bool)
    for detection in ranks if claimed.size else ():
        truth = overlap[detection].argmax()
        if overlap[detection, truth] >= iou_threshold:
            hits[detection] = not claimed[truth]
            claimed[truth] = True
    return hits


def precision_recall_curve(
    scores: ArrayLike, hits: ArrayLike, positives: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return precision and recall of the best 1, 2, ..., N detections.

    Parameters
    ----------
    scores : array_like of shape (N,), float
        Of all detections of a class, over all pictures.
    hits : array_like of shape (N,), bool
        Which of them are true positives.
    positives : int
        Ground truths of the class, found or missed; at least 1.

    Returns
    -------
    precision : ndarray of shape (N,)
        Entry i: share of the best i + 1 detections that are right.
    recall : ndarray of shape (N,)
        Entry i: share of the ground truths that they find. Never falls; ends below 1 where objects are missed.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, `hits` are not booleans, a score is not finite, or more are hits than there are
        positives.

    Notes
    -----
    Not the curve of a classifier (`companion.training.metrics.precision_recall_curve`,
    `sklearn.metrics.precision_recall_curve`). Those know all positives from the samples, so that recall ends at 1,
    give one point to all equal scores, begin at the lowest threshold and close with the pair (1, 0). Here every
    detection makes a point, equal scores in their order, as in the code of VOC and COCO. Where all scores differ and
    all is found, reversing these arrays and appending (1, 0) gives theirs.

    Examples
    --------
    Three detections for two objects; the second is wrong:

    >>> precision, recall = precision_recall_curve([0.9, 0.8, 0.7], [True, False, True], positives=2)
    >>> precision.round(3).tolist(), recall.tolist()
    ([1.0, 0.5, 0.667], [0.5, 0.5, 1.0])
    """
    right = array("hits", hits, shape=("N",))
    if right.dtype != bool and right.size:
        raise TypeError(f"hits must be booleans, got dtype {right.dtype}")
    order = best_first(score_list("scores", scores, len(right)))
    positives = integer("positives", positives, minimum=1)
    found = np.cumsum(right[order].astype(np.int64))
    if found.size and found[-1] > positives:
        raise ValueError(f"hits must hold at most one hit per positive ({positives}), got {found[-1]}")
    return found / np.arange(1, len(found) + 1), found / positives


def average_precision(precision: ArrayLike, recall: ArrayLike, *, points: int | None = None) -> float:
    """Return the average precision of a curve: how high it lies, over all of recall.

    First the zigzag is filled up: the envelope at a recall r is the highest precision at any recall of at least r, and
    0 beyond the last one. Then its area is taken, or the mean of its heights at equally spaced points.

    Parameters
    ----------
    precision, recall : array_like of shape (N,)
        As `precision_recall_curve` returns them; recall never falls.
    points : int or None
        `None`: the area under the envelope (VOC from 2010 on). 11: the mean at recall 0, 0.1, ..., 1 (VOC until 2009).
        101: at 0, 0.01, ..., 1 (COCO).

    Returns
    -------
    float
        From 0 to 1; 0 without detections.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, an entry lies outside [0, 1], recall falls, or `points` is none of the three.

    Notes
    -----
    Law: only the points of true positives count, because between them precision falls and recall stays. The 101
    points are those of COCO's code, ``linspace(0, 1, 101)``, where rounding puts ten of them, such as 0.35, a hair
    above the recall of the same name; the eleven are exact. `sklearn.metrics.average_precision_score` takes the area
    under the zigzag itself, without the envelope, and is never larger than ours with `None`.

    References
    ----------
    Everingham et al. 2010, section 4.2, equations 1 and 2; the area: Everingham, Winn 2010, The Pascal visual object
    classes challenge 2010 development kit, section 3.4.1. Lin et al. 2014; https://cocodataset.org/#detection-eval.

    Examples
    --------
    Precision 1 up to recall 1/2, then 2/3 up to 1:

    >>> precision, recall = [1, 1 / 2, 2 / 3], [1 / 2, 1 / 2, 1]
    >>> round(average_precision(precision, recall), 4)
    0.8333
    >>> round(average_precision(precision, recall, points=11), 4)
    0.8485
    """
    one_of("points", points, [None, 11, 101])
    heights = array("precision", precision, shape=("N",)).astype(np.float64)
    widths = array("recall", recall, shape=(len(heights),)).astype(np.float64)
    for name, values in (("precision", heights), ("recall", widths)):
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"{name} must lie from 0 to 1, got {values.min()} to {values.max()}")
    if (np.diff(widths) < 0).any():
        raise ValueError("recall must not fall: sort detections by score, best first")
    return mean_height(heights, widths, points)
