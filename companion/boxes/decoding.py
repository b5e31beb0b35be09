"""From what a detector answers at every anchor of a picture to a short list of detections."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from companion import check
from companion.boxes import _checks
from companion.boxes.nms import batched_nms
from companion.boxes.offsets import SCALES, decode_offsets

_Array = NDArray[np.floating]


def decode_detections(
    class_probabilities: ArrayLike,
    offsets: ArrayLike,
    anchors: ArrayLike,
    *,
    score_threshold: float = 0.5,
    iou_threshold: float = 0.5,
    max_detections: int = 100,
) -> tuple[_Array, NDArray[np.int64], _Array]:
    """Return what a detector found in one picture.

    Parameters
    ----------
    class_probabilities : array_like of shape (A, 1 + num_classes), float
        Of each anchor; column 0 is background, column c + 1 is label c.
    offsets : array_like of shape (A, 4), float
        As :func:`~companion.boxes.encode_offsets` makes them, with the scales it has by default.
    anchors : array_like of shape (A, 4), float, pixels, xyxy
    score_threshold : float
        An anchor counts if its probability is above this.
    iou_threshold : float
        Of two boxes with one label and an IoU above this, only the better stays.
    max_detections : int
        The most detections; the best ones stay.

    Returns
    -------
    boxes : ndarray of shape (K, 4), float, pixels, xyxy
        Best first, not clipped to the picture.
    labels : ndarray of shape (K,), int64
        0 is the first class that is not background.
    scores : ndarray of shape (K,), float
        Probability of that label.

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, a number is not finite, or an option is out of bounds.

    Notes
    -----
    The order matters: threshold first, then the boxes are decoded, then suppression among boxes of one label, then the
    best `max_detections`. An anchor gives at most one detection, of its most probable class, and none where that is
    background or background is as probable: 0.4 background, 0.3 cat, 0.3 dog is background, 0.3 background, 0.4 cat,
    0.3 dog is a cat.

    The code of *Dive into Deep Learning* leaves background out of the comparison, and suppresses boxes of all classes
    together before it looks at the threshold. SSD and torchvision take every class above the threshold, so that an
    anchor may give several detections, also where background wins; that raises recall at low thresholds.

    References
    ----------
    Liu et al. 2016, section 3.1.

    Examples
    --------
    >>> anchors = [[0, 0, 10, 10], [1, 0, 11, 10], [1, 0, 11, 10], [50, 50, 60, 60]]
    >>> probabilities = [[0.1, 0.9, 0], [0.2, 0.8, 0], [0.3, 0, 0.7], [0.6, 0.4, 0]]
    >>> boxes, labels, scores = decode_detections(probabilities, np.zeros((4, 4)), anchors, score_threshold=0.3)
    >>> labels.tolist(), scores.tolist()
    ([0, 1], [0.9, 0.7])
    """
    places, moves = _checks.box_list("anchors", anchors), _checks.finite_rows("offsets", offsets)
    check.array("offsets", moves, shape=places.shape)
    probabilities = _probabilities(class_probabilities, len(places))
    check.real("score_threshold", score_threshold, minimum=0, maximum=1)
    check.integer("max_detections", max_detections, minimum=1)
    winner = probabilities.argmax(axis=1)  # background, column 0, wins a tie
    scores = probabilities[np.arange(len(winner)), winner]
    kept = np.flatnonzero((winner > 0) & (scores > score_threshold))
    boxes, labels, scores = decode_offsets(places[kept], moves[kept], scales=SCALES), winner[kept] - 1, scores[kept]
    best = batched_nms(boxes, scores, labels, iou_threshold=iou_threshold)[:max_detections]
    return boxes[best], labels[best], scores[best]


def _probabilities(class_probabilities: ArrayLike, count: int) -> _Array:
    rows = check.array("class_probabilities", class_probabilities, shape=(count, "1 + num_classes"))
    if not rows.shape[1]:
        raise ValueError("class_probabilities must have a column for the background, got no column")
    rows = rows if rows.dtype == np.float32 else rows.astype(np.float64, copy=False)
    if not ((rows >= 0) & (rows <= 1)).all():  # a nan is neither
        raise ValueError("class_probabilities must lie from 0 to 1; if these are logits, take their softmax first")
    return rows
