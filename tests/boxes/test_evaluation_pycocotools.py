import numpy as np
import pytest

from companion.boxes import COCO, Detections, GroundTruth, evaluate_detections
from tests.boxes import coco_peer
from tests.boxes.drawn_detections import draw

KINDS = {
    "one class": {"pictures": 8, "classes": 1, "most": 20},
    "few detections": {"pictures": 12, "classes": 3, "most": 4},
    "some classes": {"pictures": 10, "classes": 5, "most": 40},
    "more than 100 detections": {"pictures": 3, "classes": 1, "most": 400},
    "more than 100 of two classes": {"pictures": 4, "classes": 3, "most": 600},
    "crowded": {"pictures": 6, "classes": 2, "most": 60, "side": 12},
    "any numbers": {"pictures": 10, "classes": 3, "most": 40, "whole": False},
    "one picture": {"pictures": 1, "classes": 2, "most": 30},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_twelve_numbers(kind):
    compared = 0
    for seed in range(25):
        detections, truths = draw(np.random.default_rng(seed), **KINDS[kind])
        if not sum(map(len, detections.labels)):
            continue  # pycocotools cannot load none; see test_evaluation
        classes = KINDS[kind]["classes"]
        ours = evaluate_detections(detections, truths, class_names=[f"class {label}" for label in range(classes)])
        theirs = coco_peer.twelve_numbers(*coco_peer.load(detections, truths, classes))
        assert ours.summary == pytest.approx(theirs, abs=1e-9, nan_ok=True)
        assert list(ours.summary) == list(theirs)
        compared += 1
    assert compared >= 15


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_equal_overlaps(order):
    left, middle, right = [0, 0, 10, 10], [2, 0, 12, 10], [4, 0, 14, 10]  # the middle one overlaps both alike
    truths = GroundTruth([np.array([left, right])[order]], [[0, 0]])
    detections = Detections([[middle, left]], [[0.9, 0.8]], [[0, 0]])
    theirs = coco_peer.twelve_numbers(*coco_peer.load(detections, truths, 1))
    ours = evaluate_detections(detections, truths)
    assert ours.summary == pytest.approx(theirs, abs=1e-9, nan_ok=True)
    assert ours.summary["AR100"] == pytest.approx(0.7 if order == [0, 1] else 0.5)


def test_what_the_sets_hold():
    detections, truths = draw(np.random.default_rng(0), **KINDS["more than 100 of two classes"])
    assert max(np.bincount(labels).max() for labels in detections.labels if len(labels)) > 100
    found, crowds, empty = set(), 0, 0
    for seed in range(25):
        detections, truths = draw(np.random.default_rng(seed), **KINDS["some classes"])
        empty += sum(len(labels) == 0 for labels in (*detections.labels, *truths.labels))
        crowds += int(np.concatenate(truths.crowd).sum())
        ours = evaluate_detections(detections, truths)
        found |= {name for name, value in ours.summary.items() if 0 < value < 1}
        assert np.isnan(ours.per_class[:, 4:]).all()  # the last class has no ground truth
    assert found == set(coco_peer.NAMES)
    assert min(crowds, empty) > 25


def test_the_protocol_is_theirs_to_the_last_bit():
    from pycocotools.cocoeval import Params

    theirs = Params(iouType="bbox")
    assert theirs.iouThrs.tolist() == list(COCO.iou_thresholds)
    assert theirs.maxDets == list(COCO.max_detections)
    assert [[low, high] for _, low, high in COCO.areas] == theirs.areaRng
    assert theirs.recThrs.tolist() == np.linspace(0, 1, COCO.points).tolist()
