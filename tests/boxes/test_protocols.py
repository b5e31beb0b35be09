import re
from dataclasses import replace

import numpy as np
import pytest

from companion.boxes import COCO, VOC2007, VOC2010, Protocol


def test_the_rows():
    assert (VOC2007.iou_thresholds, VOC2007.points, VOC2007.rule) == ((0.5,), 11, "voc")
    assert replace(VOC2007, name="VOC 2010", points=None) == VOC2010
    assert COCO.iou_thresholds == pytest.approx([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
    assert [name for name, _, _ in COCO.areas] == ["all", "s", "m", "l"]


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("points must be one of None, 11, 101, got 12", {"points": 12}),
        ("rule must be one of 'voc', 'coco', got 'open'", {"rule": "open"}),
        ("iou_thresholds and areas must hold at least one entry each", {"iou_thresholds": ()}),
        ("iou_thresholds and areas must hold at least one entry each", {"areas": ()}),
        ("iou_thresholds must be above 0, got 0", {"iou_thresholds": (0.5, 0)}),
        ("iou_thresholds must be a finite number of at most 1, got 1.5", {"iou_thresholds": (1.5,)}),
        ("low < high, got ('s', 9.0, 9.0)", {"areas": (("s", 9.0, 9.0),)}),
        ("low < high, got ('s', 0, nan)", {"areas": (("s", 0, np.nan),)}),
        ("max_detections must be a whole number of at least 1, got 0", {"max_detections": (0, 10)}),
        ("iou_thresholds must have shape (n,), got ()", {"iou_thresholds": 0.5}),
        ("max_detections must have shape (n,), got ()", {"max_detections": 100}),
        ("max_detections must rise, got (10, 1)", {"max_detections": (10, 1)}),
        ("max_detections must rise, got (10, 10)", {"max_detections": (10, 10)}),
    ],
)
def test_bad_rows(message, changes):
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(COCO, **changes)


def test_a_row_of_your_own():
    assert Protocol("strict", (1.0,), None, "coco").areas == (("all", 0.0, float("inf")),)


def test_lists_and_arrays_become_tuples():
    mine = replace(COCO, iou_thresholds=np.array(COCO.iou_thresholds), max_detections=[1, 10, 100])
    assert mine == replace(COCO, areas=[list(area) for area in COCO.areas]) == COCO
    assert hash(mine) == hash(COCO)
