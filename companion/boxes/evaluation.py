"""Detections of many pictures and classes against the ground truths: average precision by the rules of VOC and COCO."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from companion.boxes.detections import Detections, GroundTruth
from companion.boxes.protocols import COCO, Protocol


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What `evaluate_detections` found out.

    Parameters
    ----------
    protocol : Protocol
        The rules.
    class_names : tuple of str
        Name of class 0, 1, ...
    per_class : ndarray of shape (T, K)
        Average precision by threshold of IoU and class, over all areas; nan where a class has no ground truth.
    summary : dict of str to float
        Under COCO's names: "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl".
        With VOC's protocols "AP" and "AR". Means skip nan, and are nan where there is nothing else.
    """

    protocol: Protocol
    class_names: tuple[str, ...]
    per_class: NDArray[np.float64]
    summary: dict[str, float]
    _curves: dict[str, NDArray[np.float64]] = field(repr=False)

    @property
    def mean_average_precision(self) -> float:
        """Mean over thresholds and classes, of those that have a ground truth."""
        raise NotImplementedError

    def curve(
        self, label: int, iou_threshold: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return precision, recall and score of the best 1, 2, ... detections of one class."""
        raise NotImplementedError


def evaluate_detections(
    detections: Detections,
    truths: GroundTruth,
    *,
    protocol: Protocol = COCO,
    class_names: Sequence[str] | None = None,
) -> Evaluation:
    """Judge the detections of many pictures by a protocol."""
    raise NotImplementedError
