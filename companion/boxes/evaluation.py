"""Detections of many pictures and classes against the ground truths: average precision by the rules of VOC and COCO."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from companion.boxes.candidates import FlatDetections, FlatTruths, candidate_pairs, flatten_detections, flatten_truths
from companion.boxes.claims import ROUNDING, judge
from companion.boxes.class_curves import RankedVerdicts, rank_verdicts
from companion.boxes.detections import Detections, GroundTruth
from companion.boxes.evaluation_result import SHOWN, Evaluation, mean_of_known
from companion.boxes.protocols import COCO, Protocol


def evaluate_detections(
    detections: Detections,
    truths: GroundTruth,
    *,
    protocol: Protocol = COCO,
    class_names: Sequence[str] | None = None,
) -> Evaluation:
    """Judge the detections of many pictures by the rules of a benchmark.

    Parameters
    ----------
    detections : Detections
        Of N pictures.
    truths : GroundTruth
        Of the same pictures, in the same order.
    protocol : Protocol
        The rules: `COCO`, `VOC2010`, `VOC2007`, or a row of your own.
    class_names : sequence of str, optional
        Name of class 0, 1, ...; otherwise classes are called by their number, up to the largest label.

    Returns
    -------
    Evaluation
        Average precision by class and threshold, the summary, and the curves.

    Raises
    ------
    TypeError, ValueError
        If an argument is of another type, the numbers of pictures differ, or a label is beyond the last name.

    Notes
    -----
    The numbers are those of pycocotools 2.0.11 to rounding, with one difference: what cannot be computed, because a
    class or an area has no ground truth, is nan here and -1 there. Means skip it in both, so that detections of a class
    that stands in no picture cost nothing. Ground truths that are ``difficult`` are ignored under COCO's rule too, as
    if they lay outside the area; pycocotools knows no such thing. Under VOC's rule crowds are like difficult ones.
    VOC's own code counts pixels at both ends (a width is x2 - x1 + 1): add ``[0, 0, 1, 1]`` to all boxes for that.

    Laws: all numbers lie in [0, 1] or are nan; the order of the pictures matters to equal scores only; a strictly
    rising function of the scores changes nothing.

    References
    ----------
    Everingham, Van Gool, Williams, Winn, Zisserman 2010, The Pascal visual object classes (VOC) challenge, section 4.2.
    Lin et al. 2014, Microsoft COCO: common objects in context; https://cocodataset.org/#detection-eval.

    Examples
    --------
    Two pictures, two classes. The cat is found at an IoU of 0.8, the second dog is missed:

    >>> from companion.boxes import VOC2010
    >>> truths = GroundTruth([[[0, 0, 10, 10]], [[0, 0, 10, 10], [20, 0, 30, 10]]], [[0], [1, 1]])
    >>> detections = Detections([[[0, 0, 10, 8]], [[0, 0, 10, 10]]], [[0.9], [0.8]], [[0], [1]])
    >>> evaluate_detections(detections, truths, protocol=VOC2010, class_names=["cat", "dog"])
    VOC 2010: AP 0.750, AR 0.750
    class  ground truths  detections     AP
    cat                1           1  1.000
    dog                2           1  0.500
    mean                              0.750

    By COCO's ten thresholds the cat is right at seven of them:

    >>> evaluation = evaluate_detections(detections, truths, class_names=["cat", "dog"])
    >>> evaluation.per_class[:, 0].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    """
    for name, value, kind in (
        ("detections", detections, Detections),
        ("truths", truths, GroundTruth),
        ("protocol", protocol, Protocol),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be of type {kind.__name__}, got {type(value).__name__}")
    names = _checked_names(detections, truths, class_names)
    most = protocol.max_detections[-1] if protocol.max_detections else None
    found = flatten_detections(detections, num_classes=len(names), most=most)
    there = flatten_truths(truths, num_classes=len(names))
    kept: list[RankedVerdicts] = []
    precisions, recalls = [], []
    for ranked in _by_area(found, there, protocol, num_classes=len(names)):
        kept = kept or [ranked]  # the first one; the others are not needed again
        precisions.append(ranked.average_precisions(protocol.points))
        recalls.append([ranked.recalls(limit) for limit in protocol.max_detections or (np.inf,)])
    return Evaluation(protocol, names, precisions[0], _summary(protocol, precisions, recalls), kept[0])


def _by_area(
    found: FlatDetections, truths: FlatTruths, protocol: Protocol, *, num_classes: int
) -> Iterator[RankedVerdicts]:
    """Yield the verdicts within each range of area of the protocol."""
    second_choice = protocol.rule == "coco"
    over_detection = truths.crowd & second_choice
    lowest = min(protocol.iou_thresholds)
    pairs = candidate_pairs(found, truths, lowest=lowest - ROUNDING, over_detection=over_detection)
    order = np.lexsort((-found.scores, found.labels))
    for _, low, high in protocol.areas:
        verdicts = judge(
            found, truths, pairs, iou_thresholds=protocol.iou_thresholds, area=(low, high), second_choice=second_choice
        )
        positives = np.bincount(truths.labels[verdicts.required], minlength=num_classes)
        yield rank_verdicts(found, verdicts, order=order, positives=positives)


def _summary(
    protocol: Protocol, precisions: list[NDArray[np.float64]], recalls: list[list[NDArray[np.float64]]]
) -> dict[str, float]:
    """Return means over thresholds and classes under COCO's names.

    `precisions` holds an array (T, K) for each area, `recalls` one for each area and each limit of detections.
    """
    thresholds = list(protocol.iou_thresholds)
    single = [name for name, threshold in SHOWN.items() if threshold in thresholds and len(thresholds) > 1]
    named = list(enumerate(name for name, _, _ in protocol.areas))[1:]
    means = {"AP": precisions[0]}
    means |= {name: precisions[0][thresholds.index(SHOWN[name])] for name in single}
    means |= {f"AP{name}": precisions[area] for area, name in named}
    limits = [str(limit) for limit in protocol.max_detections] or [""]
    means |= {f"AR{limit}": recall for limit, recall in zip(limits, recalls[0], strict=True)}
    means |= {f"AR{name}": recalls[area][-1] for area, name in named}
    return {name: mean_of_known(values) for name, values in means.items()}


def _checked_names(detections: Detections, truths: GroundTruth, class_names: Sequence[str] | None) -> tuple[str, ...]:
    """Return a name for every class, if the pictures are as many and every label has one."""
    if len(detections) != len(truths):
        raise ValueError(f"detections must be of the pictures of truths ({len(truths)}), got {len(detections)}")
    tops = [int(labels.max()) for labels in (*detections.labels, *truths.labels) if len(labels)]
    top = max(tops, default=-1)
    if class_names is None:
        return tuple(map(str, range(top + 1)))
    if top >= len(class_names):
        raise ValueError(f"labels must be below the number of class_names ({len(class_names)}), got {top}")
    return tuple(map(str, class_names))
