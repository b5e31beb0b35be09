import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.boxes import box_iou
from companion.proposals import recall_at


def test_by_hand():
    proposals = [[[0, 0, 8, 8], [0, 0, 4, 4], [5, 5, 8, 8]], [[0, 0, 2, 2]]]
    truths = [[[0, 0, 4, 3], [5, 5, 8, 8]], [[0, 0, 2, 3], [7, 7, 9, 9]]]
    # In the second picture one box in two is found at once; in the first one the first proposal finds neither.
    assert recall_at(proposals, truths, [0, 1, 2, 3]).tolist() == [0, 0.25, 0.5, 0.75]


def test_an_overlap_at_the_threshold_counts():
    proposals, truths = [[[0, 0, 4, 4]]], [[[0, 0, 4, 8]]]
    assert recall_at(proposals, truths, [1]).tolist() == [1]
    assert recall_at(proposals, truths, [1], iou_threshold=np.nextafter(0.5, 1)).tolist() == [0]


def test_equal_boxes_at_threshold_one():
    assert recall_at([[[1, 1, 3, 4]]], [[[1, 1, 3, 4]]], [1], iou_threshold=1).tolist() == [1]


def test_counts_beyond_the_end_give_all_there_is():
    proposals, truths = [[[0, 0, 1, 1], [4, 4, 6, 6]]], [[[4, 4, 6, 6]]]
    assert recall_at(proposals, truths, [2, 3, 10**9]).tolist() == [1, 1, 1]


def test_one_proposal_may_find_several_boxes_and_a_box_counts_once():
    proposals = [[[0, 0, 4, 4], [0, 0, 4, 4], [0, 0, 4, 5]]]
    assert recall_at(proposals, [[[0, 0, 4, 4], [0, 0, 4, 3]]], [1, 3]).tolist() == [1, 1]


def test_every_box_weighs_the_same_whatever_its_picture():
    proposals = [[[0, 0, 4, 4]], [[0, 0, 1, 1]]]
    truths = [[[0, 0, 4, 4]], [[5, 5, 6, 6], [6, 6, 7, 7], [7, 7, 8, 8]]]
    assert recall_at(proposals, truths, [1]).tolist() == [0.25]


def test_a_picture_without_proposals_misses_and_one_without_truths_does_not_count():
    some = [[0, 0, 4, 4]]
    assert recall_at([some, []], [some, some], [5]).tolist() == [0.5]
    assert recall_at([some, some], [some, []], [5]).tolist() == [1]
    assert recall_at([some, np.zeros((0, 4))], [some, np.zeros((0, 4))], [5]).tolist() == [1]


@pytest.mark.parametrize(("proposals", "truths"), [([], []), ([[[0, 0, 1, 1]]], [[]])])
def test_without_any_truth_it_is_not_a_number(proposals, truths):
    assert np.isnan(recall_at(proposals, truths, [1, 2])).tolist() == [True, True]


def test_no_counts():
    assert recall_at([[[0, 0, 1, 1]]], [[[0, 0, 1, 1]]], []).shape == (0,)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1))
def test_grows_with_the_count_and_equals_a_loop(seed, threshold):
    rng = np.random.default_rng(seed)
    boxes = [
        [np.sort(rng.integers(0, 6, (n, 2, 2)), axis=1).reshape(n, 4) for n in rng.integers(1, 6, 3)] for _ in "ab"
    ]
    counts = [0, 1, 2, 3, 9]
    got = recall_at(*boxes, counts, iou_threshold=threshold)
    assert (np.diff(got) >= 0).all()
    found = [[(box_iou(p[:n], t) >= threshold).any(axis=0) for p, t in zip(*boxes, strict=True)] for n in counts]
    assert got.tolist() == [np.concatenate(of_count).mean() for of_count in found]


SOME = [[[0, 0, 1, 1]]]


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        ((SOME, SOME * 2, [1]), {}, ValueError, "one array a picture each, got 1 and 2"),
        ((SOME, SOME, [-1]), {}, ValueError, "counts must be a whole number of at least 0, got -1"),
        ((SOME, SOME, [1.5]), {}, TypeError, "counts must be a whole number of at least 0, got float 1.5"),
        ((SOME, SOME, 100), {}, TypeError, "counts must be a sequence of whole numbers, got int 100"),
        ((SOME, SOME, [1]), {"iou_threshold": 0}, ValueError, "iou_threshold must be greater than 0, got 0"),
        ((SOME, SOME, [1]), {"iou_threshold": 1.5}, ValueError, "iou_threshold must be .* at most 1, got 1.5"),
        (([[[2, 0, 1, 1]]], SOME, [1]), {}, ValueError, r"proposals\[0\] must be xyxy .* in row 0"),
        ((SOME * 2, [*SOME, [[0, 0, np.nan, 1]]], [1]), {}, ValueError, r"truths\[1\] must be finite"),
        (([[0, 0, 1, 1]], SOME, [1]), {}, ValueError, r"proposals\[0\] must have shape"),
    ],
)
def test_bad_input_is_named(arguments, options, error, message):
    with pytest.raises(error, match=message):
        recall_at(*arguments, **options)
