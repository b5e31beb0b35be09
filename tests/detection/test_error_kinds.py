import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import match_detections
from companion.detection.error_kinds import KINDS, error_kinds

TRUTHS, TRUE_LABELS = [[0, 0, 8, 8], [20, 0, 28, 8]], [0, 1]


def kind(box, label):
    return error_kinds([box], [0.9], [label], TRUTHS, TRUE_LABELS)[0]


@pytest.mark.parametrize(
    ("box", "label", "expected"),
    [
        ([0, 0, 8, 8], 0, "right"),
        ([0, 0, 8, 8], 1, "wrong class"),
        ([0, 0, 8, 2], 0, "wrong place"),  # IoU 1/4
        ([0, 0, 8, 2], 1, "wrong class and place"),
        ([40, 40, 48, 48], 0, "background"),
        ([0, 0, 8, 0.5], 0, "background"),  # IoU 1/16
    ],
)
def test_each_kind_by_hand(box, label, expected):
    assert kind(box, label) == expected


def test_both_thresholds_belong_to_the_better_side():
    assert kind([0, 0, 8, 4], 0) == "right"  # IoU exactly 1/2
    assert kind([0, 0, 8, 3.99], 0) == "wrong place"
    assert error_kinds([[0, 0, 1, 1]], [1], [0], [[0, 0, 10, 1]], [0])[0] == "wrong place"  # IoU exactly 0.1
    assert error_kinds([[0, 0, 1, 1]], [1], [0], [[0, 0, 10.1, 1]], [0])[0] == "background"


def test_the_better_score_is_right_and_the_other_a_double_in_any_order():
    boxes = [[0, 0, 8, 7], [0, 0, 8, 8]]
    assert error_kinds(boxes, [0.9, 0.8], [0, 0], TRUTHS, TRUE_LABELS).tolist() == ["right", "double"]
    assert error_kinds(boxes, [0.8, 0.9], [0, 0], TRUTHS, TRUE_LABELS).tolist() == ["double", "right"]


def test_without_detections_or_without_objects():
    assert error_kinds(np.zeros((0, 4)), [], [], TRUTHS, TRUE_LABELS).shape == (0,)
    assert error_kinds([[0, 0, 8, 8]], [0.9], [0], np.zeros((0, 4)), []).tolist() == ["background"]


@given(st.integers(0, 2**32 - 1))
def test_right_ones_are_those_of_the_matching_whatever_the_classes(seed):
    rng = np.random.default_rng(seed)
    boxes, truths = (np.sort(rng.uniform(0, 9, (n, 2, 2)), axis=1).reshape(n, 4) for n in (8, 5))
    labels, true_labels, scores = rng.integers(0, 2, 8), rng.integers(0, 2, 5), rng.uniform(0, 1, 8)
    kinds = error_kinds(boxes, scores, labels, truths, true_labels)
    assert set(kinds.tolist()) <= set(KINDS)
    for label in (0, 1):
        mine = labels == label
        hits = match_detections(boxes[mine], scores[mine], truths[true_labels == label])
        assert ((kinds[mine] == "right") == hits).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [0, 0]}, r"labels must have shape \(1,\), got \(2,\)"),
        ({"true_labels": [0]}, r"true_labels must have shape \(2,\), got \(1,\)"),
        ({"scores": []}, r"scores must have shape \(1,\), got \(0,\)"),
        ({"iou_threshold": 0.1}, "iou_threshold must be above 0.1, got 0.1"),
        ({"iou_threshold": 1.1}, "iou_threshold must be a finite number of at most 1, got 1.1"),
    ],
)
def test_bad_input_is_named(change, message):
    options = {"labels": [0], "true_labels": TRUE_LABELS, "scores": [0.9], "iou_threshold": 0.5} | change
    with pytest.raises(ValueError, match=message):
        error_kinds(
            [[0, 0, 1, 1]],
            options["scores"],
            options["labels"],
            TRUTHS,
            options["true_labels"],
            iou_threshold=options["iou_threshold"],
        )
