"""The rules by which detections are judged, one row a protocol: Pascal VOC 2007, Pascal VOC 2010, COCO."""

from dataclasses import dataclass

import numpy as np

from companion.check import array, integer, one_of, real

Area = tuple[str, float, float]
"""Name, smallest and largest area in square pixels; both ends belong to the range."""


@dataclass(frozen=True)
class Protocol:
    """How detections are matched with ground truths, and which numbers come of it.

    Parameters
    ----------
    name : str
        For titles.
    iou_thresholds : tuple of float
        A detection may claim a ground truth at ``IoU >= threshold``; every threshold gives one average precision.
    points : int or None
        How the curve becomes one number: `None`, 11 or 101, as for `average_precision`.
    rule : str
        "voc": a detection claims its best ground truth, and is a false positive where a better detection has it
        already. "coco": a detection claims its best ground truth among those that are still free.
    areas : tuple of (str, float, float)
        Ranges of area that are judged each by itself. The first is that of the averages per class.
    max_detections : tuple of int
        How many detections of a picture and class count, best first, rising; average precision uses the last. Without
        any all count.

    Raises
    ------
    TypeError, ValueError
        If there is no threshold or no area, a threshold lies outside (0, 1], `points` or `rule` is unknown, an area is
        empty, or `max_detections` do not rise.

    Notes
    -----
    COCO's thresholds are those of its own code, ``linspace(0.5, 0.95, 10)``, to the last bit.

    References
    ----------
    Everingham, Van Gool, Williams, Winn, Zisserman 2010, The Pascal visual object classes (VOC) challenge, section 4.2.
    Lin et al. 2014, Microsoft COCO: common objects in context; https://cocodataset.org/#detection-eval.

    Examples
    --------
    One threshold of VOC 2010, but stricter:

    >>> from dataclasses import replace
    >>> replace(VOC2010, name="VOC at 0.75", iou_thresholds=(0.75,)).points is None
    True
    """

    name: str
    iou_thresholds: tuple[float, ...]
    points: int | None
    rule: str
    areas: tuple[Area, ...] = (("all", 0.0, float("inf")),)
    max_detections: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        one_of("points", self.points, [None, 11, 101])
        one_of("rule", self.rule, ["voc", "coco"])
        for name in ("iou_thresholds", "max_detections"):  # lists and arrays become tuples
            object.__setattr__(self, name, tuple(array(name, getattr(self, name), shape=("n",)).tolist()))
        object.__setattr__(self, "areas", tuple(map(tuple, self.areas)))
        if not self.iou_thresholds or not self.areas:
            raise ValueError("iou_thresholds and areas must hold at least one entry each, got an empty one")
        for threshold in self.iou_thresholds:
            if not real("iou_thresholds", threshold, maximum=1) > 0:
                raise ValueError(f"iou_thresholds must be above 0, got {threshold}")
        for name, low, high in self.areas:
            if not low < high:
                raise ValueError(f"areas must be (name, low, high) with low < high, got {(name, low, high)}")
        limits = [integer("max_detections", limit, minimum=1) for limit in self.max_detections]
        if limits != sorted(set(limits)):
            raise ValueError(f"max_detections must rise, got {self.max_detections}")


VOC2007 = Protocol("VOC 2007", (0.5,), 11, "voc")
"""One threshold, eleven points of recall."""

VOC2010 = Protocol("VOC 2010", (0.5,), None, "voc")
"""One threshold, the area under the envelope of the curve."""

COCO = Protocol(
    "COCO",
    tuple(np.linspace(0.5, 0.95, 10).tolist()),
    101,
    "coco",
    areas=(("all", 0.0, 1e5**2), ("s", 0.0, 32.0**2), ("m", 32.0**2, 96.0**2), ("l", 96.0**2, 1e5**2)),
    max_detections=(1, 10, 100),
)
"""Ten thresholds, 101 points of recall; small, medium and large objects; the best 1, 10 or 100 detections."""
