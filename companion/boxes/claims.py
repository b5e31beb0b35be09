"""Which detection gets which ground truth, in all pictures and classes at once, by the rules of VOC and of COCO."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from companion.boxes.candidates import FlatDetections, FlatTruths, Pairs, flat_areas

ROUNDING = 1e-10
"""How far below 1 the highest threshold is taken, as in COCO's code: a perfect overlap may come out a hair smaller."""


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What became of the detections within one range of area.

    Parameters
    ----------
    hits, counted : ndarray of shape (T, D), bool
        By threshold of IoU: true positives; all that count. What counts and is no hit is a false positive, what does
        not count is ignored.
    required : ndarray of shape (G,), bool
        Ground truths that are to be found; the others are ignored.
    """

    hits: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    required: NDArray[np.bool_]


def judge(
    found: FlatDetections,
    truths: FlatTruths,
    pairs: Pairs,
    *,
    iou_thresholds: tuple[float, ...],
    area: tuple[float, float],
    second_choice: bool,
) -> Verdicts:
    """Return the verdict on every detection.

    Parameters
    ----------
    found, truths : FlatDetections of length D, FlatTruths of length G
    pairs : Pairs
        From `candidate_pairs`, sorted by detection.
    iou_thresholds : tuple of T floats
    area : tuple of float
        Smallest and largest area, square pixels. Ground truths outside are ignored, and so are detections outside that
        have no ground truth.
    second_choice : bool
        COCO's rule: a detection claims the best free ground truth, an ignored one only where no other is left, and only
        crowds have room for several. Otherwise VOC's: one claim each, and every ignored one has room for several.

    Returns
    -------
    Verdicts
    """
    low, high = area
    ignored = truths.ignored | (truths.areas < low) | (truths.areas > high)
    sizes = flat_areas(found.boxes)
    outside = (sizes < low) | (sizes > high)
    ranked = _by_preference(pairs, ignored if second_choice else np.zeros_like(ignored), last_of_equals=second_choice)
    hits = np.zeros((len(iou_thresholds), len(sizes)), dtype=bool)
    counted = np.tile(~outside, (len(iou_thresholds), 1))
    for row, threshold in enumerate(iou_thresholds):
        enough = ranked.overlap >= min(threshold, 1 - ROUNDING)
        detection, truth = settle_claims(
            ranked.detection[enough],
            ranked.truth[enough],
            roomy=truths.crowd if second_choice else ignored,
            second_choice=second_choice,
        )
        hits[row, detection] = counted[row, detection] = ~ignored[truth]
    return Verdicts(hits, counted, ~ignored)


def settle_claims(
    detection: NDArray[np.int64], truth: NDArray[np.int64], *, roomy: NDArray[np.bool_], second_choice: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return who gets what when detections claim ground truths in their turn.

    Parameters
    ----------
    detection, truth : ndarray of shape (E,), int64
        Pairs, sorted by detection, and for each detection with the ground truth that it likes best first. Lower numbers
        have the earlier turn.
    roomy : ndarray of shape (G,), bool
        Ground truths that any number of detections may have.
    second_choice : bool
        Whether a detection that finds a ground truth taken may claim its next one.

    Returns
    -------
    detection, truth : ndarray of shape (C,), int64
        Pairs, rising in `detection`.

    Notes
    -----
    Taking turns is one loop over all detections. It is not needed: let every detection claim its favourite, let every
    ground truth keep the claimant with the earliest turn, let those who were refused claim their next one, and repeat
    until nobody is refused. What a ground truth keeps only ever becomes earlier, so that a claim once refused would be
    refused at its turn too, and the result is the same. (This is the deferred acceptance of Gale and Shapley, where
    all ground truths rank the detections alike.) A round costs some passes over the detections that are still in, and
    there are about as many rounds as ground truths that stand close together.

    References
    ----------
    Gale, Shapley 1962, College admissions and the stability of marriage, American Mathematical Monthly 69.

    Examples
    --------
    Both like ground truth 0 best; detection 0 has the earlier turn, detection 1 takes its next choice:

    >>> settle_claims(
    ...     np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), roomy=np.array([False, False]), second_choice=True
    ... )
    (array([0, 1]), array([0, 1]))
    """
    place = np.flatnonzero(np.diff(detection, prepend=-1))
    stop = np.append(place[1:], len(detection))[: len(place)]
    keeper = np.empty(len(roomy), dtype=np.int64)
    while True:
        claimants, wanted = detection[place], truth[place]
        keeper[wanted[::-1]] = claimants[::-1]  # of several assignments the last one stays: the earliest turn
        refused = (keeper[wanted] != claimants) & ~roomy[wanted]
        if not refused.any():
            return claimants, wanted
        place = place + refused
        remain = place < stop if second_choice else ~refused
        place, stop = place[remain], stop[remain]


def _by_preference(pairs: Pairs, last: NDArray[np.bool_], *, last_of_equals: bool) -> Pairs:
    """Return the pairs sorted by detection, then what stands not in `last`, then overlap."""
    ties = -pairs.truth if last_of_equals else pairs.truth
    order = np.lexsort((ties, -pairs.overlap, last[pairs.truth], pairs.detection))
    return Pairs(pairs.detection[order], pairs.truth[order], pairs.overlap[order])
