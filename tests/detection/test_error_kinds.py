import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.boxes import match_detections
from companion.detection.error_kinds import KINDS, error_kinds, without_errors

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
    assert kind([0, 0, 8, 4], 1) == "wrong class"
    assert kind([0, 0, 8, 3.99], 1) == "wrong class and place"
    assert error_kinds([[0, 0, 1, 1]], [1], [0], [[0, 0, 10, 1]], [0])[0] == "wrong place"  # IoU exactly 0.1
    assert error_kinds([[0, 0, 1, 1]], [1], [0], [[0, 0, 10.1, 1]], [0])[0] == "background"


def test_the_better_score_is_right_and_the_other_a_double_in_any_order():
    boxes = [[0, 0, 8, 7], [0, 0, 8, 8]]
    assert error_kinds(boxes, [0.9, 0.8], [0, 0], TRUTHS, TRUE_LABELS).tolist() == ["right", "double"]
    assert error_kinds(boxes, [0.8, 0.9], [0, 0], TRUTHS, TRUE_LABELS).tolist() == ["double", "right"]


def test_without_detections_or_without_objects():
    assert error_kinds(np.zeros((0, 4)), [], [], TRUTHS, TRUE_LABELS).shape == (0,)
    assert error_kinds([[0, 0, 8, 8]], [0.9], [0], np.zeros((0, 4)), []).tolist() == ["background"]


def test_on_an_object_of_another_class_and_near_one_of_its_own():
    truths = [[0, 0, 8, 8], [0, 0, 8, 2]]
    assert error_kinds([[0, 0, 8, 8]], [0.9], [1], truths, [0, 1]).tolist() == ["wrong class"]
    assert error_kinds([[0, 0, 8, 8]], [0.9], [1], truths[1:], [1]).tolist() == ["wrong place"]


def test_labels_and_scores_the_wrong_way_round_are_refused():
    with pytest.raises(TypeError, match="labels must hold whole numbers, got dtype float64"):
        error_kinds([[0, 0, 8, 8]], [0], [0.9], TRUTHS, TRUE_LABELS)
    with pytest.raises(ValueError, match="true_boxes must be xyxy"):
        error_kinds([[0, 0, 8, 8]], [0.9], [0], [[8, 8, 0, 0]], [0])
    with pytest.raises(ValueError, match="scores must be finite, got nan in row 1"):
        error_kinds([[0, 0, 8, 8]] * 2, [0.9, np.nan], [0, 1], TRUTHS, TRUE_LABELS)


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


def test_a_wrong_place_moves_to_its_object_and_its_rival_goes():
    found = ([[0, 0, 8, 2], [0, 0, 8, 3], [40, 40, 48, 48]], [0.5, 0.6, 0.7], [0, 0, 0])
    boxes, scores, labels = without_errors("wrong place", found, (TRUTHS, TRUE_LABELS))
    assert boxes.tolist() == [[0, 0, 8, 8], [40, 40, 48, 48]]
    assert scores.tolist() == [0.6, 0.7]
    assert labels.tolist() == [0, 0]


def test_a_wrong_place_goes_where_another_one_found_the_object():
    found = ([[0, 0, 8, 2], [0, 0, 8, 8]], [0.9, 0.1], [0, 0])
    boxes, scores, _ = without_errors("wrong place", found, (TRUTHS, TRUE_LABELS))
    assert boxes.tolist() == [[0, 0, 8, 8]]
    assert scores.tolist() == [0.1]


def test_a_wrong_class_is_renamed_and_gets_the_box_of_the_object():
    found = ([[20, 0, 28, 7], [0, 0, 8, 8]], [0.9, 0.8], [0, 0])
    boxes, _, labels = without_errors("wrong class", found, (TRUTHS, TRUE_LABELS))
    assert boxes.tolist() == [[20, 0, 28, 8], [0, 0, 8, 8]]
    assert labels.tolist() == [1, 0]


@pytest.mark.parametrize("kind", ["double", "background", "wrong class and place"])
def test_what_cannot_be_mended_is_taken_away(kind):
    found = ([[0, 0, 8, 8], [0, 0, 8, 7], [40, 40, 48, 48], [20, 0, 28, 2]], [0.9, 0.8, 0.7, 0.6], [0, 0, 0, 0])
    kinds = error_kinds(*found, TRUTHS, TRUE_LABELS)
    assert kinds.tolist() == ["right", "double", "background", "wrong class and place"]
    boxes, _, _ = without_errors(kind, found, (TRUTHS, TRUE_LABELS))
    assert boxes.tolist() == np.array(found[0])[kinds != kind].tolist()


def test_nothing_to_mend_and_nothing_there():
    nothing = np.zeros((0, 4)), np.zeros(0), np.zeros(0, int)
    assert [len(part) for part in without_errors("wrong place", nothing, (TRUTHS, TRUE_LABELS))] == [0, 0, 0]
    boxes, scores, labels = without_errors("wrong place", ([], [], []), (TRUTHS, TRUE_LABELS))
    assert (boxes.shape, scores.dtype, labels.dtype) == ((0, 4), np.float64, np.int64)
    found = ([[0, 0, 8, 8]], [0.9], [0])
    assert without_errors("wrong class", ([[40, 40, 48, 48]], [0.9], [0]), ([], []))[0].tolist() == [[40, 40, 48, 48]]
    assert without_errors("wrong class", found, (np.zeros((0, 4)), np.zeros(0, int)))[0].tolist() == [[0, 0, 8, 8]]


@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS[1:]))
def test_afterwards_there_are_no_fewer_right_ones_and_the_inputs_are_as_before(seed, kind):
    rng = np.random.default_rng(seed)
    boxes, truths = (np.sort(rng.uniform(0, 9, (n, 2, 2)), axis=1).reshape(n, 4) for n in (8, 5))
    found, there = (boxes, rng.uniform(0, 1, 8), rng.integers(0, 2, 8)), (truths, rng.integers(0, 2, 5))
    copy = boxes.copy()
    kinds = error_kinds(*found, *there)
    after = error_kinds(*without_errors(kind, found, there), *there)
    assert (boxes == copy).all()
    assert (after == "right").sum() >= (kinds == "right").sum()
    mended = (after == "right").sum() - (kinds == "right").sum()
    assert mended == 0 or kind in ("wrong place", "wrong class")


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="kind must be one of 'wrong class', .*, got 'right'"):
        without_errors("right", ([[0, 0, 1, 1]], [0.5], [0]), (TRUTHS, TRUE_LABELS))
