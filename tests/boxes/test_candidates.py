import numpy as np
import pytest

from companion.boxes import Detections, GroundTruth, box_area, box_iou, candidates
from companion.boxes.candidates import candidate_pairs, flatten_detections, flatten_truths
from tests.boxes.drawn_detections import draw


def column(count, first=0):
    """Return boxes that differ, by their place in the list."""
    return np.array([[0, 0, 1, first + place] for place in range(count)], float).reshape(-1, 4)


def test_sorted_by_picture_class_and_score():
    detections = Detections(
        boxes=[column(4, 10), [], column(2, 20)],
        scores=[[0.1, 0.5, 0.9, 0.5], [], [0.3, 0.4]],
        labels=[[0, 1, 0, 1], [], [0, 0]],
    )
    flat = flatten_detections(detections, num_classes=2, most=None)
    assert flat.boxes[:, 3].tolist() == [12, 10, 11, 13, 21, 20]  # equal scores in their order
    assert flat.scores.tolist() == [0.9, 0.1, 0.5, 0.5, 0.4, 0.3]
    assert flat.labels.tolist() == [0, 0, 1, 1, 0, 0]
    assert flat.groups.tolist() == [0, 0, 1, 1, 4, 4]
    assert flat.ranks.tolist() == [0, 1, 0, 1, 0, 1]
    best = flatten_detections(detections, num_classes=2, most=1)
    assert best.boxes[:, 3].tolist() == [12, 11, 21]
    assert best.ranks.tolist() == [0, 0, 0]


def test_ground_truths_and_what_is_ignored():
    truths = GroundTruth(
        boxes=[column(3, 10), column(1, 20)],
        labels=[[1, 0, 1], [0]],
        crowd=[[0, 1, 0], [0]],
        difficult=[[0, 0, 1], [0]],
        areas=[[1, 2, 3], [4]],
    )
    flat = flatten_truths(truths, num_classes=2)
    assert flat.boxes[:, 3].tolist() == [11, 10, 12, 20]
    assert flat.groups.tolist() == [0, 1, 1, 2]
    assert flat.crowd.tolist() == [True, False, False, False]
    assert flat.ignored.tolist() == [True, False, True, False]
    assert flat.areas.tolist() == [2, 1, 3, 4]
    plain = flatten_truths(GroundTruth(truths.boxes, truths.labels), num_classes=2)
    assert plain.areas.tolist() == [11, 10, 12, 20]
    assert not plain.ignored.any()


@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 17])
def test_all_pairs_of_a_group_that_overlap_enough(chunk, monkeypatch):
    monkeypatch.setattr(candidates, "CHUNK", chunk)
    detections, truths = draw(np.random.default_rng(1), pictures=12, classes=3, most=60)
    found = flatten_detections(detections, num_classes=3, most=100)
    there = flatten_truths(truths, num_classes=3)
    pairs = candidate_pairs(found, there, lowest=0.3, over_detection=np.zeros(len(there.labels), bool))
    overlap = box_iou(found.boxes, there.boxes) * (found.groups[:, None] == there.groups)
    detection, truth = np.nonzero(overlap >= 0.3)
    assert len(detection) > 50
    assert pairs.detection.tolist() == detection.tolist()
    assert pairs.truth.tolist() == truth.tolist()
    assert pairs.overlap == pytest.approx(overlap[detection, truth])


def test_overlap_with_a_crowd_is_the_share_of_the_detection():
    boxes = [[0, 0, 4, 4], [8, 0, 12, 4], [3, 3, 3, 9]]
    found = flatten_detections(Detections([boxes], [[3, 2, 1]], [[0] * 3]), num_classes=1, most=None)
    there = flatten_truths(GroundTruth([[[0, 0, 10, 10], [0, 0, 10, 10]]], [[0, 0]]), num_classes=1)
    pairs = candidate_pairs(found, there, lowest=0, over_detection=np.array([True, False]))
    assert pairs.overlap.tolist() == [1, 16 / 100, 8 / 16, 8 / 108, 0, 0]


def test_no_pairs():
    for detections in (Detections([], [], []), Detections([[]], [[]], [[]])):
        found = flatten_detections(detections, num_classes=2, most=100)
        there = flatten_truths(GroundTruth([[[0, 0, 4, 4]]], [[0]]), num_classes=2)
        assert len(candidate_pairs(found, there, lowest=0.5, over_detection=there.crowd).overlap) == 0
    assert box_area(there.boxes).tolist() == there.areas.tolist()
